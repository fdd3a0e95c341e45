"""A study and what belongs to it before the first interview: versions, waves, areas, population."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.accounts.organisation import Organisation
from survey.moment import now

naming.apply()


def _fresh() -> str:
    return uuid4().hex


class Study(SQLModel, table=True):
    """One question of one municipality: "do residents of Almelo know where to go?"."""

    __tablename__ = "study"
    __table_args__ = (CheckConstraint("length(slug) > 0", name="slug_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key=f"{Organisation.__tablename__}.id", index=True)
    slug: str = Field(max_length=80, unique=True)
    title: str = Field(max_length=200)
    description: str = Field(default="", max_length=2000)
    municipality: str = Field(default="", max_length=120)
    synthetic: bool = Field(default=False)
    is_open: bool = Field(default=True)
    default_origin: str = Field(default="open_link", max_length=20)
    # Another one with every version, wave or area that is added: what was remembered of the study is then read anew.
    revision: str = Field(default_factory=_fresh, max_length=32)
    created_at: datetime = Field(default_factory=now)
    # Put away: closed, in no list, and to be brought back whole.
    archived_at: datetime | None = None


class QuestionnaireVersion(SQLModel, table=True):
    """A published questionnaire: reviewed, compiled, hashed and never changed again."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        UniqueConstraint("study_id", "hash"),
        CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    number: int
    hash: str = Field(max_length=64, index=True)
    source: str
    programme: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    published_at: datetime = Field(default_factory=now)


class Wave(SQLModel, table=True):
    """One round of fieldwork. Interviews belong to the wave in which they were completed."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    number: int
    label: str = Field(max_length=80)
    starts_on: date
    ends_on: date | None = None


class Area(SQLModel, table=True):
    """A wijk, buurt or any union of them for which the study reports; `row` and `col` place its tile."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("residents IS NULL OR residents >= 0", name="residents_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    code: str = Field(max_length=40)
    name: str = Field(max_length=120)
    position: int = 0
    row: int = 0
    col: int = 0
    residents: int | None = None


class PopulationMargin(SQLModel, table=True):
    """How many residents fall in one category of one variable, from a named source and year."""

    __tablename__ = "population_margin"
    __table_args__ = (
        UniqueConstraint("study_id", "variable", "category"),
        CheckConstraint("count >= 0", name="count_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    variable: str = Field(max_length=80)
    category: str = Field(max_length=80)
    count: int
    source: str = Field(default="", max_length=200)
    year: int | None = None


class StudyEvent(SQLModel, table=True):
    """Who changed what in the set-up of a study, and when; `before` and `after` are the changed part, to undo it with.

    Nothing about residents stands here. `before` is None for what cannot be undone.
    """

    __tablename__ = "study_event"

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    part: str = Field(max_length=20)
    what: str = Field(max_length=40)
    params: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    before: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    after: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    # The study's revision before and after: a form knows by it what changed since it was shown.
    revision_before: str = Field(max_length=32)
    revision: str = Field(max_length=32)
    created_at: datetime = Field(default_factory=now)
