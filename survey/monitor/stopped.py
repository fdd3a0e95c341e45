"""Where interviews stopped: at which question, and out of how many that came so far. Only counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from survey.monitor.trace import Trace

BROKEN_OFF = ("refused", "interrupted", "language", "partial")
"""The respondent or the interviewer stopped. An end that the questionnaire itself made is none of these."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: how many interviews showed it, and how many stopped there, by reason."""

    page: str
    reached: int
    by_outcome: dict[str, int]

    @property
    def stopped(self) -> int:
        """How many stopped there."""
        return sum(self.by_outcome.values())

    @property
    def share(self) -> float:
        """The share of those who came so far that stopped there."""
        return self.stopped / self.reached if self.reached else 0.0


def stops(pages: Iterable[str], traces: Iterable[Trace]) -> list[Stop]:
    """Count per page, in the order of the newest questionnaire; pages that nobody saw are left out.

    Pages of an older questionnaire that are no longer there come last. An interview of which the tablet did not say
    which pages were shown counts nowhere.
    """
    reached: dict[str, int] = {}
    left: dict[str, dict[str, int]] = {}
    for trace in traces:
        for page in trace.shown:
            reached[page] = reached.get(page, 0) + 1
        if trace.shown and trace.outcome in BROKEN_OFF:
            here = left.setdefault(trace.shown[-1], {})
            here[trace.outcome] = here.get(trace.outcome, 0) + 1
    order = [*(page for page in pages if page in reached)]
    order += [page for page in reached if page not in set(order)]
    return [Stop(page, reached[page], left.get(page, {})) for page in order]
