"""Add what came in: a submission and an interview for each, in as few statements as the database allows."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import Table, insert
from sqlmodel import Session

from survey.collection.tables import Interview, Submission

_SUBMISSION = cast("Table", Submission.__table__)  # type: ignore[attr-defined]
_INTERVIEW = cast("Table", Interview.__table__)  # type: ignore[attr-defined]
_ADD_SUBMISSIONS = insert(_SUBMISSION).returning(_SUBMISSION.c.interview_id, _SUBMISSION.c.id)
_ADD_INTERVIEWS = insert(_INTERVIEW)

Row = Mapping[str, Any]

# Of each column how PostgreSQL calls its kind. An array per column: one statement, however many rows.
_OF_SUBMISSION = {
    "interview_id": "uuid",
    "study_id": "int",
    "digest": "text",
    "outcome": "text",
    "route": "text",
    "received_at": "timestamptz",
    "device_id": "int",
    "device_number": "int",
    "clock_offset_ms": "bigint",
}
_OF_INTERVIEW = {
    "version_id": "int",
    "wave_id": "int",
    "origin": "text",
    "mode": "text",
    "language": "text",
    "area": "text",
    "started_at": "timestamptz",
    "completed_at": "timestamptz",
    "completed_on": "date",
    "state": "text",
    "answers": "json",
    "counted": "json",
    "flags": "json",
    "outcome": "text",
    "weight": "float8",
    "interviewer": "text",
    "paradata": "json",
    "stratum": "text",
    "psu": "text",
}
_NUMBERS = frozenset({"int", "bigint", "float8"})


def _statement() -> str:
    columns = {f"s_{name}": kind for name, kind in _OF_SUBMISSION.items()}
    columns |= {"start": "int", "length": "int"}
    columns |= {f"i_{name}": kind for name, kind in _OF_INTERVIEW.items()}
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    submission = ", ".join(_OF_SUBMISSION)
    of_submission = ", ".join(f"s_{name}" for name in _OF_SUBMISSION)
    interview = ", ".join(_OF_INTERVIEW)
    of_interview = ", ".join(f"i_{name}" for name in _OF_INTERVIEW)
    return (  # the names in it are those of our own columns
        f"WITH came AS (SELECT * FROM unnest({arrays}) AS came ({', '.join(columns)})), "  # noqa: S608 (idem)
        f"added AS (INSERT INTO submission ({submission}, body) "
        f"SELECT {of_submission}, substring(%b::bytea FROM start FOR length) FROM came RETURNING id, interview_id) "
        f"INSERT INTO interview (id, study_id, digest, received_at, submission_id, {interview}) "
        f"SELECT s_interview_id, s_study_id, s_digest, s_received_at, added.id, {of_interview} "
        "FROM came JOIN added ON added.interview_id = s_interview_id"
    )


_ADD_AT_ONCE = _statement()


def add(session: Session, submissions: Sequence[Row], interviews: Sequence[Row]) -> None:
    """Add these rows; the interviews stand in the order of their submissions, whose keys they get here."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        driver.execute(_ADD_AT_ONCE, _arrays(submissions, interviews), prepare=True)
        return
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


def _arrays(submissions: Sequence[Row], interviews: Sequence[Row]) -> list[Any]:
    bodies = [row["body"] for row in submissions]
    starts, at = [], 1
    for body in bodies:
        starts.append(at)
        at += len(body)
    return [
        *(_array([row[name] for row in submissions], kind) for name, kind in _OF_SUBMISSION.items()),
        _array(starts, "int"),
        _array([len(body) for body in bodies], "int"),
        *(_array([row[name] for row in interviews], kind) for name, kind in _OF_INTERVIEW.items()),
        b"".join(bodies),
    ]


def _array(values: Sequence[Any], kind: str) -> str:
    """An array as PostgreSQL reads it."""
    if kind in _NUMBERS:
        return "{" + ",".join(["NULL" if value is None else repr(value) for value in values]) + "}"
    if kind == "json":
        written = [None if value is None else msgspec.json.encode(value).decode() for value in values]
    else:
        written = [None if value is None else str(value) for value in values]
    return "{" + ",".join(["NULL" if text is None else _quoted(text) for text in written]) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
