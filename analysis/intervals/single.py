"""The interval of one figure."""

from math import exp, log

import numpy as np

from analysis.errors import MethodError
from analysis.intervals import exact, score
from analysis.intervals.limits import limits
from analysis.intervals.student import critical
from analysis.messages import N_, Message
from analysis.methods import Interval, Method


def interval(
    method: Method, share: float, variance: float, n: float, df: float, level: float = 0.95
) -> Interval:
    """The interval of one proportion by any method; see `analysis.intervals.limits`, whose rules it follows.

    Args:
        method: one of `METHODS`.
        share: between 0 and 1.
        variance: of the share, by the design.
        n: answers.
        df: degrees of freedom, PSUs less strata.
        level: of confidence, between 0 and 1.

    Returns:
        Low and high, shares: where the method does not exist those of the default with n, and (0, 1) without degrees
        of freedom. Which of these it was, `limits` and the caveats of a figure say.

    Raises:
        MethodError: an unknown method, or an impossible level.
    """
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
    """Wilson's interval for `positive` of `n` > 0 simple random draws, for planning (Wilson 1927, normal quantile).

    Raises:
        MethodError: no draws, or more positive ones than draws.
    """
    _refuse_count(positive, n)
    return wilson(positive / n, n, float("inf"), level)


def exact_count(positive: float, n: float, level: float = 0.95) -> Interval:
    """The interval of Clopper and Pearson (1934) for `positive` of `n` > 0 simple random draws, for planning.

    It is what `korn_graubard` gives to independent answers, but for its n - 1.

    Raises:
        MethodError: no draws, or more positive ones than draws.
    """
    _refuse_count(positive, n)
    low, high = exact.clopper_pearson(np.array([positive / n]), np.array([float(n)]), level)
    return float(low[0]), float(high[0])


def _refuse_count(positive: float, n: float) -> None:
    if 0 <= positive <= n and n > 0:
        return
    raise MethodError(
        Message(
            N_("Verwacht: een waarde tussen %(low)s en %(high)s voor %(name)s."),
            {"low": 0, "high": "n", "name": "positive"},
        )
        if n > 0
        else Message(N_("Verwacht: een aantal boven nul voor %(name)s."), {"name": "n"}),
        Message(N_("Gekregen: %(got)s."), {"got": f"positive = {positive}, n = {n}"}),
        Message(N_("Vul het verwachte aantal in.")),
    )


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
