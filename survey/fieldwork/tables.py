"""What steers the fieldwork: quotas and their leases, contacts, keys that seal interviews, recordings, the log."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.devices.tables import Device
from survey.moment import now
from survey.studies.tables import Study

naming.apply()
_STUDY = f"{Study.__tablename__}.id"
_DEVICE = f"{Device.__tablename__}.id"

OUTCOMES = (
    "interview",
    "partial",
    "refusal",
    "no_time",
    "language",
    "not_resident",
    "under_age",
    "asked_before",
)
"""What came of approaching somebody; `docs/fieldwork.md` gives the AAPOR category of each."""


class FieldSettings(SQLModel, table=True):
    """How one study does its fieldwork."""

    __tablename__ = "field_settings"
    __table_args__ = (CheckConstraint("over_quota IN ('count', 'leave_out')", name="over_quota_known"),)

    study_id: int = Field(foreign_key=_STUDY, primary_key=True)
    uses_gps: bool = False  # only the area is kept, never the point
    over_quota: str = Field(
        default="count", max_length=10
    )  # whether interviews over quota are in the figures


class StudyKey(SQLModel, table=True):
    """A pair of keys of one study: tablets seal interviews with the public half, only the server opens them."""

    __tablename__ = "study_key"
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    number: int
    name: str = Field(
        max_length=16, unique=True
    )  # the first 16 hexadecimal digits of the public half's SHA-256
    public: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # P-256, uncompressed: 65 bytes
    private: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # sealed
    created_at: datetime = Field(default_factory=now)


class QuotaGroup(SQLModel, table=True):
    """A group of people that a quota counts: who gave one of these answers to each of these questions."""

    __tablename__ = "quota_group"
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("length(code) > 0", name="code_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    code: str = Field(max_length=40)
    label: str = Field(max_length=120)  # as the interviewer reads it: "vrouwen 60+"
    rule: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # {"sex": ["woman"], "age_band": ["60_plus"]}
    position: int = 0


class QuotaCell(SQLModel, table=True):
    """How many interviews are wanted of one group in one area, and how many count so far."""

    __tablename__ = "quota_cell"
    __table_args__ = (
        UniqueConstraint("study_id", "area", "group_id"),
        CheckConstraint("target >= 0", name="target_not_negative"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        CheckConstraint("over >= 0", name="over_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    area: str = Field(max_length=40)  # "" is everywhere
    group_id: int = Field(foreign_key="quota_group.id", ondelete="CASCADE")
    target: int
    counted: int = 0  # within the target
    over: int = 0  # beyond it: kept, and flagged


class Lease(SQLModel, table=True):
    """Open places of one cell that one device may fill by itself, offline."""

    __tablename__ = "lease"
    __table_args__ = (
        UniqueConstraint("cell_id", "device_id"),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    cell_id: int = Field(foreign_key="quota_cell.id", index=True, ondelete="CASCADE")
    device_id: int = Field(foreign_key=_DEVICE, index=True, ondelete="CASCADE")
    places: int
    given_at: datetime = Field(default_factory=now)


class QuotaPlace(SQLModel, table=True):
    """The place that an interview took in a cell, within its target or over it."""

    __tablename__ = "quota_place"
    __table_args__ = (CheckConstraint("standing IN ('within', 'over', 'ended')", name="standing_known"),)

    interview_id: UUID = Field(primary_key=True)
    cell_id: int = Field(foreign_key="quota_cell.id", index=True, ondelete="CASCADE")
    device_id: int | None = Field(default=None, foreign_key=_DEVICE, ondelete="SET NULL")
    standing: str = Field(max_length=10)  # `ended`: this cell was full, which ended the interview
    placed_at: datetime = Field(default_factory=now)


class Contact(SQLModel, table=True):
    """One approach in the street and what came of it. Who it was is not known: no personal data stands here."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES!r}", name="outcome_known"),
        CheckConstraint("sex IN ('', 'man', 'woman')", name="sex_known"),
        CheckConstraint("age_band IN ('', '18-39', '40-59', '60+')", name="age_band_known"),
        # All that the monitor counts by, so that it never reads the rows themselves.
        Index("ix_contact_counted", "study_id", "area", "outcome", "at"),
    )

    id: UUID = Field(primary_key=True)  # made by the device
    study_id: int = Field(foreign_key=_STUDY)
    device_id: int | None = Field(default=None, foreign_key=_DEVICE, ondelete="SET NULL", index=True)
    interviewer: str = Field(default="", max_length=20)
    place: str = Field(default="", max_length=20)  # the code of a location
    area: str = Field(default="", max_length=40)
    outcome: str = Field(max_length=20)
    sex: str = Field(default="", max_length=10)  # as seen
    age_band: str = Field(default="", max_length=10)  # as seen
    interview_id: UUID | None = Field(default=None, index=True)
    at: datetime  # by the clock of the device, set right by its measured offset
    received_at: datetime = Field(default_factory=now)


class FieldNote(SQLModel, table=True):
    """A line of the fieldwork log, for the report: weather, a market that moved, an interviewer who fell ill."""

    __tablename__ = "field_note"

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    day: date
    place: str = Field(default="", max_length=20)
    text: str = Field(max_length=1000)
    written_at: datetime = Field(default_factory=now)
    struck_at: datetime | None = None  # struck out, still to be read


class Recording(SQLModel, table=True):
    """A question read aloud in one language, for a tablet that has no voice for it."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("study_id", "variable", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    variable: str = Field(max_length=80)
    language: str = Field(max_length=20)
    media_type: str = Field(max_length=40)
    digest: str = Field(max_length=64)  # SHA-256 of the sound
    text_digest: str = Field(max_length=64)  # SHA-256 of the sentence that is read, to see when it changed
    sound: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    uploaded_at: datetime = Field(default_factory=now)


class AreaBoundary(SQLModel, table=True):
    """The outline of an area, with which a tablet finds the area from a position without sending that position."""

    __tablename__ = "area_boundary"
    __table_args__ = (UniqueConstraint("study_id", "area"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=_STUDY, index=True)
    area: str = Field(max_length=40)
    polygons: list[Any] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # GeoJSON MultiPolygon, WGS 84, simplified
