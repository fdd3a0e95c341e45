"""In which wave a day falls."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Days(Protocol):
    """What has a first day and perhaps a last one."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date | None:
        """The last day; None while it goes on."""


Round = TypeVar("Round", bound=Days)


def falls_in(day: date, waves: Sequence[Round]) -> Round:
    """The wave in which this day falls; else the last one begun by then, else the first of the sequence.

    Raises:
        ValueError: there are no waves; a study always has one.
    """
    begun = [wave for wave in waves if wave.starts_on <= day]
    running = [wave for wave in begun if wave.ends_on is None or day <= wave.ends_on]
    return max(running or begun or waves[:1], key=lambda wave: wave.starts_on)


def overlapping(waves: Sequence[Round]) -> list[tuple[Round, Round]]:
    """The pairs of waves that share a day; on such a day the one that began last takes the interviews."""
    ordered = sorted(waves, key=lambda wave: wave.starts_on)
    return [
        (one, other)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
        if one.ends_on is None or other.starts_on <= one.ends_on
    ]
