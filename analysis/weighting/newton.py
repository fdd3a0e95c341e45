"""Calibration solved in its dual: Newton's method for the one number per auxiliary that the factors depend on.

The weights w F(x'lambda) must meet the totals t: sum w F(x'lambda) x = t. The slope of the left side is
sum w F' x x' (Deville and Särndal 1992, section 2). This is the minimum of sum w G(x'lambda) - t'lambda, with G the
area below F, which is convex: a step must bring it down, and is shortened (Levenberg 1944) until it does, so that
bounds on which many factors stand do no harm. Auxiliaries that say the same twice are resolved by the generalised
inverse.
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

DAMPING = (
    0.0,
    1e-4,
    1e-2,
    1.0,
    10.0,
    100.0,
)  # shares of the slope at the start that are added to shorten a step
REACH = 3.0  # of u, in one step: far outside the bounds there is no slope to come back by
CLOSE = 1e-4  # of the totals
ENOUGH = 1e-4  # share of the decrease that the slope promises
ROUNDING = 1e-10  # a share of a total that counts as met when no step brings more


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
    curved = distance.method != "linear" or distance.bounds is not None
    height, made, moving = 0.0, 0, True
    while made < rounds and moving and not (np.abs(away) <= tolerance * size).all():
        made += 1
        moments = start if made == 1 else moments_of(basis, weight * slope)
        moving = False
        for damping in DAMPING if slope.all() else DAMPING[1:]:
            step = inverse(moments + damping * start) @ away
            if curved:
                step = step * min(1.0, REACH / max(float(np.abs(basis.times(step[:, None])).max()), REACH))
            u = basis.times((solution - step)[:, None])[:, 0]
            tried, tried_slope = distance.of(u)
            tried_away = _away(basis, weight * tried, totals)
            tried_height = float(weight @ distance.below(u) - totals @ (solution - step))
            # Close to the minimum rounding hides how much lower it is.
            nearer = np.abs(tried_away / size).max() < min(np.abs(away / size).max(), CLOSE)
            if nearer or tried_height < height - ENOUGH * float(step @ away):
                solution, factor, slope = solution - step, tried, tried_slope
                away, height, moving = tried_away, tried_height, True
                break
    settled = bool((np.abs(away) <= max(tolerance, ROUNDING) * size).all())
    return Solved(factor, made, away / size, settled)


def _away(basis: "Basis", weight: "Floats", totals: "Floats") -> "Floats":
    found: Floats = basis.moments(weight[:, None])[:, 0] - totals
    return found


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
