"""One figure, with all that must be said beside it, and how it is filled in for one domain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from analysis import intervals
from analysis.indicators import Kind

SMALL = 30  # answers below which a figure is only an indication


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Attributes:
        indicator: the column; `measure` and `entity` say what it is about.
        by: the domain: value per column; empty for everybody.
        origin: where the interviews came from; "pooled" when put together on purpose, None when unknown.
        kind: a proportion (between 0 and 1) or a mean (in the units of the answer).
        n: answers in the base, unweighted.
        weighted_base: the sum of their weights.
        estimate, se, low, high: None when they do not exist; `caveats` then says why.
        level, method: of the interval; `method` is the one used, which a caveat explains when it is not the one
            that was asked.
        deff: the design effect V / V_srs, with V_srs = s^2 (N - n) / (N n), N the sum of weights and s^2 the
            weighted variance with n / (n - 1) (R: `svymean(deff = TRUE)`; Kish 1965); when the weights do not
            exceed n there is no population to draw from, and V_srs = s^2 / n (R: `deff = "replace"`).
        n_eff: n / deff; n when the design effect does not exist.
        df: PSUs less strata with cases in the domain.
        caveats: codes, see `analysis.caveats`.
        missing: rows in the domain that are not in the base.
    """

    indicator: str
    measure: str
    entity: str | None
    by: Mapping[str, Any]
    origin: str | None
    kind: Kind
    n: int
    weighted_base: float
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    level: float
    method: intervals.Method
    deff: float | None
    n_eff: float | None
    df: int
    caveats: tuple[str, ...]
    missing: int


def fill(blank: Estimate, mean: float, variance: float, spread: float, *, capped: bool) -> Estimate:
    """Complete a figure: effects of the design, interval and caveats.

    Args:
        blank: what is known without the answers: the domain, n > 0, the base, level, method and caveats.
        mean: in the units of the indicator.
        variance: of the mean.
        spread: the variance of single answers, weighted, with n / (n - 1).
        capped: see `analysis.estimate.estimate`.
    """
    noted = list(blank.caveats)
    if blank.n < SMALL:
        noted.append("small")
    if blank.df < 1 and variance <= 0:
        # One PSU shows no variation at all; an error of zero would say that everything is known.
        return replace(blank, estimate=mean, n_eff=float(blank.n), caveats=(*noted, "no_degrees_of_freedom"))
    deff, about_deff = _design_effect(blank, variance, spread)
    n_eff = blank.n / deff if deff else float(blank.n)
    least = variance
    if capped and blank.method == "wilson" and 0 < variance < mean * (1 - mean) / blank.n:
        # Less doubt than single interviews would leave: a few PSUs that happen to agree.
        least, n_eff = mean * (1 - mean) / blank.n, min(n_eff, float(blank.n))
        noted.append("capped")
    method, limits, about_limits = _limits(blank, mean, least)
    low, high = limits if limits is not None else (None, None)
    return replace(
        blank,
        estimate=mean,
        se=sqrt(variance),
        low=low,
        high=high,
        method=method,
        deff=deff,
        n_eff=n_eff,
        caveats=(*noted, *about_deff, *about_limits),
    )


def _design_effect(blank: Estimate, variance: float, spread: float) -> tuple[float | None, tuple[str, ...]]:
    if variance <= 0 or spread <= 0 or blank.n <= 1:
        return None, ("deff_undefined",)
    drawn = spread / blank.n
    # Weights that add up to n, but for rounding, are no population.
    if blank.weighted_base > blank.n * (1 + 1e-9):
        return variance / (drawn * (blank.weighted_base - blank.n) / blank.weighted_base), ()
    return variance / drawn, ("deff_replace",)


def _limits(
    blank: Estimate, mean: float, variance: float
) -> tuple[intervals.Method, intervals.Interval | None, tuple[str, ...]]:
    """The method used, its limits, and why it is not the one that was asked."""
    method, df, level = blank.method, blank.df, blank.level
    if df < 1:
        return method, None, ("no_degrees_of_freedom",)
    if blank.kind == "mean":
        if variance <= 0:
            return "mean", None, ("zero_error",)
        return "mean", intervals.mean(mean, sqrt(variance), df, level), ()
    if variance <= 0:
        noted = ["extreme" if mean in {0.0, 1.0} else "zero_error"]
        if method != "wilson":
            noted.append("wald_undefined" if method == "mean" else "logit_undefined")
        return "wilson", intervals.wilson(mean, blank.n, df, level), tuple(noted)
    if method == "wilson":
        return method, intervals.wilson(mean, mean * (1 - mean) / variance, df, level), ()
    bounds = intervals.mean if method == "mean" else intervals.logit
    return method, bounds(mean, sqrt(variance), df, level), ()
