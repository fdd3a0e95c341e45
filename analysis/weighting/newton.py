"""Calibration solved in its dual: Newton's method for the one number per auxiliary that the factors depend on.

The weights w F(x'lambda) must meet the totals t: sum w F(x'lambda) x = t. The slope of the left side is
sum w F' x x' (Deville and Särndal 1992, section 2). Steps are halved until the distance to the totals shrinks;
auxiliaries that say the same twice are resolved by the generalised inverse.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.weighting.explained import inverse, moments_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.projection import Basis
    from analysis.weighting.distance import Factor

    Floats = NDArray[np.float64]

HALVINGS = 12
RIDGE = 1e-9  # share of the slope without bounds that is kept when every factor stands on a bound


@dataclass(frozen=True)
class Solved:
    """The factors, and how it went.

    Attributes:
        factor: per entry [entries].
        rounds: Newton steps.
        away: reached less wanted per auxiliary, as a share of its size [m].
        settled: every total was met.
    """

    factor: "Floats"
    rounds: int
    away: "Floats"
    settled: bool


def solve(
    basis: "Basis", weight: "Floats", totals: "Floats", distance: "Factor", tolerance: float, rounds: int
) -> Solved:
    """Factors whose weights meet the totals.

    Args:
        basis: the auxiliaries x [entries, m].
        weight: before calibration [entries].
        totals: t [m].
        distance: F.
        tolerance: of the difference, as a share of the total (of the population, where the total is smaller).
        rounds: at most this many steps.
    """
    size = _sizes(basis, weight, totals)
    solution = np.zeros(basis.width)
    factor, slope = distance.of(np.zeros(len(weight)))
    away = _away(basis, weight * factor, totals)
    start = moments_of(basis, weight)
    made = 0
    for made in range(1, rounds + 1):
        moments = start if distance.method == "linear" and made == 1 else moments_of(basis, weight * slope)
        if not slope.all():
            moments = moments + RIDGE * start
        step = inverse(moments) @ away
        share = 1.0
        for _ in range(HALVINGS):
            tried, tried_slope = distance.of(basis.times((solution - share * step)[:, None])[:, 0])
            tried_away = _away(basis, weight * tried, totals)
            if _norm(tried_away, size) < _norm(away, size):
                break
            share /= 2
        improved = _norm(tried_away, size) < _norm(away, size)
        if improved:
            solution = solution - share * step
            factor, slope, away = tried, tried_slope, tried_away
        if (np.abs(away) <= tolerance * size).all() or not improved:
            break
    settled = bool((np.abs(away) <= max(tolerance, ROUNDING) * size).all())
    return Solved(factor, made, away / size, settled)


ROUNDING = 1e-10


def _away(basis: "Basis", weight: "Floats", totals: "Floats") -> "Floats":
    found: Floats = basis.moments(weight[:, None])[:, 0] - totals
    return found


def _norm(away: "Floats", size: "Floats") -> float:
    return float(np.abs(away / size).max(initial=0.0))


def _sizes(basis: "Basis", weight: "Floats", totals: "Floats") -> "Floats":
    """What a difference is compared with, per auxiliary [m]."""
    parts = []
    if basis.factors:
        whole = float(totals[: basis.factors[0][1]].sum())
        parts.append(np.full(sum(size for _, size in basis.factors), whole))
    if basis.matrix is not None:
        reach = np.abs(basis.matrix).T @ np.abs(weight)
        beside = np.abs(totals[len(totals) - basis.matrix.shape[1] :])
        parts.append(np.maximum(beside, reach))
    found = np.concatenate(parts)
    return np.where(found > 0, found, 1.0)
