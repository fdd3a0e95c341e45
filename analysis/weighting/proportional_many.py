"""Iterative proportional fitting of many tables at once: one per replicate.

The largest margin is kept apart from the others. Their crossed table, summed over the largest margin with its current
factors, is small; so a round passes twice over the tables, whatever the number of margins.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.weighting.proportional import STALLED, Fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

LARGEST = 100_000_000  # numbers in the dense array, 800 MB


def fit_many(
    weight: "Floats", codes: "Sequence[Codes]", counts: "Sequence[Floats]", tolerance: float, rounds: int
) -> Fitted:
    """Scale every table until every class is within `tolerance` times the population, or `rounds` were made.

    Args:
        weight: the tables to start from [groups, tables].
        codes: per margin the class of each group [groups].
        counts: per margin the population of each class [classes], with equal sums.
        tolerance: share of the population.
        rounds: at most this many.
    """
    tables = _Tables(weight, codes, counts)
    worst, last, made = (np.inf, 0, 0), np.inf, 0
    while made < rounds:
        made += 1
        worst = tables.scale()
        if worst[0] <= tolerance or (worst[0] >= last and worst[0] <= STALLED):
            return Fitted(weight * tables.factor(), made, *worst, settled=True)
        last = worst[0]
    return Fitted(weight * tables.factor(), made, *worst, settled=False)


class _Tables:
    """The tables as [classes of the largest margin, combinations of the others, tables], and their factors."""

    def __init__(self, weight: "Floats", codes: "Sequence[Codes]", counts: "Sequence[Floats]") -> None:
        self._largest = max(range(len(codes)), key=lambda one: len(counts[one]))
        self._counts = counts
        self._total = float(counts[0].sum())
        self._own = codes[self._largest]
        combined = np.zeros(len(weight), dtype=np.int64)
        for place, (one, count) in enumerate(zip(codes, counts, strict=True)):
            if place != self._largest:
                combined = combined * len(count) + one
        _, first, self._rest = np.unique(combined, return_index=True, return_inverse=True)
        self._codes = [one[first] for one in codes]
        size, width = len(counts[self._largest]), len(first)
        tables = weight.shape[1]
        if size * width * tables > LARGEST:
            raise MemoryError
        if size * width == len(weight) and (self._own * width + self._rest == np.arange(len(weight))).all():
            self._dense = weight.reshape(size, width, tables)
        else:
            self._dense = np.zeros((size, width, tables))
            self._dense[self._own, self._rest] = weight
        self._flags = [np.eye(len(count))[:, one] for one, count in zip(self._codes, counts, strict=True)]
        self._up = np.ones((size, tables))
        self._others = np.ones((width, tables))

    def scale(self) -> tuple[float, int, int]:
        """One round; the largest deviation met on the way as a share of the population, its margin and class."""
        worst = (-1.0, 0, 0)
        small = np.einsum("abr,ar->br", self._dense, self._up) * self._others
        for place, count in enumerate(self._counts):
            if place != self._largest:
                sums = self._flags[place] @ small
                worst = max(worst, self._away(sums, count, place))
                ratio = _ratio(count, sums)[self._codes[place]]
                small *= ratio
                self._others *= ratio
        count = self._counts[self._largest]
        sums = np.einsum("abr,br->ar", self._dense, self._others) * self._up
        worst = max(worst, self._away(sums, count, self._largest))
        self._up *= _ratio(count, sums)
        return worst

    def factor(self) -> "Floats":
        """What the entries of the tables are multiplied by [groups, tables]."""
        return self._up[self._own] * self._others[self._rest]

    def _away(self, sums: "Floats", count: "Floats", margin: int) -> tuple[float, int, int]:
        away = np.abs(sums - count[:, None]).max(axis=1)
        place = int(np.argmax(away))
        return float(away[place]) / self._total, margin, place


def _ratio(count: "Floats", sums: "Floats") -> "Floats":
    return np.divide(count[:, None], sums, out=np.zeros_like(sums), where=sums > 0)
