"""Write down what a device says when it checks in; of each study only what is newer than what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from survey.devices.report import Report, StudyReport
from survey.devices.tables import Device, DeviceReport
from survey.moment import now
from survey.studies.tables import Study

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was made of a report.

    Attributes:
        device: as it is now; until the end of the transaction no other report of it is written down.
        reported: the studies that it spoke of, in the order of their keys, each with what it said and whether that was
            new. Studies that its organisation does not have are left out.
    """

    device: Device
    reported: list[tuple[Study, StudyReport, bool]]


def check_in(session: Session, device_id: int, said: Report) -> Noted:
    """Keep what a device said, with how far its clock is off ours; flushes, does not commit."""
    moment = now()
    device = session.exec(select(Device).where(col(Device.id) == device_id).with_for_update()).one()
    device.seen_at = moment
    device.clock_offset_ms = offset(said.device_time, moment)
    device.client = said.client
    device.platform = said.platform or device.platform
    device.storage = said.storage.model_dump(exclude_none=True)
    # A study that is named twice counts once: what it says last.
    latest = {each.study: each for each in said.studies}
    known = session.exec(
        select(Study)
        .where(
            col(Study.organisation_id) == device.organisation_id,
            col(Study.slug).in_([slug for slug in latest if "\x00" not in slug]),
        )
        .order_by(col(Study.id))
    ).all()
    return Noted(
        device,
        [(study, latest[study.slug], _note(session, device, study, latest, moment)) for study in known],
    )


def offset(device_time: datetime, ours: datetime) -> int:
    """How many milliseconds the clock of the device is ahead of ours; below zero when it is behind."""
    return round((device_time - ours) / _MILLISECOND)


def _note(
    session: Session, device: Device, study: Study, latest: Mapping[str, StudyReport], moment: datetime
) -> bool:
    """Keep what is said of one study; False when it was said before something that is kept already."""
    said = latest[study.slug]
    kept = session.exec(
        select(DeviceReport).where(
            col(DeviceReport.device_id) == device.id, col(DeviceReport.study_id) == study.id
        )
    ).first()
    if kept is not None and kept.turn >= said.turn:
        kept.reported_at = moment  # old words, but the device lives
        session.flush()
        return False
    if kept is None:
        kept = DeviceReport(device_id=device.id or 0, study_id=study.id or 0, waiting=[])
        session.add(kept)
    kept.turn = said.turn
    kept.finished = max(
        kept.finished, said.finished
    )  # what was finished once stays so, also when it was wiped
    kept.waiting = [each.model_dump(mode="json") for each in said.waiting]
    kept.problems = said.problems
    kept.has_draft = said.draft
    kept.reported_at = moment
    session.flush()
    return True
