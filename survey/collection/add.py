"""Add what came in, and the interviews that were made of it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlmodel import Session

from survey.collection.tables import Interview, Submission

_SUBMISSION = cast("Table", Submission.__table__)  # type: ignore[attr-defined]
_INTERVIEW = cast("Table", Interview.__table__)  # type: ignore[attr-defined]
_ADD_SUBMISSIONS = insert(_SUBMISSION).returning(_SUBMISSION.c.interview_id, _SUBMISSION.c.id)
_ADD_INTERVIEWS = insert(_INTERVIEW)

Row = Mapping[str, Any]


def add_submissions(session: Session, submissions: Sequence[Row]) -> dict[UUID, int]:
    """Add what came for interviews; gives the key of each by the interview."""
    added = session.connection().execute(_ADD_SUBMISSIONS, list(submissions))
    return {row.interview_id: row.id for row in added}


def add_interviews(session: Session, interviews: Sequence[Row]) -> None:
    """Add the interviews that were made of it."""
    session.connection().execute(_ADD_INTERVIEWS, list(interviews))
