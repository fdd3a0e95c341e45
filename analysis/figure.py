"""One figure, with all that must be said beside it, and how it is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any

from analysis import intervals
from analysis.figure_words import said
from analysis.indicators import Kind
from analysis.margins import Margin, margins
from analysis.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.intervals.log_odds import LogOdds

    Floats = NDArray[np.float64]

SMALL = 30  # answers below which a figure is only an indication


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Attributes:
        indicator: the column; `measure` and `entity` say what it is about.
        by: the domain: value per column; empty for everybody.
        origin: where the interviews came from; "pooled" when put together on purpose, None when unknown.
        kind: a proportion (between 0 and 1), a mean or total (in the units of the answer), or a ratio.
        n: answers in the base, unweighted.
        weighted_base: the sum of their weights.
        estimate, se, low, high: None when they do not exist; `caveats` then says why.
        level, method: of the interval; `method` is the one used, which a caveat explains when it is not the one
            that was asked. See `analysis.intervals`; means, totals and ratios have `mean`.
        deff: the design effect V / V_srs, with V_srs = s^2 (N - n) / (N n), N the sum of weights and s^2 the
            weighted variance with n / (n - 1) (R: `svymean(deff = TRUE)`; Kish 1965); when the weights do not
            exceed n there is no population to draw from, and it is `deff_replace`.
        n_eff: n / deff; n when the design effect does not exist, and when the margin was `capped` at n; and the
            number that was assumed with `assumed_design_effect`.
        df: PSUs less strata with cases in the domain; with replicates their rank less one.
        caveats: codes, see `analysis.caveats`.
        missing: rows in the domain that are not in the base.
        deff_replace: the design effect against drawing with replacement, V_srs = s^2 / n (R: `deff = "replace"`).
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
    deff_replace: float | None = None

    @property
    def cv(self) -> float | None:
        """The coefficient of variation se / |estimate|; None without an error, and for an estimate of zero."""
        return None if self.se is None or not self.estimate else self.se / abs(self.estimate)

    @property
    def sentence(self) -> Message:
        """The figure with its margin in plain Dutch; what it is about, and the caveats, stand beside it."""
        return said(self.kind, self.estimate, self.low, self.high, self.level, self.n)


def fill(
    blank: Estimate, estimate: float, variance: float, spread: float, *, odds: "LogOdds | None" = None
) -> Estimate:
    """Complete a figure: effects of the design, interval and caveats. See `fill_all`."""
    return fill_all([blank], [estimate], [variance], [spread], odds=odds)[0]


def fill_all(
    blanks: Sequence[Estimate],
    estimates: "Sequence[float] | Floats",
    variances: "Sequence[float] | Floats",
    spreads: "Sequence[float] | Floats",
    *,
    odds: "LogOdds | None" = None,
) -> tuple[Estimate, ...]:
    """Complete figures of any kind, the intervals of all of them at once.

    Args:
        blanks: what is known without the answers: the domain, n > 0, the base, df, level, method and caveats. The
            `method` of a mean, total or ratio is not looked at.
        estimates: in the units of the indicator [m].
        variances: of the estimates [m].
        spreads: the variance of single answers, weighted, with n / (n - 1), on the scale of the estimate: spread / n
            is its variance in a simple random sample with replacement. For a mean s^2, for a total N^2 s^2; NaN
            where there is none (a ratio) [m].
        odds: of the proportions, see `analysis.log_odds` [m].
    """
    found = margins(blanks, estimates, variances, odds)
    return tuple(
        _filled(blank, float(estimate), float(variance), float(spread), margin)
        for blank, estimate, variance, spread, margin in zip(
            blanks, estimates, variances, spreads, found, strict=True
        )
    )


def _filled(blank: Estimate, estimate: float, variance: float, spread: float, margin: Margin) -> Estimate:
    noted = (*blank.caveats, "small") if blank.n < SMALL else blank.caveats
    if blank.df < 1 and variance <= 0:
        # One PSU shows no variation at all; an error of zero would say that everything is known.
        return completed(
            blank,
            estimate=estimate,
            method=margin.method,
            n_eff=float(blank.n),
            caveats=(*noted, "no_degrees_of_freedom"),
        )
    deff, deff_replace, about_deff = _design_effects(blank, variance, spread)
    if margin.n_eff is not None:
        about_deff = tuple(code for code in about_deff if code != "deff_undefined")
    low, high = margin.limits if margin.limits is not None else (None, None)
    return completed(
        blank,
        estimate=estimate,
        se=sqrt(variance),
        low=low,
        high=high,
        method=margin.method,
        deff=deff,
        deff_replace=deff_replace,
        n_eff=_effective(blank.n, deff, margin),
        caveats=(*noted, *about_deff, *margin.caveats),
    )


def _effective(n: int, deff: float | None, margin: Margin) -> float:
    if margin.n_eff is not None:
        return margin.n_eff
    return n / deff if deff and "capped" not in margin.caveats else float(n)


def completed(blank: Estimate, **known: Any) -> Estimate:
    """As `dataclasses.replace`, which takes longer than the whole interval when there are many figures."""
    found = object.__new__(Estimate)
    vars(found).update(vars(blank), **known)
    return found


def _design_effects(
    blank: Estimate, variance: float, spread: float
) -> tuple[float | None, float | None, tuple[str, ...]]:
    if variance <= 0 or not (isfinite(spread) and spread > 0) or blank.n <= 1:
        return None, None, ("deff_undefined",)
    replaced = variance * blank.n / spread
    # Weights that add up to n, but for rounding, are no population.
    if blank.weighted_base > blank.n * (1 + 1e-9):
        return replaced * blank.weighted_base / (blank.weighted_base - blank.n), replaced, ()
    return replaced, replaced, ("deff_replace",)
