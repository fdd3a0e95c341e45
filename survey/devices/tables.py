"""The devices of the fieldwork: how one is let in, its token, and what it last said about itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.accounts.organisation import Organisation
from survey.moment import now

naming.apply()


class Device(SQLModel, table=True):
    """A tablet or phone that may hold interviews for one organisation; known by its token, of which we keep the digest."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    name: str = Field(max_length=80)
    token_hash: str = Field(max_length=64, unique=True)  # SHA-256
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL"
    )  # who let it in
    enrolled_at: datetime = Field(default_factory=now)
    revoked_at: datetime | None = None
    revoked_reason: str = Field(default="", max_length=200)
    # What it said when it last checked in.
    seen_at: datetime | None = None
    clock_offset_ms: int | None = Field(default=None, sa_type=BigInteger)  # its clock minus ours
    client: str = Field(default="", max_length=40)  # the version of its program
    platform: str = Field(default="", max_length=120)
    storage: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Enrolment(SQLModel, table=True):
    """A code that lets in one device, once."""

    __tablename__ = "enrolment"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    name: str = Field(max_length=80)  # what the device will be called
    code_hash: str = Field(max_length=64, unique=True)  # SHA-256
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")  # who made it
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None
    device_id: int | None = Field(default=None, foreign_key="device.id", ondelete="SET NULL")


class DeviceReport(SQLModel, table=True):
    """What a device last said of one study: how many interviews it finished, and which of them still wait on it."""

    __tablename__ = "device_report"
    __table_args__ = (
        UniqueConstraint("device_id", "study_id"),
        CheckConstraint("finished >= 0", name="finished_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True, ondelete="CASCADE")
    study_id: int = Field(foreign_key="study.id", index=True)
    turn: int = 0  # the device numbers its reports: one that comes late changes nothing
    finished: int = 0  # interviews get the numbers 1, 2, 3 ... on a device, per study
    waiting: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # [{"id", "number", "finished_at"}]
    problems: int = 0
    has_draft: bool = False
    reported_at: datetime = Field(default_factory=now)
