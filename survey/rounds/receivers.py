"""Who gets a message of a mailing: those it is meant for, who were not sent it yet."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, func, select

from survey.members.tables import Member
from survey.rounds.tables import Dispatch, Invitation, Mailing

# A reminder goes to who did not finish, refuse or turn out to have another address.
_REMINDED = ("invited", "opened", "started")


# Who got a letter may get that same letter again: a sheet can go wrong in the printer.
LETTERS = {"invitation": ("drawn", "invited"), "reminder": _REMINDED}


def meant_for(
    round_id: UUID, kind: str, channel: str, states: tuple[str, ...] = ()
) -> list[ColumnElement[bool]]:
    """The conditions for being somebody that a mailing of this kind is for; needs invitation joined with member."""
    states = states or (("drawn",) if kind == "invitation" else _REMINDED)
    return [
        col(Invitation.round_id) == round_id,
        col(Invitation.channel) == channel,
        col(Invitation.state).in_(states),
        col(Member.state) == "active",
        col(Member.withdrawn_on).is_(None),
    ]


def waiting(mailing: Mailing) -> list[ColumnElement[bool]]:
    """The conditions for still having to be sent this mailing."""
    begun = exists().where(
        col(Dispatch.mailing_id) == mailing.id, col(Dispatch.invitation_id) == Invitation.id
    )
    reachable = [col(Member.email_sealed).is_not(None)] if mailing.channel == "email" else []
    return [*meant_for(mailing.round_id, mailing.kind, mailing.channel), *reachable, ~begun]


def counted(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    """How many invitations meet these conditions."""
    asked: Any = (
        select(func.count()).select_from(Invitation).join(Member, col(Member.id) == col(Invitation.member_id))
    )
    return int(session.exec(asked.where(*conditions)).one())


def next_batch(session: Session, mailing: Mailing, size: int) -> list[tuple[Invitation, Member]]:
    """Some who still have to be sent this mailing."""
    found = session.exec(
        select(Invitation, Member)
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(*waiting(mailing))
        .order_by(col(Invitation.id))
        .limit(size)
    )
    return list(found)
