"""What a supervisor should look at today, worst first: each line says what, how many and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from survey.monitor import thresholds as at
from survey.monitor.cells import CellStanding
from survey.monitor.clock import aware
from survey.monitor.conflicts import Conflicted
from survey.monitor.pace import Pace
from survey.monitor.reconcile import Reconciled, moment_of


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        code: what it is; `monitor/to_do.html` has the sentence.
        count: how many of it there are.
        names: the devices or cells that it is about, at most five.
        about: what else the sentence needs.
    """

    code: str
    count: int
    names: tuple[str, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)


_MOST_NAMES = 5


def to_do(
    devices: Sequence[Reconciled],
    conflicts: Iterable[Conflicted],
    pace: Pace,
    to_ask: int,
    cells: Sequence[CellStanding],
    area_names: Mapping[str, str],
    moment: datetime,
) -> list[Task]:
    """Everything there is to do at this moment; empty when there is nothing.

    Args:
        devices: all of them, compared.
        conflicts: interviews with more than one body.
        pace: the counts of the interviews.
        to_ask: how many interviews a supervisor marked as to be asked about.
        cells: the quota.
        area_names: what the areas are called.
        moment: now.
    """
    unseen = [each for each in devices if each.still and _hours(each, moment) > at.UNSEEN_HOURS]
    late = [
        each
        for each in devices
        if each not in unseen and _oldest(each, moment) > timedelta(hours=at.UNSENT_HOURS)
    ]
    gaps = [each for each in devices if not each.agrees]
    troubled = [each for each in devices if each.report is not None and each.report.problems]
    waiting = sum(not one.judged for one in conflicts)
    over, behind = [each for each in cells if each.over], [each for each in cells if each.behind]
    found = [
        _of_devices("unseen", unseen, sum(len(each.still) for each in unseen), hours=at.UNSEEN_HOURS),
        _of_devices("gaps", gaps, sum(each.missing_count + len(each.doubles) for each in gaps)),
        _of_devices("unsent", late, sum(len(each.still) for each in late), hours=at.UNSENT_HOURS),
        _of_devices(
            "problems", troubled, sum(each.report.problems for each in troubled if each.report is not None)
        ),
        Task("conflicts", waiting),
        Task("flagged", pace.all.waits),
        Task("to_ask", to_ask),
        _of_cells("behind", behind, area_names),
        _of_cells("over", over, area_names),
    ]
    return [task for task in found if task.count]


def _hours(each: Reconciled, moment: datetime) -> float:
    """How long ago the device was heard of, in hours; without end when it never was."""
    if each.device.seen_at is None:
        return float("inf")
    return (moment - aware(each.device.seen_at)).total_seconds() / 3600


def _oldest(each: Reconciled, moment: datetime) -> timedelta:
    """How long the oldest interview waits, by our clock: the device's moments are set right by its measured offset."""
    offset = timedelta(milliseconds=each.device.clock_offset_ms or 0)
    ends = [found - offset for found in map(moment_of, each.still) if found is not None]
    return moment - min(ends) if ends else timedelta()


def _of_devices(code: str, devices: Sequence[Reconciled], count: int, **about: Any) -> Task:
    names = tuple(each.device.name for each in devices[:_MOST_NAMES])
    return Task(code, count, names, about | {"devices": len(devices)})


def _of_cells(code: str, cells: Sequence[CellStanding], area_names: Mapping[str, str]) -> Task:
    """The worst cells by name; a cell without an area is everywhere."""
    by = sorted(
        ((each.behind if code == "behind" else each.over, each) for each in cells), key=lambda one: -one[0]
    )
    names = tuple(
        f"{area_names.get(each.area, each.area)}: {each.label}" if each.area else each.label
        for _count, each in by[:_MOST_NAMES]
    )
    return Task(code, sum(count for count, _each in by), names, {"cells": len(cells)})
