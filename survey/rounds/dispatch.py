"""What was sent to whom: written down before a message is handed over and after, so that none is sent twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Engine, Table, delete, insert, update
from sqlmodel import Session, col, func, select

from survey.database import transaction
from survey.members.contact import Contact, unseal, unsubscribe_token
from survey.members.keyring import Keyring
from survey.members.tables import Member, MemberEvent
from survey.moment import now
from survey.rounds.access import issue_many
from survey.rounds.receivers import next_batch
from survey.rounds.tables import Dispatch, Invitation, Mailing

_DISPATCH = cast("Table", Dispatch.__table__)  # type: ignore[attr-defined]


class Outcome(StrEnum):
    """What became of handing over one message."""

    SENT = "sent"
    FAILED = "failed"
    UNDELIVERABLE = "undeliverable"
    NOT_SENT = "not_sent"  # certainly not handed over: it can be sent later


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message that is about to be handed over. It is in memory only, and never written down."""

    id: UUID
    invitation_id: UUID
    member_id: UUID
    reference: str
    language: str
    name: str
    email: str
    token: str
    stop: str


def begin(engine: Engine, mailing: Mailing, keyring: Keyring, size: int) -> list[Outgoing]:
    """Choose the next receivers and write down that their messages are being sent; committed when this returns.

    Raises:
        KeyRefused: the contact data do not open with the keys of this installation.
    """
    with transaction(engine) as session:
        chosen = next_batch(session, mailing, size)
        contacts = [unseal(member, keyring) for _invitation, member in chosen]
        tokens = issue_many(session, [invitation for invitation, _member in chosen], "token")
        made = [
            _outgoing(session, invitation, member, contact, tokens[invitation.id])
            for (invitation, member), contact in zip(chosen, contacts, strict=True)
        ]
        if made:
            rows = [
                {"id": each.id, "mailing_id": mailing.id, "invitation_id": each.invitation_id, "state": "sending",
                 "reference": each.reference}
                for each in made
            ]  # fmt: skip
            session.connection().execute(insert(_DISPATCH), rows)
        return made


def finish(engine: Engine, mailing: Mailing, batch: list[Outgoing], outcomes: dict[UUID, Outcome]) -> None:
    """Write down what became of these messages. One without an outcome stays `sending`: nobody knows."""
    today = now().date()

    def with_outcome(*wanted: Outcome) -> list[Outgoing]:
        return [each for each in batch if outcomes.get(each.id) in wanted]

    sent = with_outcome(Outcome.SENT)
    gone = with_outcome(Outcome.UNDELIVERABLE)
    with transaction(engine) as session:
        change = session.connection().execute
        for state, these in (("sent", sent), ("failed", [*gone, *with_outcome(Outcome.FAILED)])):
            if these:
                change(
                    update(Dispatch)
                    .where(col(Dispatch.id).in_(each.id for each in these))
                    .values(state=state)
                )
        if not_sent := [each.id for each in with_outcome(Outcome.NOT_SENT)]:
            change(delete(Dispatch).where(col(Dispatch.id).in_(not_sent)))
        if sent:
            _invited(change, mailing, [each.invitation_id for each in sent], today)
            members = [each.member_id for each in sent]
            change(update(Member).where(col(Member.id).in_(members)).values(last_asked_on=today))
        undeliverable(session, [(each.invitation_id, each.member_id) for each in gone])


def undeliverable(session: Session, whom: Iterable[tuple[UUID, UUID | None]]) -> None:
    """These people do not live at their address any more: not asked again until somebody mends it."""
    these = list(whom)
    if not these:
        return
    change = session.connection().execute
    invitations = [invitation for invitation, _member in these]
    members = [member for _invitation, member in these if member is not None]
    # Who opened the page got the message after all: that invitation stays as it is.
    change(
        update(Invitation)
        .where(col(Invitation.id).in_(invitations), col(Invitation.state).in_(("drawn", "invited")))
        .values(state="undeliverable")
    )
    found = change(
        update(Member)
        .where(col(Member.id).in_(members), col(Member.state) == "active")
        .values(state="undeliverable")
        .returning(col(Member.id), col(Member.organisation_id))
    ).all()
    for member_id, organisation_id in found:
        session.add(MemberEvent(organisation_id=organisation_id, member_id=member_id, kind="bounced"))


def tally(session: Session, mailing_id: UUID) -> dict[str, int]:
    """How many messages of a mailing are in each state; `sending` after the mailing has ended: nobody knows."""
    rows = session.exec(
        select(Dispatch.state, func.count())
        .where(col(Dispatch.mailing_id) == mailing_id)
        .group_by(col(Dispatch.state))
    ).all()
    return dict.fromkeys(("sent", "failed", "bounced", "sending"), 0) | dict(rows)


def open_ended(session: Session, mailing_id: UUID) -> int:
    """How many people may not have got a mailing, and can still get it: refused for now, or nobody knows."""
    asked = _open_ended(mailing_id)
    return session.exec(select(func.count()).where(col(Dispatch.id).in_(asked))).one()


def forget_open_ended(session: Session, mailing_id: UUID) -> int:
    """Let those who may not have got a mailing be sent it (again); gives how many."""
    found = list(session.exec(_open_ended(mailing_id)))
    session.connection().execute(delete(Dispatch).where(col(Dispatch.id).in_(found)))
    return len(found)


def _open_ended(mailing_id: UUID) -> Any:
    return (
        select(Dispatch.id)
        .join(Invitation, col(Invitation.id) == col(Dispatch.invitation_id))
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(
            col(Dispatch.mailing_id) == mailing_id,
            col(Dispatch.state).in_(("sending", "failed")),
            col(Member.state) == "active",
        )
    )


def _outgoing(
    session: Session, invitation: Invitation, member: Member, contact: Contact, token: str
) -> Outgoing:
    return Outgoing(
        id=uuid4(),
        invitation_id=invitation.id,
        member_id=member.id,
        reference=uuid4().hex,
        language=member.language,
        name=contact.name,
        email=contact.email,
        token=token,
        stop=unsubscribe_token(session, member),
    )


def _invited(change: Any, mailing: Mailing, invitations: list[UUID], today: object) -> None:
    mine = col(Invitation.id).in_(invitations)
    change(update(Invitation).where(mine, col(Invitation.state) == "drawn").values(state="invited"))
    values: dict[str, Any] = {"invited_on": func.coalesce(col(Invitation.invited_on), today)}
    if mailing.kind == "reminder":
        values["reminders"] = mailing.number
    change(update(Invitation).where(mine).values(**values))
