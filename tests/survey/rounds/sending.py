"""A round that is ready to be sent: drawn members with synthetic addresses, and a mail server that listens."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.jobs.tables import Job
from survey.members.contact import Contact, keyring, seal
from survey.members.tables import Member
from survey.moment import now
from survey.rounds.announce import announce
from survey.rounds.message import Kind
from survey.rounds.tables import Dispatch, Invitation, Mailing, Round

ADDRESS = ("Proefstraat 1", "7600 AA Almelo")


def address_of(number: int) -> str:
    return f"p{number:02}@example.org"


def drawn(app: Flask, engine: Engine, round_: Round, members: list[Member]) -> None:
    """Give these members contact data and draw them all; the round lasts another week."""
    keys = keyring(app.extensions["wijkpeil.settings"])
    with transaction(engine) as session:
        session.get_one(Round, round_.id).deadline = now() + timedelta(days=7)
        for number, member in enumerate(members):
            kept = session.get_one(Member, member.id)
            seal(kept, Contact(f"Panellid {number}", address_of(number), ADDRESS), keys)
            session.add(
                Invitation(
                    round_id=round_.id, member_id=kept.id, channel=kept.channel, language=kept.language
                )
            )


def ask_for(app: Flask, engine: Engine, round_: Round, kind: Kind) -> UUID:
    """Ask for a mailing; gives its job."""
    with app.test_request_context(), transaction(engine) as session:
        return announce(session, session.get_one(Round, round_.id), kind, account_id=None).id


def job(engine: Engine, job_id: UUID) -> Job:
    with reading(engine) as session:
        return session.get_one(Job, job_id)


def states(engine: Engine) -> dict[str, str]:
    """The state of each invitation, by the member's number."""
    with reading(engine) as session:
        found = session.exec(
            select(Member.number, Invitation.state).join(Invitation, col(Invitation.member_id) == Member.id)
        )
        return dict(found.all())


def dispatched(engine: Engine) -> list[str]:
    """The state of each message, in no order."""
    with reading(engine) as session:
        return sorted(session.exec(select(Dispatch.state)).all())


def days_pass(engine: Engine, days: int = 1) -> None:
    """Let what was sent have been sent so many days before."""
    with transaction(engine) as session:
        for mailing in session.exec(select(Mailing)):
            mailing.created_at -= timedelta(days=days)
            session.add(mailing)
