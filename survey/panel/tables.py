"""Answers in progress of somebody who fills in online: kept on the server, so that no page needs JavaScript."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from survey.moment import now


class Draft(SQLModel, table=True):
    """One form that is being filled in. Its identity becomes the interview's; sent, its answers are wiped."""

    __tablename__ = "draft"

    id: UUID = Field(primary_key=True)  # also the interview's identity: sending twice counts once
    study_id: int = Field(foreign_key="study.id", index=True)
    version_id: int = Field(foreign_key="questionnaire_version.id")
    seed: int
    origin: str = Field(max_length=20)
    language: str = Field(max_length=20)
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    # In which language each question was read when it was answered, or passed by.
    languages: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    shown: list[str] = Field(sa_column=Column(JSON, nullable=False))
    revision: int = 0
    started_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    sent_at: datetime | None = None
    digest: str | None = Field(default=None, max_length=64)  # of the bytes that were sent: the receipt's code
