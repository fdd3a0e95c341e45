"""How far an invitation is, and what its holder may do now. It knows days and states, never moments or answers."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Executable, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.members.tables import Member
from survey.moment import now
from survey.rounds.access import digest
from survey.rounds.tables import Access, Invitation, ResponseLink, Round

_NOT_YET_OPENED = frozenset({"drawn", "invited", "undeliverable"})
_LEFT = frozenset({"unsubscribed", "withdrawn"})


class Standing(StrEnum):
    """What the holder of an invitation may do."""

    OPEN = "open"  # begin, go on, or say no
    COMPLETE = "complete"  # nothing more: the answers were sent
    REFUSED = "refused"  # take the refusal back
    CLOSED = "closed"  # the deadline is past
    LEFT = "left"  # no longer a member of the panel


class Invited(NamedTuple):
    """An invitation with its round, and what its holder may do now."""

    invitation: Invitation
    round: Round
    standing: Standing


# Made once, and one statement each: a code that is unknown costs as much as one that was used.
_ALL = (
    columns(Invitation, Round, col(Member.state))
    .select_from(Invitation)
    .join(Round, col(Round.id) == col(Invitation.round_id))
)
_OF_SECRET = (
    _ALL.join(Access, col(Access.invitation_id) == col(Invitation.id))
    .outerjoin(Member, col(Member.id) == col(Invitation.member_id))
    .where(col(Access.digest) == bindparam("digest"), col(Access.kind) == bindparam("kind"))
)
_OF_DRAFT = (
    _ALL.join(ResponseLink, col(ResponseLink.invitation_id) == col(Invitation.id))
    .outerjoin(Member, col(Member.id) == col(Invitation.member_id))
    .where(col(ResponseLink.draft_id) == bindparam("draft"))
)


def of_secret(session: Session, secret: object, kind: str, *, for_change: bool = False) -> Invited | None:
    """The invitation that a token or a typed code opens; None when there is none.

    Args:
        session: the unit of work.
        secret: what came; anything at all.
        kind: token or code.
        for_change: hold the invitation until the end of the unit of work, so that of twenty at once one is the first.

    """
    known = digest(secret, kind)
    if known is None:
        return None
    asked = _OF_SECRET.with_for_update(of=Invitation) if for_change else _OF_SECRET
    return _first(session, asked, {"digest": known, "kind": kind})


def of_draft(session: Session, draft: UUID, *, for_change: bool = False) -> Invited | None:
    """The invitation that a form was begun with; None for a form of the open link, and when the link was destroyed."""
    asked = _OF_DRAFT.with_for_update(of=Invitation) if for_change else _OF_DRAFT
    return _first(session, asked, {"draft": draft})


def standing(invitation: Invitation, round_: Round, member_state: str | None) -> Standing:
    """What the holder may do now; who gave a complete answer is thanked, whatever came after."""
    if invitation.state == "complete":
        return Standing.COMPLETE
    if member_state is None or member_state in _LEFT:
        return Standing.LEFT
    # Deadline means deadline, also for who began: what is there at that moment is harvested as it is.
    if is_over(round_) or invitation.state == "partial":
        return Standing.CLOSED
    return Standing.REFUSED if invitation.state == "refused" else Standing.OPEN


def is_over(round_: Round) -> bool:
    """Whether this round takes no more answers."""
    return round_.state == "closed" or (round_.deadline is not None and now() >= round_.deadline)


def sent(invitation: Invitation, on: date) -> None:
    """An invitation or a reminder went out on this day."""
    if invitation.state == "drawn":
        invitation.state = "invited"
    invitation.invited_on = invitation.invited_on or on


def opened(invitation: Invitation) -> bool:
    """Somebody looked at the page behind the link; gives whether that was news."""
    if invitation.state not in _NOT_YET_OPENED:
        return False
    invitation.state = "opened"
    return True


def started(invitation: Invitation) -> None:
    """Somebody pressed "Begin"."""
    if invitation.state in {*_NOT_YET_OPENED, "opened"}:
        invitation.state = "started"


def completed(session: Session, draft: UUID) -> None:
    """The form was sent: the invitation that it was begun with, if any, is done for good."""
    found = of_draft(session, draft, for_change=True)
    if found:
        found.invitation.state = "complete"


def refused(invitation: Invitation) -> None:
    """The holder does not take part. What was filled in does not count; it can be taken back before the deadline."""
    invitation.state = "refused"


def taken_back(session: Session, invitation: Invitation) -> None:
    """The holder takes part after all."""
    if invitation.state == "refused":
        begun = session.get(ResponseLink, invitation.id)
        invitation.state = "started" if begun else "opened"


def _first(session: Session, asked: Executable, given: dict[str, object]) -> Invited | None:
    row = session.execute(asked, given).first()
    return None if row is None else Invited(row[0], row[1], standing(*row))
