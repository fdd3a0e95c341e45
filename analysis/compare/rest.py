"""Each group against all others together; these overlap, and the covariance of all groups knows it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Value
from analysis.compare.differences import Difference, Side, difference
from analysis.compare.groups import Groups
from analysis.covariance import degrees_of_freedom
from analysis.domains import Found, Question, covariances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def against_others(found: Groups, level: float) -> list[Difference]:
    """The difference of each group with the rest, not yet corrected."""
    means, bases, together = _moments(found)
    n = np.array([one.n for one in found.estimates])
    df = degrees_of_freedom(found.cells, found.domain >= 0)
    made = []
    for place in range(len(found)):
        others = np.arange(len(found)) != place
        base = float(bases[others].sum())
        mean = float(bases[others] @ means[others]) / base
        slopes = np.zeros((2, 2 * len(found)))
        slopes[0, place] = 1.0
        # The rest's mean: to the mean of each other group, and to its share in the rest.
        slopes[1, : len(found)][others] = bases[others] / base
        slopes[1, len(found) :][others] = (means[others] - mean) / base
        both = _both(found, place, slopes, together)
        side = replace(found.side(place), se=max(float(both[0, 0]), 0.0) ** 0.5)
        rest = Side("de rest", {}, int(n[others].sum()), base, mean, max(float(both[1, 1]), 0.0) ** 0.5)
        made.append(
            difference(
                found.indicator, found.kind, (side, rest), float(both[0, 1]), df, level, caveats=found.caveats
            )
        )
    return made


def _moments(found: Groups) -> "tuple[Floats, Floats, Floats]":
    """Means [q], sums of weights [q], and the covariance of both, means first [2 q, 2 q] (linearisation)."""
    cells, size = found.cells, len(found)
    value = cells.value(found.indicator)
    means = np.array([one.estimate for one in found.estimates], dtype=np.float64)
    bases = np.array([one.weighted_base for one in found.estimates])
    if cells.replicates is not None:
        return means, bases, np.zeros((2 * size, 2 * size))
    questions = [Question("mean", value), Question("total", _answered(value))]
    n = np.array([one.n for one in found.estimates])
    parts = [Found(n, bases, n, estimates, np.zeros(size)) for estimates in (means, bases)]
    inside = found.domain >= 0
    return means, bases, covariances(cells, questions, parts, found.domain, size, mask=inside)


def _both(found: Groups, place: int, slopes: "Floats", together: "Floats") -> "Floats":
    """The covariance [2, 2] of the mean of a group and that of the rest."""
    cells = found.cells
    if cells.replicates is None:
        result: Floats = slopes @ together @ slopes.T
        return result
    from analysis.replicates import from_totals

    value = cells.value(found.indicator)
    own, rest = found.domain == place, (found.domain >= 0) & (found.domain != place)
    columns = np.stack([value.sum * own, value.weight * own, value.sum * rest, value.weight * rest], axis=1)

    def statistic(totals: "Floats") -> "Floats":
        with np.errstate(invalid="ignore", divide="ignore"):
            means: Floats = totals[:, [0, 2]] / totals[:, [1, 3]]
        return means

    return from_totals(cells, columns, statistic)[1]


def _answered(value: Value) -> Value:
    """A column of ones where the indicator has an answer: its total is the base."""
    n = value.n.astype(np.float64)
    return replace(
        value,
        kind="proportion",
        centre=0.0,
        total=value.weight,
        square=value.weight,
        plain=n,
        cross2=value.weight2,
        square2=value.weight2,
    )
