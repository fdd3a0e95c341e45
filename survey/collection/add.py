"""Add what came in: a submission and an interview for each."""

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


def add(session: Session, submissions: Sequence[Row], interviews: Sequence[Row]) -> None:
    """Add these rows; the interviews stand in the order of their submissions, whose keys they get here."""
    connection = session.connection()
    keys = add_submissions(session, submissions)
    rows = [
        {
            **interview,
            "submission_id": keys[submission["interview_id"]],
            "digest": submission["digest"],
            "received_at": submission["received_at"],
        }
        for submission, interview in zip(submissions, interviews, strict=True)
    ]
    connection.execute(_ADD_INTERVIEWS, rows)


def add_submissions(session: Session, submissions: Sequence[Row]) -> dict[UUID, int]:
    """Add what came for interviews; gives the key of each by the interview."""
    added = session.connection().execute(_ADD_SUBMISSIONS, list(submissions))
    return {row.interview_id: row.id for row in added}
