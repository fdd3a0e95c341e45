"""Hand out the open places of the quota to devices, so that they can go on without a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.devices.tables import Device, DeviceReport
from survey.fieldwork import cell as one_cell
from survey.fieldwork import ledger
from survey.fieldwork.cell import Said
from survey.fieldwork.leave_out import keep
from survey.fieldwork.tables import Lease, QuotaCell
from survey.moment import now
from survey.studies.tables import Study

ACTIVE, EXPECTED = timedelta(hours=24), timedelta(days=7)
"""Who spoke of a study since shares its open places; who did so before that, but not so long ago, may still come today."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a device says about one cell.

    Attributes:
        cell: its key; one that is not there (any more) is passed over.
        left: how many interviews it may still begin.
        waiting: how many it finished that wait on the device.
    """

    cell: int
    left: int
    waiting: int


def settle(
    session: Session, device: Device, study: Study, held: Iterable[Held], *, fresh: bool
) -> list[dict[str, int]]:
    """Take back what a device no longer holds and give it its part of the open places; flushes, does not commit.

    The answer may leave the server only after the commit.

    Args:
        session: the unit of work, in which check-ins of this device come one after another.
        device: which one; its report of this study is stored already.
        study: which one; a closed or archived study gives nothing out.
        held: what the device says, by cell; a cell that it does not name is one of which it holds nothing.
        fresh: this turn of the device is newer than the last one that was kept. A report that comes twice would take
            back what the first answer gave: then nothing is taken. A device that named no cell at all gets its part.

    Returns:
        By cell of the study, in the order of their keys: `cell`, `left` (how many the device may still begin, for this
        turn), `back` (how many unused ones are asked back), `counted` and `target` as they are now.
    """
    number = device.id or 0
    told = {each.cell: Said(max(0, each.left), max(0, each.waiting)) for each in held}
    gives = (fresh or not told) and study.is_open and study.archived_at is None
    among, expected = _speaking(session, study.id or 0) if gives else (None, 0)
    answer = []
    for key, page in ledger.opened(session, study.id or 0).items():
        settled, left, back = one_cell.settle(
            page.cell, number, told.get(key, Said()), fresh=fresh, among=among, expected=expected
        )
        keep(session, page, settled)
        answer.append(
            {"cell": key, "left": left, "back": back, "counted": settled.counted, "target": settled.target}
        )
    session.flush()
    return answer


def release(session: Session, device_id: int) -> int:
    """Take every place from a device that is lost or shut out; gives how many. Flushes, does not commit.

    If the device was not lost after all, at most this many of its interviews can come over quota.
    """
    held = session.exec(
        select(QuotaCell.study_id, Lease.cell_id)
        .join(QuotaCell, col(QuotaCell.id) == col(Lease.cell_id))
        .where(col(Lease.device_id) == device_id, col(Lease.places) > 0)
    ).all()
    taken = 0
    for study_id in sorted({study for study, _cell in held}):
        cells = [cell for study, cell in held if study == study_id]
        for page in ledger.opened(session, study_id, cells).values():
            changed, count = one_cell.release(page.cell, device_id)
            keep(session, page, changed)
            taken += count
    session.flush()
    return taken


def outstanding(session: Session, device_id: int) -> int:
    """How many places a device holds, of all studies together."""
    return session.exec(
        select(func.coalesce(func.sum(Lease.places), 0)).where(col(Lease.device_id) == device_id)
    ).one()


def _speaking(session: Session, study_id: int) -> tuple[set[int], int]:
    """The devices that reported about this study in the last day and may still send; how many more did in the last week."""
    moment = now()
    recent = session.execute(
        select(DeviceReport.device_id, col(DeviceReport.reported_at) > moment - ACTIVE)
        .join(Device, col(Device.id) == col(DeviceReport.device_id))
        .where(
            col(DeviceReport.study_id) == study_id,
            col(DeviceReport.reported_at) > moment - EXPECTED,
            col(Device.revoked_at).is_(None),
        )
    ).all()
    active = {device for device, today in recent if today}
    return active, len(recent) - len(active)
