"""The interval of one figure."""

from math import exp, log

import numpy as np

from analysis.intervals import exact, score
from analysis.intervals.limits import limits
from analysis.intervals.methods import Interval, Method
from analysis.intervals.student import critical


def interval(
    method: Method, share: float, variance: float, n: float, df: float, level: float = 0.95
) -> Interval:
    """The interval of one proportion by any method; see `analysis.intervals.limits`, whose rules it follows."""
    shares, variances, ns, dfs = (np.array([float(value)]) for value in (share, variance, n, df))
    found = limits(method, shares, variances, ns, dfs, level)
    return float(found.low[0]), float(found.high[0])


def mean(estimate: float, se: float, df: float, level: float) -> Interval:
    """Wald: estimate +/- t_df * se, in the units of the estimate; not kept within 0 and 1."""
    margin = critical(level, df) * se
    return estimate - margin, estimate + margin


def logit(estimate: float, se: float, df: float, level: float) -> Interval | None:
    """Wald on the log-odds, turned back (`analysis.intervals.wald.log_odds`); None at 0 and at 1."""
    if not 0 < estimate < 1:
        return None
    odds, spread = log(estimate / (1 - estimate)), se / (estimate * (1 - estimate))
    margin = critical(level, df) * spread
    return _expit(odds - margin), _expit(odds + margin)


def wilson(estimate: float, n_eff: float, df: float, level: float) -> Interval:
    """Wilson's interval with an effective n (`analysis.intervals.score.score`); it exists at 0 and at 1."""
    one = [np.array([float(value)]) for value in (estimate, n_eff, critical(level, df))]
    low, high = score.score(*one)
    return float(low[0]), float(high[0])


def wilson_count(positive: float, n: float, level: float = 0.95) -> Interval:
    """Wilson's interval for `positive` of `n` simple random draws (normal critical value), for planning."""
    return wilson(positive / n, n, float("inf"), level)


def exact_count(positive: float, n: float, level: float = 0.95) -> Interval:
    """Clopper and Pearson's interval for `positive` of `n` simple random draws, for planning.

    It is what `korn_graubard` gives to independent answers, but for its n - 1.
    """
    low, high = exact.clopper_pearson(np.array([positive / n]), np.array([float(n)]), level)
    return float(low[0]), float(high[0])


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
