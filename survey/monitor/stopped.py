"""Where interviews stopped: at which question, and out of how many that came so far. Only counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def in_order(pages: Iterable[str], reached: Mapping[str, int]) -> list[str]:
    """The pages that somebody saw, in the order of the newest questionnaire; those that it no longer has come last."""
    known = [page for page in pages if page in reached]
    return [*known, *(page for page in reached if page not in set(known))]
