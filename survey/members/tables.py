"""The members of a panel: contact data, encrypted, apart from every answer."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.accounts.organisation import Organisation
from survey.moment import now

naming.apply()

STATES = ("active", "unsubscribed", "withdrawn", "undeliverable")
CHANNELS = ("email", "letter")


class Member(SQLModel, table=True):
    """One member. Name and addresses are sealed; the profile, with which samples are drawn, is not."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email_index"),
        UniqueConstraint("organisation_id", "number"),
        CheckConstraint(
            "state IN ('active', 'unsubscribed', 'withdrawn', 'undeliverable')", name="state_known"
        ),
        CheckConstraint("channel IN ('email', 'letter')", name="channel_known"),
        CheckConstraint("birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", name="birth_year_possible"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)  # random: it says nothing about order
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    number: str = Field(max_length=20)  # the organisation's own number of this member, or one that we made
    # Sealed with the contact key (AES-GCM, bound to the member and the column).
    name_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    email_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    address_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # lines of the envelope
    # Keyed digest (HMAC) of the address in lower case: finds a member by address without opening the others.
    email_index: str | None = Field(default=None, max_length=64)
    key_number: int = 1  # which contact key sealed this row
    area: str | None = Field(default=None, max_length=40, index=True)
    sex: str | None = Field(default=None, max_length=20)
    birth_year: int | None = None
    language: str = Field(default="nl", max_length=20)
    channel: str = Field(default="email", max_length=10)
    state: str = Field(default="active", max_length=15, index=True)
    synthetic: bool = False
    joined_on: date = Field(default_factory=lambda: now().date())
    consented_on: date | None = None
    consent_text: str = Field(default="", max_length=40)  # which text was agreed to
    withdrawn_on: date | None = None
    last_asked_on: date | None = None  # so that nobody is asked too often
    created_at: datetime = Field(default_factory=now)


class MemberEvent(SQLModel, table=True):
    """What happened to a member's record, by whom: consent, withdrawal, a change, a bounce. Never about answers."""

    __tablename__ = "member_event"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=20)  # joined, consented, changed, unsubscribed, withdrawn, bounced, restored
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    happened_on: date = Field(default_factory=lambda: now().date())


class MemberToken(SQLModel, table=True):
    """A secret that opens the member's own pages, in the mails that this member got. Only its digest is kept."""

    __tablename__ = "member_token"

    digest: str = Field(primary_key=True, max_length=64)  # SHA-256
    member_id: UUID = Field(foreign_key="member.id", index=True, ondelete="CASCADE")


class MemberUpload(SQLModel, table=True):
    """A file of members between its preview and its import: sealed, and gone after a day."""

    __tablename__ = "member_upload"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    file_name: str = Field(max_length=120)
    content_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    rows: int
    created_at: datetime = Field(default_factory=now)
