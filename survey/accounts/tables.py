"""Who works here: the accounts of the staff, and what they sign in with."""

from datetime import datetime
from uuid import uuid4

from flask_security import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, Relationship, SQLModel

from survey.accounts.organisation import Organisation
from survey.moment import now
from survey.permissions import Role

__all__ = ["Account", "Allowance", "ApiKey", "Organisation", "Passkey", "RoleName", "Visit"]


def _fresh() -> str:
    return uuid4().hex


class RoleName(RoleMixin):
    """A role as Flask-Security wants to see one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class Account(SQLModel, UserMixin, table=True):  # type: ignore[misc] # Flask-Security describes its own columns
    """A person of the staff who can sign in. The names of the columns are those that Flask-Security looks for."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    email: str = Field(max_length=255, unique=True)  # in lower case
    name: str = Field(max_length=120)
    password: str | None = Field(default=None, max_length=255)  # argon2; none for who only signs in elsewhere
    active: bool = Field(default=True)
    role_names: list[str] = Field(sa_column=Column(JSON, nullable=False))
    # Two finer rights, next to what the roles give.
    sees_single_answers: bool = Field(default=True)
    may_export: bool = Field(default=True)
    fs_uniquifier: str = Field(default_factory=_fresh, max_length=64, unique=True)
    # Second factors.
    tf_primary_method: str | None = Field(default=None, max_length=64)
    tf_totp_secret: str | None = Field(default=None, max_length=255)
    mf_recovery_codes: list[str] | None = Field(default=None, sa_column=Column(JSON))
    fs_webauthn_user_handle: str | None = Field(default=None, max_length=64, unique=True)
    # Who signs in with OpenID Connect: the provider and its name for this person.
    oidc_issuer: str | None = Field(default=None, max_length=255)
    oidc_subject: str | None = Field(default=None, max_length=255)
    created_at: datetime = Field(default_factory=now)
    webauthn: list["Passkey"] = Relationship(
        back_populates="user", sa_relationship_kwargs={"cascade": "all, delete-orphan", "lazy": "selectin"}
    )

    @property
    def roles(self) -> list[RoleName]:
        """The roles as Flask-Security wants to see them."""
        return [RoleName(Role(name)) for name in self.role_names]


class Passkey(SQLModel, WebAuthnMixin, table=True):  # type: ignore[misc] # idem
    """A key on somebody's own device."""

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    public_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sign_count: int = Field(default=0)
    transports: list[str] | None = Field(default=None, sa_column=Column(JSON))
    backup_state: bool
    device_type: str = Field(max_length=64)
    extensions: str | None = Field(default=None, max_length=255)
    create_datetime: datetime = Field(default_factory=now)
    lastuse_datetime: datetime = Field(default_factory=now)
    name: str = Field(max_length=64)
    usage: str = Field(max_length=64)
    user: Account = Relationship(back_populates="webauthn")


class Visit(SQLModel, table=True):
    """One session of somebody who signed in; it can be ended from elsewhere."""

    __tablename__ = "visit"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)  # SHA-256 of what the cookie holds
    device: str = Field(default="", max_length=120)  # what the browser says it is, to recognise it by
    began_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now)
    ended_at: datetime | None = None


class ApiKey(SQLModel, table=True):
    """A key with which a program works for an account: shown once, kept hashed."""

    __tablename__ = "api_key"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    key_hash: str = Field(max_length=64, unique=True)  # SHA-256
    label: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=now)
    revoked_at: datetime | None = None


class Allowance(SQLModel, table=True):
    """How often something was tried in a period, for every process of the server: sign-in, typed codes, open links."""

    __tablename__ = "allowance"

    key: str = Field(primary_key=True, max_length=255)
    count: int = 0
    expires_at: float = Field(index=True)  # seconds since 1970
