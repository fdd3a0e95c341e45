"""The likelihood interval: every proportion that Rao and Scott's test does not reject."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.intervals.spline import crossing
from analysis.logit import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Bounds = tuple[Floats, Floats]

_ROUNDS, _CLOSE = 100, 1e-14
_AT_ONCE = 20_000  # figures, so that their profiles take little memory
STEPS = 9  # to each side of the estimate
_LEAST = 2  # points to each side that a spline needs


def likelihood(
    share: "Floats", odds_variance: "Floats", n: "Floats", t: "Floats", information: "Floats"
) -> "Bounds":
    """The shares whose binomial deviance, scaled by the design effect, stays within t^2 = F(1, df) [m].

    The deviance of q, with weights that add up to n, is D(q) = 2 n (p log(p / q) + (1 - p) log((1 - p) / (1 - q))).
    Divided by its dispersion n / (n - 1) and by the design effect W n p (1 - p), with W the variance of the log-odds, it
    is compared to t^2 (Rao and Scott 1984; R: `svyciprop(method = "likelihood")`). For 0 < p < 1, W > 0, n > 1.

    R does not solve this but reads it from a profile, as its manual of `profile.glm` tells: signed roots of D at steps of
    a fifth of the largest that matters, a cubic spline through them, and straight lines between the points that
    `spline` gives. So do we: that is mostly within 1e-4 of the solution, and within 0.006 for twenty answers. Where its profile does not reach (R: NA) we
    give the solution. `information` is 1, or what R's regression stopped with (see `LogOdds`).
    """
    low, high = np.empty_like(share), np.empty_like(share)
    for start in range(0, len(share), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        low[part], high[part] = _some(share[part], odds_variance[part], n[part], t[part], information[part])
    return expit(low), expit(high)


def _some(
    share: "Floats", odds_variance: "Floats", n: "Floats", t: "Floats", information: "Floats"
) -> "Bounds":
    """The limits on the log-odds [m]."""
    odds = np.log(share / (1 - share))
    effect = odds_variance * information * n * share * (1 - share)
    cut = t * np.sqrt(effect)
    step = _largest(n, cut) / 5 * np.sqrt(odds_variance)
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    some = np.isfinite(step)  # else the profile would have no end
    low[some], high[some] = _read(share[some], odds[some], n[some], cut[some], step[some])
    bound = t * t * effect / (2 * (n - 1))
    for limits, one, sign in ((low, 1 - share, -1), (high, share, 1)):
        unread = ~np.isfinite(limits)
        if unread.any():
            limits[unread] = sign * _solved(one[unread], bound[unread])
    return low, high


def _largest(n: "Floats", cut: "Floats") -> "Floats":
    """The root of F(1, n - 1) at half the normal tail beyond the cut: where the profile may end [m]."""
    from scipy.special import ndtr, stdtrit

    found: Floats = stdtrit(n - 1, 1 - ndtr(-cut) / 4)
    return found


def _read(share: "Floats", odds: "Floats", n: "Floats", cut: "Floats", step: "Floats") -> "Bounds":
    """The log-odds at which the interpolated profile passes -cut and +cut [m]; NaN where it does not reach."""
    places = odds[:, None] + np.arange(-STEPS, STEPS + 1) * step[:, None]
    root = _root(share[:, None], odds[:, None], n[:, None], places)
    inside = np.abs(root) < _largest(n, cut)[:, None]
    left, right = _reached(inside[:, STEPS - 1 :: -1]), _reached(inside[:, STEPS + 1 :])
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    for before, after in {*zip(left.tolist(), right.tolist(), strict=True)}:
        if min(before, after) >= _LEAST:
            here = (left == before) & (right == after)
            points = slice(STEPS - before, STEPS + after + 1)
            low[here], high[here] = crossing(places[here, points], root[here, points], cut[here])
    return low, high


def _reached(inside: "Flags") -> "NDArray[np.int64]":
    """How many steps are taken: until one is outside, which counts too, and no more than there are [m]."""
    going_on = np.logical_and.accumulate(inside, axis=1).sum(axis=1)
    found: NDArray[np.int64] = np.minimum(going_on + 1, inside.shape[1])
    return found


def _root(share: "Floats", odds: "Floats", n: "Floats", places: "Floats") -> "Floats":
    """The signed root of the deviance by its dispersion, at log-odds `places`."""
    gap = share * (odds - places) + np.logaddexp(0.0, places) - np.logaddexp(0.0, odds)
    found: Floats = np.sign(places - odds) * np.sqrt(np.maximum(2 * (n - 1) * gap, 0.0))
    return found


def _solved(share: "Floats", bound: "Floats") -> "Floats":
    """The log-odds of q > p at which p log(p / q) + (1 - p) log((1 - p) / (1 - q)) = bound, by Newton's rounds.

    On that scale it is convex and the start lies above the root, so that every round comes nearer.
    """
    rest = 1 - share
    entropy = share * np.log(share) + rest * np.log(rest)
    odds = (bound - entropy) / rest
    for _ in range(_ROUNDS):
        gap = entropy - share * odds + np.logaddexp(0.0, odds) - bound
        slope = expit(odds) - share
        step = gap / np.where(slope > 0, slope, np.inf)
        odds = odds - step
        if np.all(np.abs(step) <= _CLOSE * (1 + np.abs(odds))):
            break
    found: Floats = np.maximum(odds, np.log(share / rest))
    return found
