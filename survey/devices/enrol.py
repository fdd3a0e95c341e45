"""Let a device in: with a code that works once, or by who signed in on it."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation
from survey.accounts.secret import digest, fresh
from survey.devices import entry_code
from survey.devices.identify import TOKEN
from survey.devices.message import Introduction
from survey.devices.tables import Device, DeviceReport, Enrolment
from survey.moment import now
from survey.problems import problem

VALID = timedelta(hours=24)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that was let in, and the token that it is known by: given now, and never again.

    Attributes:
        device: which one: a new one, or one that came back.
        organisation: whose it is.
        token: the only one that works from now on.
        again: it is the device that it said to be: what lies on it keeps its numbers.
        turn: of the latest report that was heard of it; it goes on from there.
    """

    device: Device
    organisation: Organisation
    token: str
    again: bool = False
    turn: int = 0


def offer(
    session: Session,
    organisation_id: int,
    name: str,
    secret: str,
    account_id: int | None,
    device: Device | None = None,
) -> tuple[Enrolment, str]:
    """Make a code with which one device can be let in within a day; gives it, this once.

    Args:
        session: the unit of work.
        organisation_id: whose device it will be.
        name: what the device will be called.
        secret: of the installation.
        account_id: who asked for it.
        device: the one that comes back with it, under the name that it has; None for a new one.
    """
    code = entry_code.fresh()
    made = Enrolment(
        organisation_id=organisation_id,
        name=device.name if device else free_name(session, organisation_id, name),
        device_id=device.id if device else None,
        code_hash=entry_code.digest(code, secret),
        account_id=account_id,
        expires_at=now() + VALID,
    )
    session.add(made)
    session.flush()
    return made, code


def enrol(session: Session, typed: str, secret: str, said: Introduction, before: str = "") -> Enrolled:
    """Let in the device that has this code. Of two that come at once with one code, one is let in.

    A device that still has its token, and one for which the code was made, stays the device that it was: its number,
    its places and what was heard of it go on, and only its token is another one.

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
    known = _of_token(session, offered.organisation_id, before)
    back = known if offered.device_id is None else _locked(session, col(Device.id) == offered.device_id)
    if back is None:
        made = _made(session, offered.organisation_id, offered.name, said, offered.account_id)
    else:
        if not offered.name.startswith(f"{back.name} ("):  # its own name was taken, by itself
            back.name = offered.name
        made = _came_back(session, back, said, offered.account_id, again=back is known)
    offered.device_id = made.device.id
    session.flush()
    return made


def enrol_own(
    session: Session,
    organisation_id: int,
    name: str,
    said: Introduction,
    account_id: int | None,
    before: str = "",
) -> Enrolled:
    """Let in the device on which a member of the staff signed in.

    One that was let in before stays the same device. One that was shut out does not: whoever shut it out lets it back in.
    """
    known = _of_token(session, organisation_id, before)
    if known is not None and known.revoked_at is None:
        return _came_back(session, known, said, account_id, again=True)
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


def _of_token(session: Session, organisation_id: int, token: str) -> Device | None:
    """The device of this organisation that has this token, also when it was shut out; nobody else gets at it now."""
    if not token:
        return None
    mine = col(Device.organisation_id) == organisation_id
    return _locked(session, mine, col(Device.token_hash) == digest(token))


def _locked(session: Session, *which: ColumnElement[bool] | bool) -> Device | None:
    return session.exec(select(Device).where(*which).with_for_update()).first()


def _came_back(
    session: Session, device: Device, said: Introduction, account_id: int | None, *, again: bool
) -> Enrolled:
    token = TOKEN + fresh()
    device.token_hash, device.account_id, device.enrolled_at = digest(token), account_id, now()
    device.revoked_at, device.revoked_reason = None, ""
    device.client, device.platform = said.client, said.platform
    session.add(device)
    session.flush()
    turns = session.exec(select(DeviceReport.turn).where(col(DeviceReport.device_id) == device.id))
    home = session.get_one(Organisation, device.organisation_id)
    return Enrolled(device, home, token, again, max(turns, default=0))


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
