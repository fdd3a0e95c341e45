"""Receive interviews: kept exactly as sent, counted at most once, answered with what is kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from survey.collection import told
from survey.collection.add import add_interviews, add_submissions
from survey.collection.body import Body, read
from survey.collection.frame import Frame, expected, of_state
from survey.collection.judge import judge
from survey.collection.known import Known, Sender, known
from survey.collection.numbered import note_resent
from survey.collection.over_quota import take_places
from survey.collection.receipt import Receipt
from survey.collection.tables import Submission
from survey.moment import now
from survey.problems import Problem, problem
from survey.studies import find

_SAME = select(Submission.id).where(
    col(Submission.interview_id) == bindparam("interview"), col(Submission.digest) == bindparam("digest")
)
# What the server itself makes may be for any study.
_SERVER = Sender(None, None)


@dataclass(slots=True)
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
        sender: who sent it; None as long as only the secret that was sent along is known.
        secret: the digest of that key or token, of which `keep` finds whose it is; None when the sender is known.
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
    sender: Sender | None = None
    secret: str | None = None
    number: int | None = None
    offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was kept of one interview; what is said about it is worded where its sender is answered.

    Attributes:
        code: `sender_unknown`: no key or token that may send; `study_unknown`, also for a study of another
            organisation; or `identity_taken`, by another organisation.
        study: the study that it was sent for.

    """

    code: Literal["sender_unknown", "study_unknown", "identity_taken"]
    study: str

    def problem(self) -> Problem:
        """What the sender hears; of another organisation nothing is told."""
        if self.code == "study_unknown":
            return find.unknown_study(self.study)
        if self.code == "sender_unknown":
            return problem("sign_in_first", _("De sleutel die u meestuurde geldt hier niet (meer)."))
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
    sender = Sender(None, device_id)
    came = arrival(interview_id, body, sent, route, sender, number=number, offset_ms=offset_ms)
    kept = keep(session, [came])[0]
    if isinstance(kept, Refused):
        raise kept.problem()
    return kept


def arrival(
    interview_id: UUID,
    body: bytes,
    sent: Body,
    route: str,
    sender: Sender | str = _SERVER,
    *,
    number: int | None = None,
    offset_ms: int | None = None,
) -> Arrival:
    """Prepare what needs no database, so that nobody has to wait for it: the digest, and the walk over the answers.

    Args:
        interview_id: the interview.
        body: the bytes as they came.
        sent: what they say.
        route: how they came.
        sender: who sent it, or the digest of the key or token that was sent along.
        number: the number that the device gave it; what it says itself when this is None.
        offset_ms: the clock of the device minus ours.
    """
    before = expected(sent.study)
    return Arrival(
        interview_id,
        body,
        hashlib.sha256(body).hexdigest(),
        sent,
        route,
        before,
        judge(before, sent, interview_id, now()) if before else {},
        None if isinstance(sender, str) else sender,
        sender if isinstance(sender, str) else None,
        number if number is not None else told.number(sent.paradata),
        offset_ms,
    )


def keep(session: Session, arrivals: Sequence[Arrival]) -> list[Receipt | Refused]:
    """Like `receive`, for interviews that were read already: an outcome for each, in their order.

    They are written together: a statement for all of them costs hardly more than a statement for one. One that is
    refused leaves the others as they are.
    """
    there = known(
        session,
        {each.secret for each in arrivals if each.secret is not None},
        {each.sent.study for each in arrivals},
        {each.id for each in arrivals},
    )
    frames = {slug: of_state(session, slug, state) for slug, state in there.states.items()}
    received_at = now()
    outcomes: list[Receipt | Refused | None] = []
    new: dict[UUID, Arrival] = {}
    owners: dict[UUID, int] = {}
    for each in arrivals:
        each.sender = each.sender if each.secret is None else there.senders.get(each.secret)
        refused = _refused(each, frames, there, owners)
        outcomes.append(refused)
        if refused is None and each.id not in there.kept:
            owners[each.id] = frames[each.sent.study].organisation_id
            new.setdefault(each.id, each)  # of two in one batch the first one counts
    if new:
        _store(session, list(new.values()), frames, received_at)
    return [
        outcome or _outcome(session, each, new.get(each.id), there, frames, received_at)
        for outcome, each in zip(outcomes, arrivals, strict=True)
    ]


def _refused(
    each: Arrival, frames: Mapping[str, Frame], there: Known, owners: Mapping[UUID, int]
) -> Refused | None:
    if each.sender is None:
        return Refused("sender_unknown", each.sent.study)
    into = frames.get(each.sent.study)
    if into is None or each.sender.organisation not in {None, into.organisation_id}:
        return Refused("study_unknown", each.sent.study)
    before = there.kept.get(each.id)
    owner = before.organisation if before else owners.get(each.id, into.organisation_id)
    return None if owner == into.organisation_id else Refused("identity_taken", each.sent.study)


def _outcome(
    session: Session,
    each: Arrival,
    new: Arrival | None,
    there: Known,
    frames: Mapping[str, Frame],
    received_at: datetime,
) -> Receipt:
    if new is each:
        return Receipt(each.id, each.digest, received_at, "stored")
    if new is not None:
        return _again(
            session, each, Receipt(each.id, new.digest, received_at, "repeated"), frames, received_at
        )
    kept = there.kept[each.id]
    before = Receipt(each.id, kept.digest, kept.received_at, "repeated")
    return _again(session, each, before, frames, received_at)


def _store(
    session: Session, new: Sequence[Arrival], frames: Mapping[str, Frame], received_at: datetime
) -> None:
    # Before the quotas are read: from here on nobody changes them under our hands.
    keys = add_submissions(
        session, [_submission(each, frames[each.sent.study], received_at, "accepted") for each in new]
    )
    rows: dict[UUID, dict[str, Any]] = {}
    for each in new:
        current = frames[each.sent.study]
        # The study may have changed after it was judged.
        row = each.row if each.frame is current else judge(current, each.sent, each.id, received_at)
        own = {"submission_id": keys[each.id], "digest": each.digest, "received_at": received_at}
        rows[each.id] = {**row, **own}
    # The quotas of several studies are always taken in one order, so that two writers never wait for each other.
    for slug, current in sorted(frames.items(), key=lambda one: one[1].study_id):
        if current.has_quotas:
            here = [each for each in new if each.sent.study == slug]
            sent = {each.id: (_device(each), each.sent.paradata) for each in here}
            take_places(session, current, [rows[each.id] for each in here], sent)
    add_interviews(session, list(rows.values()))


def _again(
    session: Session, sent: Arrival, kept: Receipt, frames: Mapping[str, Frame], received_at: datetime
) -> Receipt:
    """What is said about an interview of which something was kept before."""
    device = _device(sent)
    if device is not None and sent.number is not None:
        note_resent(session, sent.id, sent.digest, device, sent.number)
    if kept.digest == sent.digest:
        return kept
    same = {"interview": sent.id, "digest": sent.digest}
    if session.connection().execute(_SAME, same).first() is None:
        add_submissions(session, [_submission(sent, frames[sent.sent.study], received_at, "conflict")])
    return Receipt(sent.id, kept.digest, kept.received_at, "conflict")


def _submission(each: Arrival, frame: Frame, received_at: datetime, outcome: str) -> dict[str, Any]:
    return {
        "interview_id": each.id,
        "study_id": frame.study_id,
        "digest": each.digest,
        "body": each.body,
        "outcome": outcome,
        "route": each.route,
        "received_at": received_at,
        "device_id": _device(each),
        "device_number": each.number,
        "clock_offset_ms": each.offset_ms,
    }


def _device(each: Arrival) -> int | None:
    return each.sender.device_id if each.sender else None
