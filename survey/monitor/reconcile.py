"""For each device: what it finished is what came in and what is still on it, to the interview, by number and identity."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from survey.collection.tables import Submission
from survey.devices.tables import Device, DeviceReport
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
class Came:
    """An interview that came from a device: identity and its number there."""

    id: UUID
    number: int | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One device and one study, as far as we know it now.

    Attributes:
        device: the device, also one that was shut out.
        report: what it last said; None when it said nothing about this study.
        came: the interviews that came in from it, each once.
        still: what it says it holds and did not come in.
        known: what it says it holds, while we have it: the receipt did not reach it yet, or its bytes are in conflict.
        missing: numbers up to `finished` of which nothing is known, at most `MOST_NAMED` of them.
        missing_count: how many those are in all.
        doubles: numbers that two interviews bear.
    """

    device: Device
    report: DeviceReport | None
    came: tuple[Came, ...] = ()
    still: tuple[Waiting, ...] = ()
    known: tuple[Waiting, ...] = ()
    missing: tuple[int, ...] = ()
    missing_count: int = 0
    doubles: dict[int, tuple[UUID, ...]] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        """How many interviews it finished: what it says, or more when more came in since."""
        numbers = [each.number or 0 for each in self.came] + [each.number or 0 for each in self.still]
        return max([self.report.finished if self.report else 0, *numbers])

    @property
    def agrees(self) -> bool:
        """Whether finished = received + still there, each exactly once."""
        return not self.missing_count and not self.doubles

    @property
    def unnumbered(self) -> int:
        """Interviews that came in without a number: sent by a program that did not number them."""
        return sum(each.number is None for each in self.came)


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
    came: dict[int, dict[UUID, Came]] = {}
    rows = session.execute(
        columns(col(Submission.device_id), col(Submission.interview_id), col(Submission.device_number))
        .where(col(Submission.device_id).in_(keys), col(Submission.study_id) == study.id)
        .order_by(col(Submission.id))
    )
    for key, interview, number in rows:
        came.setdefault(key, {}).setdefault(interview, Came(interview, number))
    compared = [
        compare(device, reports.get(device.id or 0), came.get(device.id or 0, {}).values())
        for device in devices
    ]
    return [each for each in compared if each.report or each.came or each.device.revoked_at is None]


def compare(device: Device, report: DeviceReport | None, came: Iterable[Came]) -> Reconciled:
    """Lay what a device says beside what came in from it."""
    received = tuple(sorted(came, key=lambda each: (each.number or 0, str(each.id))))
    here = {each.id for each in received}
    waiting = [one for one in map(_waiting, report.waiting if report else ()) if one is not None]
    still = tuple(one for one in waiting if one.id not in here)
    bearers: dict[int, set[UUID]] = {}
    borne: list[Came | Waiting] = [*received, *still]
    for each in borne:
        if each.number is not None and each.number > 0:
            bearers.setdefault(each.number, set()).add(each.id)
    first = Reconciled(device, report, received, still)
    missing, count = _gaps(bearers, first.finished, first.unnumbered)
    return Reconciled(
        device=device,
        report=report,
        came=received,
        still=still,
        known=tuple(one for one in waiting if one.id in here),
        missing=missing,
        missing_count=count,
        doubles={
            number: tuple(sorted(ids, key=str)) for number, ids in sorted(bearers.items()) if len(ids) > 1
        },
    )


def _gaps(bearers: Iterable[int], until: int, unnumbered: int) -> tuple[tuple[int, ...], int]:
    """The numbers up to `until` that nobody bears; an interview without a number may be any of them."""
    named: list[int] = []
    count, next_one = 0, 1
    for number in [*sorted(bearers), until + 1]:
        named.extend(range(next_one, min(number, next_one + MOST_NAMED - len(named))))
        count += max(0, number - next_one)
        next_one = number + 1
    count = max(0, count - unnumbered)
    return tuple(named[:MOST_NAMED]) if count else (), count


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
