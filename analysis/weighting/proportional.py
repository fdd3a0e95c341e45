"""Iterative proportional fitting: a table of weights is scaled to one margin after another until it fits all.

Deming and Stephan (1940); for survey weights Deville, Särndal and Sautory (1993), "Generalized raking procedures".
The table has one entry per combination of classes, so the work does not depend on the number of rows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

STALLED = 1e-12  # a deviation that no longer shrinks and is below this is rounding


@dataclass(frozen=True)
class Fitted:
    """What the rounds gave.

    Attributes:
        weight: the fitted table [groups].
        rounds: how many were made.
        deviation: the largest deviation of a class, as a share of the population.
        margin: the margin that deviates most.
        place: its class that deviates most.
        settled: the criterion to stop was met.
    """

    weight: "Floats"
    rounds: int
    deviation: float
    margin: int
    place: int
    settled: bool


def fit(
    weight: "Floats", codes: "Sequence[Codes]", counts: "Sequence[Floats]", tolerance: float, rounds: int
) -> Fitted:
    """Scale until every class is within `tolerance` times the population, or `rounds` were made.

    Args:
        weight: the table to start from [groups].
        codes: per margin the class of each group [groups].
        counts: per margin the population of each class [classes], with equal sums.
        tolerance: share of the population.
        rounds: at most this many.
    """
    total = float(counts[0].sum())
    found, last, made = weight, np.inf, 0
    worst = (np.inf, 0, 0)
    for made in range(1, rounds + 1):
        found, worst = _round(found, codes, counts, total)
        # The deviation was seen during the round; the last margin fits exactly after it.
        if worst[0] <= tolerance or (worst[0] >= last and worst[0] <= STALLED):
            return Fitted(found, made, *worst, settled=True)
        last = worst[0]
    return Fitted(found, made, *worst, settled=False)


def fit_until_still(
    weight: "Floats", codes: "Sequence[Codes]", counts: "Sequence[Floats]", least: float, rounds: int
) -> Fitted:
    """Scale until no group moves by more than `least` in a round, or `rounds` were made: R's rule in `rake`.

    Args:
        weight: the table to start from [groups].
        codes: see `fit`.
        counts: see `fit`.
        least: in units of the weights.
        rounds: at most this many.
    """
    total = float(counts[0].sum())
    found, made, settled = weight, 0, False
    while made < rounds and not settled:
        made += 1
        moved, _ = _round(found, codes, counts, total)
        settled = bool(np.abs(moved - found).max(initial=0.0) < least)
        found = moved
    _, worst = _round(found, codes, counts, total)
    return Fitted(found, made, *worst, settled=settled)


def _round(
    weight: "Floats", codes: "Sequence[Codes]", counts: "Sequence[Floats]", total: float
) -> "tuple[Floats, tuple[float, int, int]]":
    """One round over the margins; and the largest deviation met on the way, with its margin and class."""
    worst, at, place = -1.0, 0, 0
    for number, (one, count) in enumerate(zip(codes, counts, strict=True)):
        reached = np.bincount(one, weight, len(count)).astype(np.float64)
        away = np.abs(reached - count)
        largest = float(away.max())
        if largest > worst:
            worst, at = largest, number
            place = int(np.argmax(away))
        ratio = np.divide(count, reached, out=np.zeros_like(reached), where=reached > 0)
        weight = weight * ratio[one]
    return weight, (worst / total, at, place)
