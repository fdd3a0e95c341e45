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


def report(cell: Cell, device: int, left: int, waiting: int) -> Cell:
    """What a device says it can still fill; its lease goes down to that, and never up."""
    return _leasing(cell, device, min(cell.leases.get(device, 0), left + waiting))


def withdraw(cell: Cell, standing: Standing) -> Cell:
    """Take back the place of an interview that does not count any more."""
    if standing == "within":
        return replace(cell, counted=cell.counted - 1)
    return replace(cell, over=cell.over - 1)


def let_in(cell: Cell) -> tuple[Cell, int]:
    """Give free places to interviews that stand over the target; tells how many got one."""
    count = min(cell.free, cell.over)
    return replace(cell, counted=cell.counted + count, over=cell.over - count), count


def share(cell: Cell, device: int, waiting: int, active: Collection[int]) -> tuple[Cell, int]:
    """Give a device its part of the open places; tells how many unused ones it had better give back.

    Args:
        cell: the cell.
        device: which one.
        waiting: how many interviews of this cell it finished that did not arrive.
        active: the devices among which the open places are divided; the device itself is one of them in any case.
    """
    others = [cell.leases.get(each, 0) for each in {*active} - {device}]
    held = cell.leases.get(device, 0)
    open_places = cell.free + sum(others) + max(0, held - waiting)
    most, least = -(-open_places // (len(others) + 1)), open_places // (len(others) + 1)
    given = _leasing(cell, device, held + min(cell.free, max(0, most + waiting - held)))
    someone_is_short = given.free == 0 and any(each < least for each in others)
    return given, max(0, given.leases.get(device, 0) - waiting - most) if someone_is_short else 0


def release(cell: Cell, device: int) -> tuple[Cell, int]:
    """Take every place from a device that will not come back; if it does, it may have filled this many."""
    return _leasing(cell, device, 0), cell.leases.get(device, 0)


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
    return let_in(moved)[0], cut


def _leasing(cell: Cell, device: int, places: int) -> Cell:
    return replace(cell, leases=_held({**cell.leases, device: places}))


def _held(leases: Mapping[int, int]) -> dict[int, int]:
    return {device: places for device, places in leases.items() if places}
