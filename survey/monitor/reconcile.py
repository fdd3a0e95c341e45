"""For each device: what it finished is what came in and what is still on it, to the interview, by number and identity."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from survey.collection.numbered import resent
from survey.devices.tables import Device, DeviceReport
from survey.monitor.arrived import Received, arrived
from survey.studies.tables import Study

MOST_NAMED = 50
"""So many missing numbers are named one by one; the count is always whole."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An interview that a device says it still holds: identity, its number there, and the moment as the device told it."""

    id: UUID
    number: int | None
    finished_at: str

    @property
    def short(self) -> str:
        """The first eight characters of the identity, as the tablet shows it."""
        return str(self.id)[:8]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One device and one study, as far as we know it now.

    Attributes:
        device: the device, also one that was shut out.
        report: what it last said; None when it said nothing about this study.
        finished: how many interviews it finished: what it says, or more when more came in since.
        received: how many of its interviews came in, from it or by another way, each once.
        unnumbered: of those, the ones that came without a number.
        still: what it says it holds and did not come in.
        known: what it says it holds, while we have it: the receipt did not reach it yet, or its bytes are in conflict.
        missing: numbers up to `finished` of which nothing is known, at most `MOST_NAMED` of them.
        missing_count: how many those are in all.
        doubles: numbers that two interviews bear.
    """

    device: Device
    report: DeviceReport | None
    finished: int = 0
    received: int = 0
    unnumbered: int = 0
    still: tuple[Waiting, ...] = ()
    known: tuple[Waiting, ...] = ()
    missing: tuple[int, ...] = ()
    missing_count: int = 0
    doubles: dict[int, tuple[UUID, ...]] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        """Whether finished = received + still there, each exactly once."""
        return not self.missing_count and not self.doubles


def reconcile(session: Session, study: Study, device_id: int | None = None) -> list[Reconciled]:
    """Compare for all devices of the study's organisation, or for one, in the order of their names.

    Left out are devices that were shut out before they had anything to do with this study.
    """
    wanted = select(Device).where(col(Device.organisation_id) == study.organisation_id)
    if device_id is not None:
        wanted = wanted.where(col(Device.id) == device_id)
    devices = session.exec(wanted.order_by(col(Device.name), col(Device.id))).all()
    keys = [device.id for device in devices]
    reports = {
        report.device_id: report
        for report in session.exec(
            select(DeviceReport).where(
                col(DeviceReport.study_id) == study.id, col(DeviceReport.device_id).in_(keys)
            )
        )
    }
    memory = arrived(session, study)
    again = resent(session, study.id or 0)
    with memory.lock:
        received, here = memory.made.devices, memory.made.ids
        compared = []
        for device in devices:
            key = device.id or 0
            came = (received.get(key) or Received()).with_more(again.get(key, {}))
            compared.append(compare(device, reports.get(key), came, here))
    return [each for each in compared if each.report or each.received or each.device.revoked_at is None]


def compare(
    device: Device, report: DeviceReport | None, received: Received, here: Collection[UUID] = ()
) -> Reconciled:
    """Lay what a device says beside what came in from it; `here` is what came in by any way."""
    waiting = [one for one in map(_waiting, report.waiting if report else ()) if one is not None]
    unknown = {one.id: one for one in waiting if one.id not in received.ids}
    still = tuple(one for one in unknown.values() if one.id not in here)
    others: dict[int, set[UUID]] = {}
    for one in unknown.values():
        if one.number is not None and one.number > 0:
            others.setdefault(one.number, set()).add(one.id)
    finished = max([report.finished if report else 0, received.highest, *others])
    unnumbered = received.unnumbered + sum(one.number is None for one in unknown.values())
    missing, count = _gaps(received, others, finished, unnumbered)
    both = {
        number: received.bearers.get(number, set()) | others.get(number, set())
        for number in (*received.doubles, *others)
    }
    return Reconciled(
        device=device,
        report=report,
        finished=finished,
        received=len(received.ids) + len(unknown) - len(still),
        unnumbered=received.unnumbered,
        still=still,
        known=tuple(one for one in waiting if one not in still),
        missing=missing,
        missing_count=count,
        doubles={number: tuple(sorted(ids, key=str)) for number, ids in sorted(both.items()) if len(ids) > 1},
    )


def _gaps(
    received: Received, others: dict[int, set[UUID]], until: int, unnumbered: int
) -> tuple[tuple[int, ...], int]:
    """The numbers up to `until` that nobody bears; an interview without a number may be any of them."""
    borne = len(received.bearers) + sum(number not in received.bearers for number in others)
    count = max(0, until - borne - unnumbered)
    named: list[int] = []
    next_one = 1
    for number in [*sorted({*received.bearers, *others}), until + 1] if count else ():
        named.extend(range(next_one, min(number, next_one + MOST_NAMED - len(named))))
        next_one = number + 1
    return tuple(named[:MOST_NAMED]), count


def _waiting(told: Any) -> Waiting | None:
    """One line of a device's report; one that is no interview is passed over."""
    try:
        number = told.get("number")
        return Waiting(
            UUID(str(told["id"])),
            number if isinstance(number, int) and not isinstance(number, bool) else None,
            str(told.get("finished_at") or ""),
        )
    except (AttributeError, KeyError, ValueError):
        return None


def moment_of(waiting: Waiting) -> datetime | None:
    """When the interview was finished, by the device's own clock; None when that cannot be read or has no zone."""
    try:
        found = datetime.fromisoformat(waiting.finished_at)
    except ValueError:
        return None
    return found if found.tzinfo else None
