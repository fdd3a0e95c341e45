"""Find the devices of an organisation, the codes that were given out, and what a device last said of each study."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.accounts.tables import Account
from survey.devices.tables import Device, DeviceReport, Enrolment
from survey.moment import now
from survey.problems import problem
from survey.studies.tables import Study


def devices(session: Session, organisation_id: int) -> Sequence[Device]:
    """All devices: those that work first, by name."""
    found = session.exec(select(Device).where(col(Device.organisation_id) == organisation_id)).all()
    return sorted(found, key=lambda each: (each.revoked_at is not None, each.name.casefold(), each.id or 0))


def device(session: Session, organisation_id: int, device_id: int) -> Device:
    """One device.

    Raises:
        Problem: `not_found`, the same for a device of another organisation.
    """
    found = session.exec(
        select(Device).where(col(Device.id) == device_id, col(Device.organisation_id) == organisation_id)
    ).first()
    if found is None:
        raise problem("not_found", _("Dit apparaat is er niet. Kijk in de lijst met apparaten."))
    return found


def let_in_by(session: Session, device: Device) -> str:
    """The name of who let it in; empty when that account is gone, or when it was done by command."""
    if device.account_id is None:
        return ""
    return session.exec(select(Account.name).where(col(Account.id) == device.account_id)).first() or ""


def codes(session: Session, organisation_id: int) -> Sequence[Enrolment]:
    """The codes with which a device can still be let in, the newest first."""
    return session.exec(
        select(Enrolment)
        .where(
            col(Enrolment.organisation_id) == organisation_id,
            col(Enrolment.used_at).is_(None),
            col(Enrolment.expires_at) > now(),
        )
        .order_by(col(Enrolment.id).desc())
    ).all()


def reports(session: Session, device_id: int) -> list[tuple[DeviceReport, Study]]:
    """What a device last said, by study."""
    return [
        (report, study)
        for report, study in session.exec(
            select(DeviceReport, Study)
            .join(Study, col(Study.id) == col(DeviceReport.study_id))
            .where(col(DeviceReport.device_id) == device_id)
            .order_by(col(Study.title), col(Study.id))
        )
    ]


def unsent(session: Session, organisation_id: int) -> dict[int, int]:
    """By device how many finished interviews lay on it when it last checked in; a device that never did is left out."""
    waiting = func.coalesce(func.sum(func.json_array_length(col(DeviceReport.waiting))), 0)
    found = session.exec(
        select(DeviceReport.device_id, waiting)
        .join(Device, col(Device.id) == col(DeviceReport.device_id))
        .where(col(Device.organisation_id) == organisation_id)
        .group_by(col(DeviceReport.device_id))
    )
    return {int(key): int(count) for key, count in found}
