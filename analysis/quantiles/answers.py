"""The answers of one domain, in order of size."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.quantiles.rules import DISCRETE, SAME, Rule, quantile_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of a domain.

    Attributes:
        order: the cells with an answer by value, equal ones in the order of the table [some].
        sorted: the values in that order [some].
        place: the place of each among the distinct values [some].
        values: the distinct values, ascending [n].
    """

    order: "Codes"
    sorted: "Floats"
    place: "Codes"
    values: "Floats"

    @staticmethod
    def of(order: "Codes", values: "Floats") -> "Answers":
        """The answers of cells in this order [some], in which the column `values` [cells] ascends."""
        ascending = values[order]
        new = np.concatenate([[True], ascending[1:] > ascending[:-1]])
        return Answers(order, ascending, np.cumsum(new) - 1, ascending[new])

    def at(self, weights: "Floats", shares: "Floats", rule: Rule) -> "Floats":
        """The quantiles [k] under weights of the cells [cells]; NaN when they are all zero."""
        own = weights[self.order]
        if rule in DISCRETE:
            sums = np.bincount(self.place, own, len(self.values)).astype(np.float64)
            return self.at_sums(sums, shares, rule)
        counted = own > 0
        if not counted.any():
            return np.full(len(shares), np.nan)
        return quantile_at(self.sorted[counted], own[counted], shares, rule)

    def at_sums(self, sums: "Floats", shares: "Floats", rule: Rule) -> "Floats":
        """The same for a discrete rule, under sums of weights per distinct value [n]."""
        counted = sums > SAME * sums.max(initial=0.0)
        if not counted.any():
            return np.full(len(shares), np.nan)
        return quantile_at(self.values[counted], sums[counted], shares, rule)

    def below(self, numbers: "Floats") -> "Codes":
        """How many of the sorted answers are at most each number [k]."""
        return np.searchsorted(self.sorted, numbers, side="right").astype(np.int64)
