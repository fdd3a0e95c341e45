"""Receive interviews: kept exactly as sent, counted at most once, answered with what is kept."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, insert, text
from sqlmodel import Session, select

from survey.collection import told
from survey.collection.body import Body, read
from survey.collection.frame import Frame, expected, latest
from survey.collection.judge import judge
from survey.collection.over_quota import take_places
from survey.collection.receipt import Receipt
from survey.collection.tables import Interview, Submission
from survey.moment import now
from survey.problems import Problem, problem
from survey.studies import find
from survey.studies.tables import Study

_SUBMISSION = cast("Table", Submission.__table__)  # type: ignore[attr-defined]
_INTERVIEW = cast("Table", Interview.__table__)  # type: ignore[attr-defined]
_STUDY = cast("Table", Study.__table__)  # type: ignore[attr-defined]
_ADD_SUBMISSIONS = insert(_SUBMISSION).returning(_SUBMISSION.c.interview_id, _SUBMISSION.c.id)
_ADD_INTERVIEWS = insert(_INTERVIEW)
_KEPT = (
    select(_INTERVIEW.c.id, _INTERVIEW.c.digest, _INTERVIEW.c.received_at, _STUDY.c.organisation_id)
    .join(_STUDY, _STUDY.c.id == _INTERVIEW.c.study_id)
    .where(_INTERVIEW.c.id.in_(bindparam("interviews", expanding=True)))
)
_KNOWN = select(_SUBMISSION.c.id).where(
    _SUBMISSION.c.interview_id == bindparam("interview"), _SUBMISSION.c.digest == bindparam("digest")
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One interview that came in, read and judged before it is its turn to be written.

    Attributes:
        id: the interview.
        body: the bytes as they came.
        digest: their SHA-256, in hexadecimal.
        sent: what they say.
        route: how they came.
        frame: the state of the study that they were judged by, as far as it was known beforehand.
        row: what that judgement was.
        organisation: whose studies the sender may send for; None is any, for what the server itself makes.
        device_id: the device that sent it; None for a person or a program.
        number: the number that the device gave it, counted from 1 per study.
        offset_ms: the clock of the device minus ours when it was sent, in milliseconds.

    """

    id: UUID
    body: bytes
    digest: str
    sent: Body
    route: str
    frame: Frame | None
    row: Mapping[str, Any]
    organisation: int | None = None
    device_id: int | None = None
    number: int | None = None
    offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was kept of one interview; what is said about it is worded where its sender is answered.

    Attributes:
        code: `study_unknown`, also for a study of another organisation; or `identity_taken`, by another organisation.
        study: the study that it was sent for.

    """

    code: Literal["study_unknown", "identity_taken"]
    study: str

    def problem(self) -> Problem:
        """What the sender hears; of another organisation nothing is told."""
        if self.code == "study_unknown":
            return find.unknown_study(self.study)
        return problem(
            "interview_conflict",
            _("Dit kenmerk is al gebruikt. Er is niets opgeslagen; maak voor elk interview een eigen UUID."),
        )


def receive(
    session: Session,
    interview_id: UUID,
    body: bytes,
    route: str,
    *,
    device_id: int | None = None,
    number: int | None = None,
    offset_ms: int | None = None,
) -> Receipt:
    """Keep the bytes of an interview and give what is kept for it; flushes, does not commit.

    The same bytes again change nothing. Other bytes for the same interview are kept beside the first as a conflict,
    and are not counted. The receipt may leave the server only after the commit.

    Raises:
        Problem: the bytes are not a well-formed interview, or its study does not exist; nothing is kept.

    """
    sent = read(body, interview_id)
    came = arrival(interview_id, body, sent, route, device_id=device_id, number=number, offset_ms=offset_ms)
    kept = keep(session, [came])[0]
    if isinstance(kept, Refused):
        raise kept.problem()
    return kept


def arrival(
    interview_id: UUID,
    body: bytes,
    sent: Body,
    route: str,
    organisation: int | None = None,
    *,
    device_id: int | None = None,
    number: int | None = None,
    offset_ms: int | None = None,
) -> Arrival:
    """Prepare what needs no database, so that nobody has to wait for it: the digest, and the walk over the answers."""
    known = expected(sent.study)
    row = judge(known, sent, interview_id, now()) if known else {}
    return Arrival(
        interview_id,
        body,
        hashlib.sha256(body).hexdigest(),
        sent,
        route,
        known,
        row,
        organisation,
        device_id,
        number if number is not None else told.number(sent.paradata),
        offset_ms,
    )


def keep(session: Session, arrivals: Sequence[Arrival]) -> list[Receipt | Refused]:
    """Like `receive`, for interviews that were read already: an outcome for each, in their order.

    They are written together: a statement for all of them costs hardly more than a statement for one. One that is
    refused leaves the others as they are.
    """
    frames = {slug: latest(session, slug) for slug in {each.sent.study for each in arrivals}}
    ids = list({each.id for each in arrivals})
    _one_at_a_time(session, ids)
    found = session.connection().execute(_KEPT, {"interviews": ids}).all()
    owners = {row.id: row.organisation_id for row in found}
    kept = {row.id: Receipt(row.id, row.digest, row.received_at, "repeated") for row in found}
    received_at = now()
    refused: dict[int, Refused] = {}
    new: dict[UUID, Arrival] = {}
    for place, each in enumerate(arrivals):
        into = frames[each.sent.study]
        if into is None or each.organisation not in {None, into.organisation_id}:
            refused[place] = Refused("study_unknown", each.sent.study)
        elif owners.setdefault(each.id, into.organisation_id) != into.organisation_id:
            refused[place] = Refused("identity_taken", each.sent.study)
        elif each.id not in kept:
            new.setdefault(each.id, each)  # of two in one batch the first one counts
    known = {slug: each for slug, each in frames.items() if each is not None}
    if new:
        _store(session, list(new.values()), known, received_at)
    receipts: list[Receipt | Refused] = []
    for place, each in enumerate(arrivals):
        if place in refused:
            receipts.append(refused[place])
        elif new.get(each.id) is each:
            receipts.append(Receipt(each.id, each.digest, received_at, "stored"))
            kept[each.id] = Receipt(each.id, each.digest, received_at, "repeated")
        else:
            receipts.append(_again(session, each, kept[each.id], known[each.sent.study], received_at))
    return receipts


def _store(session: Session, new: list[Arrival], frames: Mapping[str, Frame], received_at: datetime) -> None:
    submitted = _submit(session, new, frames, received_at, "accepted")
    rows = {}
    for each in new:
        current = frames[each.sent.study]
        # The study may have changed after it was judged.
        row = each.row if each.frame is current else judge(current, each.sent, each.id, received_at)
        rows[each.id] = {
            **row,
            "submission_id": submitted[each.id],
            "digest": each.digest,
            "received_at": received_at,
        }
    sent = {each.id: (each.device_id, each.sent.paradata) for each in new}
    # The quotas of several studies are always taken in one order, so that two writers never wait for each other.
    for slug, current in sorted(frames.items(), key=lambda each: each[1].study_id):
        if current.has_quotas:
            here = [rows[each.id] for each in new if each.sent.study == slug]
            take_places(session, current, here, sent)
    session.connection().execute(_ADD_INTERVIEWS, list(rows.values()))


def _again(session: Session, sent: Arrival, kept: Receipt, kept_in: Frame, received_at: datetime) -> Receipt:
    """What is said about an interview of which something was kept before."""
    if kept.digest == sent.digest:
        return kept
    known = {"interview": sent.id, "digest": sent.digest}
    if session.connection().execute(_KNOWN, known).first() is None:
        _submit(session, [sent], {sent.sent.study: kept_in}, received_at, "conflict")
    return Receipt(sent.id, kept.digest, kept.received_at, "conflict")


def _submit(
    session: Session,
    arrivals: Iterable[Arrival],
    frames: Mapping[str, Frame],
    received_at: datetime,
    outcome: str,
) -> dict[UUID, int]:
    """Add a submission for each interview; gives their keys."""
    rows = [
        {
            "interview_id": each.id,
            "study_id": frames[each.sent.study].study_id,
            "digest": each.digest,
            "body": each.body,
            "outcome": outcome,
            "route": each.route,
            "received_at": received_at.astimezone(UTC),
            "device_id": each.device_id,
            "device_number": each.number,
            "clock_offset_ms": each.offset_ms,
        }
        for each in arrivals
    ]
    added = session.connection().execute(_ADD_SUBMISSIONS, rows)
    return {row.interview_id: row.id for row in added}


def _one_at_a_time(session: Session, interviews: Iterable[UUID]) -> None:
    """Let no other transaction work on these interviews until this one ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for each in sorted(
            interviews
        ):  # always in one order, so that two transactions never wait for each other
            key = int.from_bytes(each.bytes[:8], signed=True) ^ int.from_bytes(each.bytes[8:], signed=True)
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
