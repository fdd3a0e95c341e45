"""Where a poster with an open link hangs, and what protects that link."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from survey import naming
from survey.moment import now
from survey.studies.tables import Study

naming.apply()


class Location(SQLModel, table=True):
    """A place with a poster: its code stands in the open link, so that each place is counted apart."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("length(code) > 0", name="code_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key=f"{Study.__tablename__}.id", index=True)
    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    area: str | None = Field(default=None, max_length=40)
    # What kind of place it is for the questionnaire: a code of its question with the role `location`.
    kind: str = Field(default="", max_length=40)
    active: bool = True
    created_at: datetime = Field(default_factory=now)


class OpenVisit(SQLModel, table=True):
    """A form that was begun through an open link: its place, and a keyed digest of the device that began it."""

    __tablename__ = "open_visit"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    study_id: int = Field(foreign_key=f"{Study.__tablename__}.id", index=True)
    draft_id: UUID = Field(unique=True)  # the interview's identity, too
    location_id: int | None = Field(default=None, foreign_key="location.id", ondelete="SET NULL", index=True)
    # HMAC of a random cookie, with a key that differs per study: the same device in one study, nothing elsewhere.
    # Wiped with the answers when the form is never sent.
    device: str | None = Field(default=None, max_length=64, index=True)
    proof: str = Field(max_length=40, unique=True)  # the number of the challenge: each begins one form
    began_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None
