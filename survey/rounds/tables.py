"""Asking a panel: a round of a study, its sample, its invitations and what was sent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.members.tables import Member
from survey.moment import now
from survey.studies.tables import Study, Wave

naming.apply()

STATES = ("drawn", "invited", "opened", "started", "partial", "complete", "refused", "undeliverable")
ROUND_STATES = ("preparing", "open", "closed")
KINDS = ("invitation", "reminder")


class Round(SQLModel, table=True):
    """One time that the panel is asked for one wave of a study."""

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'open', 'closed')", name="state_known"),
        UniqueConstraint("study_id", "number"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    study_id: int = Field(foreign_key=f"{Study.__tablename__}.id", index=True)
    wave_id: int = Field(foreign_key=f"{Wave.__tablename__}.id")
    number: int
    title: str = Field(max_length=120)
    state: str = Field(default="preparing", max_length=10)
    # The draw: enough to make the very same sample again from the same members.
    seed: int | None = None
    drawn_on: date | None = None
    draw: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    deadline: datetime | None = None
    # Language -> text. What a mail and the pages around the questions say; plain text.
    subject: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    message: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    thanks: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    feedback: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # what was done
    closed_at: datetime | None = None
    link_destroyed_on: date | None = None
    link_kept_days: int = 90  # after closing; then the link is destroyed by itself
    # Counts by group, kept when the link between persons and answers was destroyed.
    outcomes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now)


class Invitation(SQLModel, table=True):
    """One member in one round. It knows how far somebody is, never what was answered."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id"),
        CheckConstraint(
            "state IN ('drawn', 'invited', 'opened', 'started', 'partial', 'complete', 'refused', 'undeliverable')",
            name="state_known",
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id", index=True, ondelete="CASCADE")
    member_id: UUID | None = Field(foreign_key=f"{Member.__tablename__}.id", index=True, ondelete="SET NULL")
    state: str = Field(default="drawn", max_length=15, index=True)
    channel: str = Field(max_length=10)
    language: str = Field(max_length=20)
    # The profile at the draw, for rates by group: area, sex, age group. Coarse on purpose.
    stratum: str = Field(default="", max_length=120)
    profile: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    invited_on: date | None = None  # days, not moments: a moment would join it to an answer
    reminders: int = 0


class Access(SQLModel, table=True):
    """A secret that opens one invitation: the token of a mail, or the code of a letter. Only its digest is kept."""

    __tablename__ = "access"
    __table_args__ = (CheckConstraint("kind IN ('token', 'code')", name="kind_known"),)

    digest: str = Field(
        primary_key=True, max_length=64
    )  # token: SHA-256; code: HMAC with the server's secret
    invitation_id: UUID = Field(foreign_key="invitation.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=5)


class ResponseLink(SQLModel, table=True):
    """The only bridge between a person's invitation and a form. Deleted for good when the link is destroyed."""

    __tablename__ = "response_link"

    invitation_id: UUID = Field(foreign_key="invitation.id", primary_key=True, ondelete="CASCADE")
    draft_id: UUID = Field(unique=True)  # the draft, and so the interview, that this person fills in


class Mailing(SQLModel, table=True):
    """One sending to a round: the invitation, or the first, second or third reminder."""

    __tablename__ = "mailing"
    __table_args__ = (
        UniqueConstraint("round_id", "kind", "number", "channel"),
        CheckConstraint("kind IN ('invitation', 'reminder')", name="kind_known"),
        CheckConstraint("number BETWEEN 0 AND 3", name="at_most_three_reminders"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID = Field(foreign_key="round.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=10)
    number: int = 0  # 0: the invitation; 1, 2, 3: reminders
    channel: str = Field(max_length=10)
    job_id: UUID | None = None
    created_at: datetime = Field(default_factory=now)


class Dispatch(SQLModel, table=True):
    """One message of a mailing to one person: so that none is sent twice, and a bounce finds its way back."""

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("mailing_id", "invitation_id"),
        CheckConstraint("state IN ('sending', 'sent', 'failed', 'bounced')", name="state_known"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    mailing_id: UUID = Field(foreign_key="mailing.id", index=True, ondelete="CASCADE")
    invitation_id: UUID = Field(foreign_key="invitation.id", index=True, ondelete="CASCADE")
    state: str = Field(default="sending", max_length=10)
    # What a bounce quotes: the local part of the envelope sender or the Message-ID; random.
    reference: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
