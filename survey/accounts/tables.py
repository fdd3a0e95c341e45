"""Who works here: the accounts of the staff, and what they sign in with."""

from datetime import datetime
from uuid import uuid4

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey.accounts.organisation import Organisation
from survey.moment import now
from survey.permissions import Role

__all__ = ["Account", "Allowance", "ApiKey", "Organisation", "Passkey", "PasswordLink", "RoleName", "Visit"]


def _fresh() -> str:
    return uuid4().hex


class RoleName(RoleMixin):
    """A role as Flask-Security wants to see one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class Account(SQLModel, UserMixin, table=True):
    """A person of the staff who can sign in. The names of the columns are those that Flask-Security looks for."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)

    id: int | None = Field(default=None, primary_key=True)  # type: ignore[assignment] # theirs is never new
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
    tf_totp_secret: str | None = Field(default=None, max_length=255)  # encrypted
    totp_counter: int | None = None  # the period of the last code that was used: no code is taken twice
    mf_recovery_codes: list[str] | None = Field(default=None, sa_column=Column(JSON))  # SHA-256 of each
    fs_webauthn_user_handle: str = Field(default_factory=_fresh, max_length=64, unique=True)
    # Who signs in with OpenID Connect: the provider and its name for this person.
    oidc_issuer: str | None = Field(default=None, max_length=255)
    oidc_subject: str | None = Field(default=None, max_length=255)
    created_at: datetime = Field(default_factory=now)

    @property
    def roles(self) -> list[RoleName]:  # type: ignore[override] # theirs is a table, ours a list of names
        """The roles as Flask-Security wants to see them."""
        return [RoleName(Role(name)) for name in self.role_names]


class Passkey(SQLModel, table=True):
    """A key on somebody's own device: we keep the public half."""

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    public_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sign_count: int = Field(default=0)
    transports: list[str] = Field(sa_column=Column(JSON, nullable=False))
    name: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=now)
    used_at: datetime | None = None


class PasswordLink(SQLModel, table=True):
    """A link with which somebody sets a password, once: after an invitation, or because it was forgotten."""

    __tablename__ = "password_link"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)  # SHA-256 of what the address holds
    expires_at: datetime
    used_at: datetime | None = None


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
