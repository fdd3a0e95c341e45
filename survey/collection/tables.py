"""What came in: submissions exactly as sent, and the interviews they became."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from questionnaires.context import MODES, ORIGINS
from survey.devices.tables import Device
from survey.moment import now

_DEVICE = f"{Device.__tablename__}.id"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Submission(SQLModel, table=True):
    """One body of bytes that arrived for an interview. Rows are only ever added."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("interview_id", "digest"),
        CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        CheckConstraint("outcome IN ('accepted', 'conflict')", name="outcome_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interview_id: UUID
    study_id: int = Field(foreign_key="study.id", index=True)
    digest: str = Field(max_length=64)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    outcome: str = Field(max_length=10)
    route: str = Field(default="api", max_length=20)  # api, panel, import, demo
    received_at: datetime = Field(default_factory=now)
    # Of what a device of the fieldwork sent: which one, its own number there, its clock minus ours when it was sent.
    device_id: int | None = Field(default=None, foreign_key=_DEVICE, ondelete="SET NULL", index=True)
    device_number: int | None = None
    clock_offset_ms: int | None = Field(default=None, sa_type=BigInteger)


class Resent(SQLModel, table=True):
    """A device sent an interview that came in by another way before: the number that it has on that device, too."""

    __tablename__ = "resent"
    __table_args__ = (UniqueConstraint("device_id", "interview_id"),)

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key=_DEVICE, ondelete="CASCADE")
    study_id: int = Field(foreign_key="study.id", index=True)
    interview_id: UUID
    number: int
    sent_at: datetime = Field(default_factory=now)


class Interview(SQLModel, table=True):
    """The accepted state of one interview: at most one row per identity, whatever was sent."""

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint(_one_of("origin", ORIGINS), name="origin_known"),
        CheckConstraint(_one_of("mode", MODES), name="mode_known"),
        CheckConstraint("state IN ('accepted', 'flagged', 'excluded')", name="state_known"),
        CheckConstraint("completed_at >= started_at", name="completed_after_start"),
        UniqueConstraint("submission_id"),
        # All that a snapshot asks to see whether it still is up to date.
        Index("ix_interview_counted", "wave_id", "state", "outcome", "submission_id"),
    )

    id: UUID = Field(primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    version_id: int | None = Field(default=None, foreign_key="questionnaire_version.id")
    wave_id: int = Field(foreign_key="wave.id")
    submission_id: int = Field(foreign_key="submission.id")
    digest: str = Field(max_length=64)
    origin: str = Field(max_length=20)
    mode: str = Field(max_length=20)
    language: str = Field(max_length=20)
    area: str | None = Field(default=None, max_length=40)
    started_at: datetime
    completed_at: datetime
    received_at: datetime = Field(default_factory=now)
    # The day of completion as the clock of the interview had it, whatever its zone.
    completed_on: date
    state: str = Field(default="accepted", max_length=10)
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    # Names of answered variables that were on the path; the others are kept and left out of estimates.
    counted: list[str] = Field(sa_column=Column(JSON, nullable=False))
    # What did not agree with the programme: [{"code", "variable", ...}]; empty for an accepted interview.
    flags: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    outcome: str = Field(
        default="complete", max_length=40
    )  # complete, or the `outcome` of the page that ended it
    weight: float = 1.0
    # How it went, as far as fieldwork looks at it: who held it, how long each page took, who helped.
    interviewer: str = Field(default="", max_length=20)
    paradata: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    stratum: str | None = Field(default=None, max_length=80)
    psu: str | None = Field(default=None, max_length=80)


class Decision(SQLModel, table=True):
    """What a person decided about one interview, and why. Rows are only ever added; the last one holds."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('include', 'exclude')", name="verdict_known"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interview_id: UUID = Field(foreign_key="interview.id", index=True)
    verdict: str = Field(max_length=10)
    reason: str = Field(max_length=1000)
    decided_at: datetime = Field(default_factory=now)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    # Of several bodies under one identity: the one that counts since this decision.
    submission_id: int | None = Field(default=None, foreign_key="submission.id")
