"""The judgement: what devices hold against what every place says that it keeps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.device import Device
from tests.faults.frozen import Key

_SECONDS, _STOPS = "seconds", "stops of devices"
_NO_MISHAPS = (_SECONDS, _STOPS)


@dataclass(frozen=True)
class Place:
    """What one place says: the database, a restored backup, the export, the counts, the monitor.

    Attributes:
        name: which place.
        counted: each interview that counts there, as often as it counts, with its digest ("" where it shows none).
        bodies: all bodies that are kept there; None where only interviews are shown.
        number: how many it says there are, where it says that in one number.
        fault: what is wrong with the place itself.
    """

    name: str
    counted: Sequence[Key] | None = None
    bodies: frozenset[Key] | None = None
    number: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of the interviews.

    Attributes:
        uploads: bodies that devices had on their disks, each sent with at least one fault.
        receipts: those that left a device against a receipt.
        disputed: those that are the second body of an interview.
        lost: promises that some place does not keep.
        double: what counts more than once somewhere.
        wrong: anything else that may not be.
        faults: how often each fault happened.
        about: what else happened, for the line that is printed.
        answers: how often each status came.
    """

    uploads: int
    receipts: int
    disputed: int
    lost: list[str]
    double: list[str]
    wrong: list[str]
    faults: Mapping[str, int]
    about: dict[str, Any] = field(default_factory=dict)
    answers: Mapping[int, int] = field(default_factory=dict)

    @property
    def happened(self) -> int:
        """How often something was done to a server."""
        return sum(number for what, number in self.about.items() if what not in _NO_MISHAPS)

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, double or wrong."""
        return not (self.lost or self.double or self.wrong)

    def __str__(self) -> str:
        told = ", ".join(f"{number} {what}" for what, number in self.about.items())
        line = (
            f"{self.uploads} uploads, {sum(self.faults.values())} requests, {self.receipts} receipts, "
            f"{self.disputed} second bodies, {told}: {len(self.lost)} lost, {len(self.double)} double, {len(self.wrong)} wrong"
        )
        return "\n  ".join([line, *(self.lost + self.double + self.wrong)[:10]])


def judge(devices: Iterable[Device], places: Iterable[Place], **about: Any) -> Verdict:
    """Hold the places against the devices."""
    devices, places = list(devices), list(places)
    receipts = [key for device in devices for key in device.tablet.receipts]
    disputed = {key for device in devices for key in device.tablet.disputed}
    waiting = {key for device in devices for key in device.tablet.queue}
    made = set().union(*(device.made for device in devices))
    damaged = set().union(*(device.damaged for device in devices))
    lost = [f"{key[0]} is neither on its device nor sent" for key in sorted(made - waiting - set(receipts))]
    lost += [
        f"{key[0]} was called saved, and is gone"
        for device in devices
        for key in sorted(device.tablet.missing())
    ]
    double = [f"{one} has two receipts" for one in _more_than_once(key[0] for key in receipts)]
    wrong = [said for device in devices for said in device.refused]
    for place in places:
        lost += _lost(place, receipts, disputed)
        double += _double(place, len({key[0] for key in receipts}))
        wrong += [f"{place.name}: {place.fault}"] if place.fault else []
        wrong += [f"{one} was damaged, and {place.name} has it" for one in sorted(_ids(place) & damaged)]
    return Verdict(
        uploads=len(made),
        receipts=len(receipts),
        disputed=len(disputed),
        lost=lost,
        double=double,
        wrong=wrong,
        answers=sum((device.answers for device in devices), Counter()),
        faults=sum((Counter(device.faulted) for device in devices), Counter()),
        about={**about, _STOPS: sum(device.stops for device in devices)},
    )


def _lost(place: Place, receipts: list[Key], disputed: set[Key]) -> list[str]:
    found = []
    if place.counted is not None:
        shown = set(place.counted)
        blind = all(digest == "" for _one, digest in shown)
        missing = {(one, "" if blind else digest) for one, digest in receipts} - shown
        found += [
            f"{one} has a receipt, and {place.name} does not have it" for one, _digest in sorted(missing)
        ]
    if place.bodies is not None:
        missing = (set(receipts) | disputed) - place.bodies
        found += [f"{one}: {place.name} does not keep this body" for one, _digest in sorted(missing)]
    if place.number is not None and place.number < len(receipts):
        found.append(f"{place.name} says {place.number}, devices hold {len(receipts)} receipts")
    return found


def _double(place: Place, most: int) -> list[str]:
    found = [
        f"{place.name} has {one} twice" for one in _more_than_once(one for one, _ in place.counted or ())
    ]
    if place.number is not None and place.number > most:
        found.append(f"{place.name} says {place.number}, there are {most} interviews")
    if place.counted is not None and len(place.counted) > most and not found:
        found.append(f"{place.name} has {len(place.counted)} interviews, devices made {most}")
    return found


def _ids(place: Place) -> set[str]:
    return {one for one, _digest in place.counted or ()}


def _more_than_once(names: Iterable[str]) -> list[str]:
    return sorted(name for name, number in Counter(names).items() if number > 1)
