"""Destroy the link between the persons of a round and their answers, for good.

Deleting the link alone is not enough: whatever tells when or whether somebody answered would join them again by order
or by time. So what stays of a round is counts, and what stays of its members is the same for all of them: who was
reminded, how many mails somebody got, and in what order rows were written goes too.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, delete, insert, update
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, func

from survey.closing.drop_off import drop_off
from survey.closing.harvest import unfinished
from survey.closing.outcomes import coarse, outcomes
from survey.jobs import ask
from survey.members.tables import Member, MemberToken
from survey.moment import now
from survey.panel.tables import Draft
from survey.rounds.refusal import RoundRefused
from survey.rounds.tables import Access, Dispatch, Invitation, ResponseLink, Round

SMALLEST_GROUP = 10
WIPE = "round.wipe"
_AT_ONCE = 500


def may_be_destroyed(session: Session, round_: Round) -> bool:
    """Whether the round is closed, harvested, and its link is still there."""
    return (
        round_.state == "closed" and round_.link_destroyed_on is None and not unfinished(session, round_.id)
    )


def destroy(session: Session, round_: Round, *, account_id: int | None) -> list[str]:
    """Destroy the link of a closed round; does not commit.

    Gives the references of the mails of the round, of which copies can be lying in the outbox.

    Args:
        session: the unit of work; all of it happens or nothing.
        round_: which round.
        account_id: who does it; None when its time has come.

    Raises:
        RoundRefused: the round is not closed, still being harvested, or its link is destroyed already.

    """
    session.flush()
    session.refresh(round_, with_for_update=True)
    if round_.link_destroyed_on is not None:
        raise RoundRefused(_("De koppeling van deze ronde is al vernietigd."))
    if round_.state != "closed":
        raise RoundRefused(_("Sluit eerst de ronde. Zolang zij loopt, is de koppeling nodig."))
    if unfinished(session, round_.id):
        raise RoundRefused(
            _(
                "De antwoorden die niet zijn verstuurd, worden nog verwerkt. Probeer het over een minuut opnieuw."
            )
        )
    copies = list(
        session.execute(
            columns(col(Dispatch.reference)).where(col(Dispatch.invitation_id).in_(_invitations(round_)))
        ).scalars()
    )
    for step in STEPS:
        step(session, round_)
    round_.link_destroyed_on = now().date()
    session.add(round_)
    ask(
        session,
        WIPE,
        f"Resten van de koppeling wissen: {round_.title}"[:200],
        {"round": str(round_.id)},
        organisation_id=round_.organisation_id,
        account_id=account_id,
    )
    return copies


def keep_counts(session: Session, round_: Round) -> None:
    """Keep how many, by group; no group so small that a count says something of one person."""
    found = coarse(outcomes(session, round_), SMALLEST_GROUP)
    round_.outcomes = {
        "states": found.states,
        "groups": found.groups,
        "pages": [asdict(each) for each in drop_off(session, round_)],
    }
    session.flush()


def level_members(session: Session, round_: Round) -> None:
    """Let everybody who was drawn have been asked on the same day: a reminder goes only to who did not answer yet."""
    closed = (round_.closed_at or now()).date()
    asked, mine = col(Member.last_asked_on), col(Member.id).in_(_members(round_))
    last = session.execute(columns(func.max(asked)).where(mine, asked <= closed)).scalar()
    # Everybody is written, also who was asked by a later round: PostgreSQL tells when a row was last written.
    session.execute(
        update(Member)
        .where(mine)
        .values(last_asked_on=case((asked > closed, asked), else_=last or round_.drawn_on))
        .execution_options(synchronize_session=False)
    )


def level_tokens(session: Session, round_: Round) -> None:
    """Let every member of the round have as many secrets of mails, in no order: each mail and reminder made one.

    The real ones stay, so that the links in old mails still unsubscribe; the others are nobody's.
    """
    ids = list(session.execute(_members(round_)).scalars())
    found: dict[Any, list[str]] = {each: [] for each in ids}
    rows = session.execute(
        columns(col(MemberToken.member_id), col(MemberToken.digest)).where(
            col(MemberToken.member_id).in_(_members(round_))
        )
    )
    for member, digest in rows:
        found[member].append(digest)
    most = max(map(len, found.values()), default=0)
    for digests in found.values():
        digests += [sha256(secrets.token_bytes(32)).hexdigest() for _each in range(most - len(digests))]
    session.execute(
        delete(MemberToken)
        .where(col(MemberToken.member_id).in_(_members(round_)))
        .execution_options(synchronize_session=False)
    )
    again = sorted((digest, member) for member, digests in found.items() for digest in digests)
    for start in range(0, len(again), _AT_ONCE):
        session.execute(
            insert(MemberToken),
            [{"digest": digest, "member_id": member} for digest, member in again[start : start + _AT_ONCE]],
        )


def drop_drafts(session: Session, round_: Round) -> None:
    """Drop the forms that were filled in; the interviews that they became stay."""
    links = columns(col(ResponseLink.draft_id)).where(
        col(ResponseLink.invitation_id).in_(_invitations(round_))
    )
    _drop(session, Draft, col(Draft.id).in_(links))


def drop_link(session: Session, round_: Round) -> None:
    """Drop the link itself."""
    _drop(session, ResponseLink, col(ResponseLink.invitation_id).in_(_invitations(round_)))


def drop_access(session: Session, round_: Round) -> None:
    """Drop what opens an invitation."""
    _drop(session, Access, col(Access.invitation_id).in_(_invitations(round_)))


def drop_dispatches(session: Session, round_: Round) -> None:
    """Drop what was sent to whom."""
    _drop(session, Dispatch, col(Dispatch.invitation_id).in_(_invitations(round_)))


def drop_invitations(session: Session, round_: Round) -> None:
    """Drop the invitations: who was drawn is known of nobody any more, but for the day of `level_members`."""
    _drop(session, Invitation, col(Invitation.round_id) == round_.id)


STEPS: tuple[Callable[[Session, Round], None], ...] = (
    keep_counts,
    level_members,
    level_tokens,
    drop_drafts,
    drop_link,
    drop_access,
    drop_dispatches,
    drop_invitations,
)
"""What is done, in this order; together they leave nothing that joins a person to an answer."""


def _invitations(round_: Round) -> Any:
    return columns(col(Invitation.id)).where(col(Invitation.round_id) == round_.id)


def _members(round_: Round) -> Any:
    return columns(col(Invitation.member_id)).where(
        col(Invitation.round_id) == round_.id, col(Invitation.member_id).is_not(None)
    )


def _drop(session: Session, table: type[SQLModel], which: ColumnElement[bool]) -> None:
    session.execute(delete(table).where(which).execution_options(synchronize_session=False))
