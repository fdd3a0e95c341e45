"""Confidence intervals of proportions and means from an estimate, its error and its degrees of freedom."""

from functools import lru_cache
from math import exp, log, sqrt
from typing import Literal, get_args

from analysis.errors import MethodError
from analysis.messages import N_, Message

Method = Literal["wilson", "logit", "xlogit", "mean"]
Interval = tuple[float, float]


@lru_cache(maxsize=4096)
def critical(level: float, df: float) -> float:
    """The two-sided critical value of Student's t: P(|T| <= value) = level, for df > 0 (infinite: normal)."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + level) / 2))


def mean(estimate: float, se: float, df: float, level: float) -> Interval:
    """Wald: estimate +/- t_df * se, in the units of the estimate; not kept within 0 and 1."""
    margin = critical(level, df) * se
    return estimate - margin, estimate + margin


def logit(estimate: float, se: float, df: float, level: float) -> Interval | None:
    """Wald on the log-odds, turned back; None at 0, at 1, where the log-odds do not exist.

    With l = log(p / (1 - p)) and se(l) = se / (p (1 - p)) by the delta method. It is R's `svyciprop(method =
    "xlogit")` exactly, and `method = "logit"` up to the tolerance of the regression that R iterates there.
    """
    if not 0 < estimate < 1:
        return None
    odds, spread = log(estimate / (1 - estimate)), se / (estimate * (1 - estimate))
    margin = critical(level, df) * spread
    return _expit(odds - margin), _expit(odds + margin)


def wilson(estimate: float, n_eff: float, df: float, level: float) -> Interval:
    """Wilson's score interval (1927) with an effective sample size and Student's t instead of the normal.

    With t the critical value: centre (p + t^2 / 2n) / (1 + t^2 / n), half width
    t sqrt(p (1 - p) / n + t^2 / 4n^2) / (1 + t^2 / n). With n_eff = p (1 - p) / se^2 it is R's
    `svyciprop(method = "wilson")`. It exists at 0 and at 1.
    """
    t = critical(level, df)
    ratio = t * t / n_eff
    centre = (estimate + ratio / 2) / (1 + ratio)
    half = t * sqrt(estimate * (1 - estimate) / n_eff + ratio / (4 * n_eff)) / (1 + ratio)
    # At the ends the limit is exact; rounding would leave it a hair outside.
    low = 0.0 if estimate <= 0 else max(0.0, centre - half)
    high = 1.0 if estimate >= 1 else min(1.0, centre + half)
    return low, high


def wilson_count(positive: float, n: float, level: float = 0.95) -> Interval:
    """Wilson's interval for `positive` of `n` simple random draws (normal critical value), for planning."""
    return wilson(positive / n, n, float("inf"), level)


def check(method: str, level: float) -> None:
    """Refuse an unknown method or an impossible level.

    Raises:
        MethodError: the method has no such name, or the level does not lie between 0 and 1.
    """
    if method not in get_args(Method):
        raise MethodError(
            Message(
                N_("Verwacht een methode voor de marge: %(methods)s."),
                {"methods": ", ".join(get_args(Method))},
            ),
            Message(N_("Gekregen: %(got)s."), {"got": method}),
            Message(N_("Kies een van deze methoden.")),
        )
    if not 0 < level < 1:
        raise MethodError(
            Message(N_("Verwacht: een betrouwbaarheid tussen 0 en 1, bijvoorbeeld 0.95.")),
            Message(N_("Gekregen: %(got)s."), {"got": level}),
            Message(N_("Deel een percentage door 100.")),
        )


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
