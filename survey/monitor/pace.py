"""How the fieldwork goes on: interviews by interviewer and by day, and how long they take."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles

from survey.collection.replay import COMPLETE
from survey.monitor.thresholds import ENOUGH
from survey.monitor.trace import Seen

COUNTS = "accepted"


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

    def add(self, one: Seen) -> None:
        """Count one interview."""
        self.days.add(one.trace.day)
        if one.trace.outcome != COMPLETE:
            self.by_outcome[one.trace.outcome] += 1
        elif one.state == COUNTS:
            self.counts += 1
        elif one.state == "excluded":
            self.aside += 1
        else:
            self.waits += 1


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


def pace(every: Iterable[Seen]) -> Pace:
    """Count interviews; the newest day comes first, interviewers in alphabetical order."""
    whole = Counted()
    interviewers: dict[str, Counted] = {}
    days: dict[date, Counted] = {}
    areas: dict[str, Counted] = {}
    took: dict[str, list[float]] = {}
    for one in every:
        trace = one.trace
        whole.add(one)
        interviewers.setdefault(trace.interviewer, Counted()).add(one)
        days.setdefault(trace.day, Counted()).add(one)
        areas.setdefault(trace.area, Counted()).add(one)
        if trace.outcome == COMPLETE:
            took.setdefault(trace.language, []).append(trace.seconds)
    return Pace(
        all=whole,
        by_interviewer=dict(sorted(interviewers.items())),
        by_day=dict(sorted(days.items(), reverse=True)),
        by_area=areas,
        lasted=lasted([seconds for each in took.values() for seconds in each]),
        by_language={language: lasted(each) for language, each in sorted(took.items())},
    )


def lasted(seconds: list[float]) -> Lasted:
    """Median and quartiles (the middle half lies between them, inclusive method), when there are enough."""
    if len(seconds) < ENOUGH:
        return Lasted(len(seconds))
    lower, _middle, upper = quantiles(seconds, method="inclusive")
    return Lasted(len(seconds), lower, median(seconds), upper)
