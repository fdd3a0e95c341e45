"""The bookkeeping of one cell of the quota: pure, so that it can be proved.

What holds after every step: `counted` and the leases together are at most the target, and nothing is below zero. A device
that keeps to what it was told therefore never makes an interview over quota. The only exceptions are places that a person
took from a device which still held them (`release`, `retarget`): at most that many.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Standing = Literal["within", "over"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        target: how many interviews are wanted.
        counted: interviews within the target.
        over: interviews beyond it.
        leases: by device, the places that it may fill by itself or has filled with what did not arrive yet.
    """

    target: int
    counted: int = 0
    over: int = 0
    leases: Mapping[int, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return self.target - self.counted - sum(self.leases.values())


def place(cell: Cell, device: int | None) -> tuple[Cell, Standing]:
    """Give a finished interview a place: one that its device leased, else a free one, else it stands over the target."""
    if device is not None and cell.leases.get(device, 0) > 0:
        return replace(_leasing(cell, device, cell.leases[device] - 1), counted=cell.counted + 1), "within"
    if cell.free > 0:
        return replace(cell, counted=cell.counted + 1), "within"
    return replace(cell, over=cell.over + 1), "over"


@dataclass(frozen=True, slots=True)
class Said:
    """What a device says about a cell: how many interviews it may still begin, and how many finished ones wait there."""

    left: int = 0
    waiting: int = 0


def settle(
    cell: Cell,
    device: int,
    said: Said,
    *,
    fresh: bool,
    among: Collection[int] | None,
    expected: int = 0,
) -> tuple[Cell, int, int]:
    """Take back what a device does not hold any more, and give it its part of the open places.

    Args:
        cell: the cell.
        device: which one.
        said: what it says.
        fresh: whether this is its newest report. One that comes twice or late must take nothing back: the first answer
            may have given more since.
        among: the devices that share the open places; None when nothing is given out.
        expected: how many more may still come for their part; it is kept for them, but never more than half.

    Returns:
        The cell; how many interviews the device may still begin, counted from the moment of its report; how many of those
        it had better give back, because another device has too few.
    """
    if fresh:
        lease = min(cell.leases.get(device, 0), said.left + said.waiting)
        cell = let_in(_leasing(cell, device, lease))
    back = 0
    if among is not None:
        cell, back = _share(cell, device, said.waiting, among, expected)
    return cell, max(0, cell.leases.get(device, 0) - said.waiting), back


def withdraw(cell: Cell, standing: Standing) -> Cell:
    """Take back the place of an interview that does not count any more; another one may get it."""
    if standing == "over":
        return replace(cell, over=cell.over - 1)
    return let_in(replace(cell, counted=cell.counted - 1))


def let_in(cell: Cell) -> Cell:
    """Give free places to interviews that stand over the target."""
    count = min(cell.free, cell.over)
    return replace(cell, counted=cell.counted + count, over=cell.over - count)


def release(cell: Cell, device: int) -> tuple[Cell, int]:
    """Take every place from a device that will not come back; if it does, it may have filled this many."""
    return let_in(_leasing(cell, device, 0)), cell.leases.get(device, 0)


def retarget(cell: Cell, target: int) -> tuple[Cell, int]:
    """Change the target; tells how many places were taken from devices that may fill them still.

    Lower: the interviews that do not fit any more stand over it, and leases are cut, the largest first. Higher: interviews
    over the target come within it.
    """
    counted = min(cell.counted, target)
    leases = dict(cell.leases)
    too_many = sum(leases.values()) - (target - counted)
    cut = max(0, too_many)
    for _ in range(cut):
        largest = max(leases, key=lambda device: (leases[device], device))
        leases[largest] -= 1
    moved = replace(
        cell, target=target, counted=counted, over=cell.over + cell.counted - counted, leases=_held(leases)
    )
    return let_in(moved), cut


def _share(cell: Cell, device: int, waiting: int, active: Collection[int], expected: int) -> tuple[Cell, int]:
    """Give a device its part of the open places; tells how many others are short of that it has too many.

    The half is of all open places, those at devices included: who asks twice gets no more than who asked once, and who
    works alone gets the last one, too.
    """
    others = [cell.leases.get(each, 0) for each in {*active} - {device}]
    held = cell.leases.get(device, 0)
    open_places = cell.free + sum(others) + max(0, held - waiting)
    here = len(others) + 1
    shared = open_places - min(open_places // 2, open_places * expected // (here + expected))
    most, least = -(-shared // here), shared // here
    short = sum(max(0, least - each) for each in others)
    # The one more that a share may be when they are not equal goes only to who leaves the others theirs.
    certain = min(cell.free, max(0, least + waiting - held))
    more = min(max(0, cell.free - certain - short), max(0, most + waiting - held - certain))
    given = _leasing(cell, device, held + certain + more)
    short -= given.free
    unused = given.leases.get(device, 0) - waiting
    return given, max(0, min(unused - least, short))


def _leasing(cell: Cell, device: int, places: int) -> Cell:
    return replace(cell, leases=_held({**cell.leases, device: places}))


def _held(leases: Mapping[int, int]) -> dict[int, int]:
    return {device: places for device, places in leases.items() if places}
