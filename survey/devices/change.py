"""Name a device, shut it out, let it back in, and take back a code that was given out."""

from flask_babel import gettext as _
from sqlalchemy import update
from sqlmodel import Session, col

from survey.devices.enrol import LONGEST_NAME, free_name
from survey.devices.tables import Device, Enrolment
from survey.moment import now

LONGEST_REASON = 200


class ChangeRefused(ValueError):  # noqa: N818 (it says what happened)
    """The change can not be made; the message is for the person who tried."""


def name_of(typed: str) -> str:
    """The name that somebody typed, without needless spaces.

    Raises:
        ChangeRefused: it is no name.
    """
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise ChangeRefused(
            _("Vul een naam in van 1 tot %(most)s tekens, zoals Tablet 7.", most=LONGEST_NAME)
        )
    return name


def rename(session: Session, device: Device, typed: str) -> None:
    """Call a device otherwise; flushes, does not commit. Raises ChangeRefused."""
    name = name_of(typed)
    if name.casefold() != device.name.casefold():
        name = free_name(session, device.organisation_id, name)
    device.name = name
    session.add(device)
    session.flush()


def revoke(session: Session, device: Device, reason: str) -> None:
    """Let the token of a device work no longer, from its next request on. What lies on the device stays there.

    A device that was revoked before keeps the moment and the reason of then.

    Raises:
        ChangeRefused: no reason was given.
    """
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise ChangeRefused(
            _("Schrijf in 1 tot %(most)s tekens waarom, zoals: gestolen op de markt.", most=LONGEST_REASON)
        )
    if device.revoked_at is None:
        device.revoked_at, device.revoked_reason = now(), reason
        session.add(device)
        session.flush()


def restore(session: Session, device: Device) -> None:
    """Let a device that was shut out back in: its own token works again, so it can send what still lies on it."""
    device.revoked_at, device.revoked_reason = None, ""
    session.add(device)
    session.flush()


def take_back(session: Session, organisation_id: int, code_id: int) -> bool:
    """Let a code work no longer; False when it let in a device already, or is not there."""
    done = session.execute(
        update(Enrolment)
        .where(
            col(Enrolment.id) == code_id,
            col(Enrolment.organisation_id) == organisation_id,
            col(Enrolment.used_at).is_(None),
        )
        .values(used_at=now())
        .returning(col(Enrolment.id))
    )
    return done.first() is not None
