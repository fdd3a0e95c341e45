"""A study and what belongs to it before the first interview: versions, waves, areas, population."""

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

# Every constraint has a name, the same on both databases, so that a migration can change it.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ORIGINS = ("street", "panel", "open_link", "random_sample")
MODES = ("interviewer", "online", "telephone", "paper")


def now() -> datetime:
    """The moment, in UTC. Every time in the database has its zone; one without is refused when it is written."""
    return datetime.now(UTC)


def _fresh() -> str:
    return uuid4().hex


class Study(SQLModel, table=True):
    """One question of one municipality: "do residents of Almelo know where to go?"."""

    __tablename__ = "study"
    __table_args__ = (CheckConstraint("length(slug) > 0", name="slug_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
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
