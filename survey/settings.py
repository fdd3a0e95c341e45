"""Settings, all from the environment as WIJKPEIL_*, each with a default that works on one machine."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import current_app
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from survey.key_file import kept


class Settings(BaseSettings):
    """What differs from one installation to another."""

    model_config = SettingsConfigDict(env_prefix="WIJKPEIL_", ignored_types=(cached_property,))

    database_url: str = ""
    data_dir: Path = Path("var")
    secret_key: str = ""
    contact_key: str = ""  # newest first, see survey/members/keyring.py
    base_url: str = "http://127.0.0.1:8000"
    # Who may reach the server from elsewhere: names, TLS in front, and how many proxies of ours stand between.
    allowed_hosts: str = ""
    tls_in_front: bool = False
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "uw organisatie"
    # Mail: without a server messages are kept in the folder outbox. A notice that one did not arrive goes to
    # `bounce+REFERENCE@...` when WIJKPEIL_BOUNCE_ADDRESS is `bounce@...`, and otherwise to who it is from.
    smtp_url: str = ""
    mail_from: str = ""
    mail_reply_to: str = ""
    bounce_address: str = ""
    max_interview_bytes: int = Field(default=262_144, gt=0)
    # The open link: how long a browser without JavaScript waits, and how many forms one network may begin in 10 minutes.
    open_link_wait_seconds: int = Field(default=20, ge=0)
    open_link_per_network: int = Field(default=120, gt=3)

    @cached_property
    def database(self) -> str:
        """The address of the database: embedded SQLite in the data folder unless one was given."""
        if self.database_url:
            # The plain form that every tool writes means the driver that we ship.
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{(self.data_dir / 'wijkpeil.sqlite').resolve()}"

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names that this server answers to, besides those of this computer itself."""
        return frozenset(name.strip().lower() for name in self.allowed_hosts.split(",") if name.strip())

    @cached_property
    def secret(self) -> str:
        """The secret that signs cookies and receipts; made once and kept in the data folder when none was given."""
        if self.secret_key:
            return self.secret_key
        return kept(self.data_dir / "secret.key", lambda: secrets.token_hex(32))

    @cached_property
    def snapshots(self) -> Path:
        """Where the Parquet snapshots of accepted interviews stand."""
        folder = self.data_dir / "snapshots"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def settings() -> Settings:
    """The settings of the running application."""
    return cast("Settings", current_app.extensions["wijkpeil.settings"])
