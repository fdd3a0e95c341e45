"""Let a device in: with a code that works once, or by who signed in on it."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation
from survey.accounts.secret import digest, fresh
from survey.devices import entry_code
from survey.devices.identify import TOKEN
from survey.devices.message import Introduction
from survey.devices.tables import Device, Enrolment
from survey.moment import now
from survey.problems import problem

VALID = timedelta(hours=24)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that was let in, and the token that it is known by: given now, and never again."""

    device: Device
    organisation: Organisation
    token: str


def offer(
    session: Session, organisation_id: int, name: str, secret: str, account_id: int | None
) -> tuple[Enrolment, str]:
    """Make a code with which one device can be let in within a day; gives it, this once.

    Args:
        session: the unit of work.
        organisation_id: whose device it will be.
        name: what the device will be called.
        secret: of the installation.
        account_id: who asked for it.
    """
    code = entry_code.fresh()
    made = Enrolment(
        organisation_id=organisation_id,
        name=free_name(session, organisation_id, name),
        code_hash=entry_code.digest(code, secret),
        account_id=account_id,
        expires_at=now() + VALID,
    )
    session.add(made)
    session.flush()
    return made, code


def enrol(session: Session, typed: str, secret: str, said: Introduction) -> Enrolled:
    """Let in the device that has this code. Of two that come at once with one code, one is let in.

    Raises:
        Problem: `enrolment_refused`, the same for a code that never was, was used, was taken back or is too old.
    """
    code = entry_code.read(typed)
    taken = None
    if code is not None:
        # One statement looks and takes: nobody can come in between.
        taken = session.execute(
            update(Enrolment)
            .where(
                col(Enrolment.code_hash) == entry_code.digest(code, secret),
                col(Enrolment.used_at).is_(None),
                col(Enrolment.expires_at) > now(),
            )
            .values(used_at=now())
            .returning(col(Enrolment.id))
        ).scalar()
    if taken is None:
        raise problem(
            "enrolment_refused",
            _(
                "Deze code klopt niet, is al gebruikt, of is ouder dan een dag. Kijk de code na, of vraag de "
                "coördinator om een nieuwe."
            ),
        )
    offered = session.get_one(Enrolment, taken)
    made = _made(session, offered.organisation_id, offered.name, said, offered.account_id)
    offered.device_id = made.device.id
    session.flush()
    return made


def enrol_own(
    session: Session, organisation_id: int, name: str, said: Introduction, account_id: int | None
) -> Enrolled:
    """Let in the device on which a member of the staff signed in."""
    return _made(session, organisation_id, free_name(session, organisation_id, name), said, account_id)


def free_name(session: Session, organisation_id: int, wanted: str) -> str:
    """This name, with a number behind it when another device that works has it: people call devices by their name."""
    working = select(Device.name).where(
        col(Device.organisation_id) == organisation_id, col(Device.revoked_at).is_(None)
    )
    promised = select(Enrolment.name).where(
        col(Enrolment.organisation_id) == organisation_id,
        col(Enrolment.used_at).is_(None),
        col(Enrolment.expires_at) > now(),
    )
    taken = {each.casefold() for each in (*session.exec(working), *session.exec(promised))}
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        behind = f" ({number})"
        name = wanted[: LONGEST_NAME - len(behind)] + behind
    return name


def _made(
    session: Session, organisation_id: int, name: str, said: Introduction, account_id: int | None
) -> Enrolled:
    token = TOKEN + fresh()
    device = Device(
        organisation_id=organisation_id,
        name=name,
        token_hash=digest(token),
        account_id=account_id,
        client=said.client,
        platform=said.platform,
    )
    session.add(device)
    session.flush()
    return Enrolled(device, session.get_one(Organisation, organisation_id), token)
