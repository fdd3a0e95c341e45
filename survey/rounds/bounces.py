"""Notices that mail did not arrive (RFC 3464): read, find whose it was, and note who cannot be reached."""

import email
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from survey.rounds.dispatch import undeliverable
from survey.rounds.tables import Dispatch, Invitation, Mailing, Round

MOST_BYTES = 20 * 1024 * 1024
_ENVELOPE = re.compile(r"^From [^\r\n]*\r?\n", re.MULTILINE)
_REFERENCE = re.compile(r"\+([0-9a-f]{32})@|<([0-9a-f]{32})@", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")
_AT_ONCE = 500


class NotMail(ValueError):  # noqa: N818 (it says what is the matter)
    """This is no message and no folder of messages."""


class Notice(NamedTuple):
    """One notice: about which message, and whether it failed for good (5.x.x) or for now (4.x.x)."""

    reference: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What some notices come to.

    Attributes:
        gone: messages that failed for good, to people who were not known as unreachable by it.
        before: messages of which that was known already.
        for_now: notices of a delay or a full box: counted, nothing changes.
        unknown: notices about messages that are not ours.
    """

    gone: tuple[tuple[UUID, UUID, UUID | None], ...]
    before: int
    for_now: int
    unknown: int


def read(content: bytes) -> tuple[list[Notice], int]:
    """The notices in a message (.eml) or a folder of messages (mbox); and how many messages were no such notice.

    Raises:
        NotMail: it is neither.
    """
    notices: list[Notice] = []
    others = 0
    for one in _messages(content):
        found = list(_notices(one))
        notices += found
        others += not found
    return notices, others


def judge(session: Session, organisation_id: int, notices: Iterable[Notice]) -> Found:
    """What these notices say about the messages of this organisation; changes nothing."""
    hard = {each.reference for each in notices if each.for_good}
    soft = {each.reference for each in notices if not each.for_good} - hard
    known = _known(session, organisation_id, hard | soft)
    gone = tuple(
        (row.id, row.invitation_id, row.member_id)
        for reference, row in known.items()
        if reference in hard and row.state != "bounced"
    )
    before = sum(reference in hard and row.state == "bounced" for reference, row in known.items())
    return Found(gone, before, len(soft & known.keys()), len((hard | soft) - known.keys()))


def take_in(session: Session, organisation_id: int, notices: Iterable[Notice]) -> Found:
    """Note who cannot be reached: the message came back, the invitation and the member are undeliverable."""
    found = judge(session, organisation_id, list(notices))
    messages = [message for message, _invitation, _member in found.gone]
    for start in range(0, len(messages), _AT_ONCE):
        some = messages[start : start + _AT_ONCE]
        session.connection().execute(
            update(Dispatch).where(col(Dispatch.id).in_(some)).values(state="bounced")
        )
        undeliverable(session, [row[1:] for row in found.gone[start : start + _AT_ONCE]])
    return found


class _Row(NamedTuple):
    id: UUID
    invitation_id: UUID
    member_id: UUID | None
    state: str


def _known(session: Session, organisation_id: int, references: set[str]) -> dict[str, _Row]:
    known: dict[str, _Row] = {}
    wanted = sorted(references)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = session.exec(
            select(Dispatch, Invitation.member_id)
            .join(Mailing, col(Mailing.id) == col(Dispatch.mailing_id))
            .join(Round, col(Round.id) == col(Mailing.round_id))
            .join(Invitation, col(Invitation.id) == col(Dispatch.invitation_id))
            .where(
                col(Round.organisation_id) == organisation_id,
                col(Mailing.channel) == "email",
                col(Dispatch.reference).in_(wanted[start : start + _AT_ONCE]),
            )
        )
        for sent, member_id in rows:
            known[sent.reference] = _Row(sent.id, sent.invitation_id, member_id, sent.state)
    return known


def _messages(content: bytes) -> Iterator[EmailMessage]:
    text = content.decode("latin-1")  # each byte stays what it was
    parts = [part for part in _ENVELOPE.split(text) if part.strip()] if text.startswith("From ") else [text]
    for part in parts:
        made = email.message_from_bytes(part.lstrip("\r\n").encode("latin-1"), policy=default)
        if not isinstance(made, EmailMessage) or not made.keys() or "\x00" in part[:1000]:
            raise NotMail
        yield made


def _notices(message: EmailMessage) -> Iterator[Notice]:
    statuses = []
    whole = [message.get("To", ""), message.get("Delivered-To", ""), message.get("X-Original-To", "")]
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            statuses += [str(block.get("Status", "")) for block in part.iter_parts() if block.get("Status")]
        elif kind in {"text/rfc822-headers", "message/rfc822", "message/global"}:
            whole.append(str(part.get_payload(0) if kind != "text/rfc822-headers" else part.get_payload()))
    reference = next(
        (found[1] or found[2] for text in whole if (found := _REFERENCE.search(str(text)))), None
    )
    codes = [found[1] for status in statuses if (found := _STATUS.match(status))]
    if reference is None or not codes or set(codes) == {"2"}:
        return  # "it was delivered" is no notice that it was not
    yield Notice(reference.lower(), "5" in codes)
