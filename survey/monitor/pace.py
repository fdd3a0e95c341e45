"""How the fieldwork goes on: interviews by interviewer and by day, and how long they take."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles

from survey.monitor.thresholds import ENOUGH


@dataclass(slots=True)
class Counted:
    """Interviews of one interviewer, day or area, by how they stand.

    Attributes:
        counts: complete, and in the figures.
        waits: complete, and waits for a person.
        aside: complete, and left out of the figures.
        by_outcome: the others, by how they ended.
        days: on which something was held.
    """

    counts: int = 0
    waits: int = 0
    aside: int = 0
    by_outcome: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)

    @property
    def complete(self) -> int:
        """Interviews that were held to their end, whether they count or not."""
        return self.counts + self.waits + self.aside

    @property
    def stopped(self) -> int:
        """Interviews that ended before their end."""
        return self.by_outcome.total()

    @property
    def a_day(self) -> float:
        """Complete interviews per day on which something was held."""
        return self.complete / len(self.days) if self.days else 0.0


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long finished interviews took, in seconds; a median of fewer than `thresholds.ENOUGH` is None."""

    n: int
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Everything together, by interviewer, day and area, and the durations by language."""

    all: Counted
    by_interviewer: dict[str, Counted]
    by_day: dict[date, Counted]
    by_area: dict[str, Counted]
    lasted: Lasted
    by_language: dict[str, Lasted]


def lasted(seconds: list[float]) -> Lasted:
    """Median and quartiles (the middle half lies between them, inclusive method), when there are enough."""
    if len(seconds) < ENOUGH:
        return Lasted(len(seconds))
    lower, _middle, upper = quantiles(seconds, method="inclusive")
    return Lasted(len(seconds), lower, median(seconds), upper)
