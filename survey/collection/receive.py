"""Receive one interview: kept exactly as sent, counted at most once, answered with what is kept."""

import hashlib
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, text
from sqlmodel import Session, select

from survey.collection.body import Body, read
from survey.collection.frame import Frame, frame
from survey.collection.judge import judge
from survey.collection.receipt import Receipt
from survey.collection.tables import Interview, Submission
from survey.studies.tables import now

_SUBMISSION = cast("Table", Submission.__table__)  # type: ignore[attr-defined]
_INTERVIEW = cast("Table", Interview.__table__)  # type: ignore[attr-defined]
_ADD_SUBMISSION = insert(_SUBMISSION).returning(_SUBMISSION.c.id)
_ADD_INTERVIEW = insert(_INTERVIEW)
_KEPT = select(_INTERVIEW.c.digest, _INTERVIEW.c.received_at).where(_INTERVIEW.c.id == bindparam("interview"))
_KNOWN = select(_SUBMISSION.c.id).where(
    _SUBMISSION.c.interview_id == bindparam("interview"), _SUBMISSION.c.digest == bindparam("digest")
)


def receive(session: Session, interview_id: UUID, body: bytes, route: str) -> Receipt:
    """Keep the bytes of an interview and give what is kept for it; flushes, does not commit.

    The same bytes again change nothing. Other bytes for the same interview are kept beside the first as a conflict,
    and are not counted. The receipt may leave the server only after the commit.

    Raises:
        Problem: the bytes are not a well-formed interview, or its study does not exist; nothing is kept.

    """
    return keep(session, interview_id, body, read(body), route)


def keep(session: Session, interview_id: UUID, body: bytes, sent: Body, route: str) -> Receipt:
    """Like `receive`, for bytes that were read already."""
    digest = hashlib.sha256(body).hexdigest()
    kept_in = frame(session, sent.study)
    _one_at_a_time(session, interview_id)
    connection = session.connection()
    kept = connection.execute(_KEPT, {"interview": interview_id}).first()
    received_at = now()
    if kept is None:
        submission = _submit(session, interview_id, kept_in, (digest, body, route, received_at), "accepted")
        row = judge(kept_in, sent, interview_id, received_at)
        connection.execute(_ADD_INTERVIEW, row | {"submission_id": submission, "digest": digest})
        return Receipt(interview_id, digest, received_at, "stored")
    if kept.digest == digest:
        return Receipt(interview_id, digest, kept.received_at, "repeated")
    if connection.execute(_KNOWN, {"interview": interview_id, "digest": digest}).first() is None:
        _submit(session, interview_id, kept_in, (digest, body, route, received_at), "conflict")
    return Receipt(interview_id, kept.digest, kept.received_at, "conflict")


def _submit(
    session: Session, interview_id: UUID, kept_in: Frame, sent: tuple[str, bytes, str, datetime], outcome: str
) -> int:
    digest, body, route, received_at = sent
    row: dict[str, Any] = {
        "interview_id": interview_id,
        "study_id": kept_in.study_id,
        "digest": digest,
        "body": body,
        "outcome": outcome,
        "route": route,
        "received_at": received_at.astimezone(UTC),
    }
    return int(session.connection().execute(_ADD_SUBMISSION, row).scalar_one())


def _one_at_a_time(session: Session, interview_id: UUID) -> None:
    """Let no other transaction work on this interview until this one ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(interview_id.bytes[:8], signed=True) ^ int.from_bytes(
            interview_id.bytes[8:], signed=True
        )
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
