"""The door to every interval: many figures at once, and what to say where the method asked does not exist."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.intervals import effective, exact, rao_scott, score, wald
from analysis.intervals.log_odds import LogOdds
from analysis.intervals.student import critical_values
from analysis.methods import ALWAYS, DEFAULT, Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Limits:
    """The intervals of several proportions; every array is [m].

    Attributes:
        low, high: the limits; 0 and 1 where `unknown`.
        n_eff: the number of answers that the interval was made with, where its method has one; else n.
        unknown: no degrees of freedom: nothing can be said.
        replaced: the method asked does not exist here, and the default was given.
        extreme: nobody or everybody; flat: no error was found, though answers differ.
        capped: the effective n was more than n, and n was used.
        folded: a limit of `asin` passed 0 or 1 and came back, as in R.
        assumed: the design effect could not be estimated and was assumed: `n_eff` is `effective.assumed_n`.
        outside: the share itself lies outside 0 and 1 (negative weights): the limits are Wald's.
    """

    low: "Floats"
    high: "Floats"
    n_eff: "Floats"
    unknown: "Flags"
    replaced: "Flags"
    extreme: "Flags"
    flat: "Flags"
    capped: "Flags"
    outside: "Flags"
    folded: "Flags"
    assumed: "Flags"

    def made_by(self, method: Method) -> list[Method]:
        """The method of each interval when `method` was asked: the one that exists, and by its own name [m]."""
        by_default: Method = "korn_graubard"
        plain: Method = by_default if method == DEFAULT else method
        found = [plain] * len(self.low)
        for place in np.flatnonzero(self.replaced).tolist():
            found[place] = by_default
        for place in np.flatnonzero(self.assumed).tolist():
            found[place] = DEFAULT
        for place in np.flatnonzero(self.outside & ~self.unknown).tolist():
            found[place] = "mean"
        return found


def limits(
    method: Method,
    share: "Floats",
    variance: "Floats",
    n: "Floats",
    df: "Floats",
    level: float,
    *,
    rows: "Floats | None" = None,
    odds: LogOdds | None = None,
) -> Limits:
    """The interval of each proportion by one method, never NaN and never without width.

    Args:
        method: see `methods.says`; `korn_graubard` is the rule of the NCHS (Parker et al. 2017): Clopper-Pearson with
            n* = min(n, p (1 - p) / V (t_{n-1} / t_df)^2), and n* = n at 0 of n, at n of n and where V = 0.
            `korn_graubard_assumed`, the default, is the same, but n* is at most `effective.assumed_n` where
            `effective.without_evidence`.
        share: the proportions [m].
        variance: of each, >= 0 [m].
        n: answers [m].
        df: degrees of freedom of the design [m].
        level: of confidence, between 0 and 1.
        rows: rows of the domain, those without an answer included [m], which R's `beta` counts; n when left out. (In a
            domain of calibrated weights R counts the rows of the whole sample there.)
        odds: what is known of the log-odds besides [m], for `logit` and `likelihood`.
    """
    outside = (share < -_ROUNDING) | (share > 1 + _ROUNDING)
    share = np.clip(share, 0.0, 1.0) if not outside.any() else np.where(outside, share, np.clip(share, 0, 1))
    flat = variance <= 0
    near = np.minimum(share, 1 - share) <= _ROUNDING
    share = np.where(near & ~outside, np.rint(share), share)
    unknown = (df < 1) | (n <= 1)
    extreme, rigid = near & ~outside & ~unknown, (flat | near) & ~outside & ~unknown
    found = _Found(share, variance, n, np.maximum(df, 1.0), level, rows, odds)
    open_ = ~(rigid | outside | unknown)
    replaced = rigid if method not in ALWAYS else np.zeros_like(rigid)
    found.fill(open_, method)
    found.fill_rigid(rigid, method if method in ALWAYS else DEFAULT)
    found.fill(outside & ~unknown, "mean")
    return Limits(
        found.low,
        found.high,
        found.n_eff,
        unknown,
        replaced,
        extreme,
        rigid & ~extreme,
        found.capped,
        outside,
        found.folded,
        found.assumed,
    )


class _Found:
    """The limits, filled in for some of the figures at a time."""

    def __init__(
        self,
        share: "Floats",
        variance: "Floats",
        n: "Floats",
        df: "Floats",
        level: float,
        rows: "Floats | None",
        odds: LogOdds | None,
    ) -> None:
        self.share, self.variance, self.n, self.df, self.level = share, variance, n, df, level
        self.rows = n if rows is None else rows
        self.odds = odds or LogOdds()
        self.low, self.high = np.zeros_like(share), np.ones_like(share)
        self.n_eff = n.astype(np.float64)
        self.capped = np.zeros(len(share), dtype=bool)
        self.folded = np.zeros(len(share), dtype=bool)
        self.assumed = np.zeros(len(share), dtype=bool)

    def fill(self, where: "Flags", method: Method) -> None:
        """The limits of figures with an error that is not zero."""
        if not where.any():
            return
        share, variance, n, df = (one[where] for one in (self.share, self.variance, self.n, self.df))
        if method in {DEFAULT, "korn_graubard", "jeffreys"}:
            wanted = effective.adjusted_n(share, variance, n, df, self.level)
            self.n_eff[where] = np.minimum(wanted, n)
            self.capped[where] = wanted > n * (1 + _ROUNDING)
            self._assume(where, method)
            self._exact(where, method)
            return
        if method == "beta":
            self.n_eff[where] = effective.adjusted_n(share, variance, self.rows[where], df, self.level)
            self._exact(where, method)
            return
        t = critical_values(self.level, df)
        if method == "wilson":
            self.n_eff[where] = effective.effective_n(share, variance)
            found = score.score(share, self.n_eff[where], t)
        elif method in {"logit", "xlogit", "likelihood"}:
            odds = LogOdds() if method == "xlogit" else self.odds.of(where)
            odds_variance = variance / (share * (1 - share)) ** 2 if odds.variance is None else odds.variance
            if method == "likelihood":
                known = np.ones_like(share) if odds.information is None else odds.information
                found = rao_scott.likelihood(share, odds_variance, n, t, known)
            else:
                found = wald.log_odds(share, np.sqrt(odds_variance), t)
        elif method == "asin":
            low, high, self.folded[where] = wald.angle(share, np.sqrt(variance), t)
            found = low, high
        else:
            found = wald.plain(share, np.sqrt(variance), t)
        self.low[where], self.high[where] = found

    def fill_rigid(self, where: "Flags", method: Method) -> None:
        """The limits where no error was found: as many answers as there are, by a method that always exists."""
        if not where.any():
            return
        if method == "wilson":
            t = critical_values(self.level, self.df[where])
            self.low[where], self.high[where] = score.score(self.share[where], self.n_eff[where], t)
        else:
            self._assume(where, method)
            self._exact(where, method)

    def _assume(self, where: "Flags", method: Method) -> None:
        """Count no more answers than an assumed design effect leaves, where there is none to go by."""
        if method != DEFAULT:
            return
        most = effective.assumed_n(self.n, self.df)
        these = where & effective.without_evidence(self.share, self.n, self.df) & (most < self.n_eff)
        self.n_eff[these] = most[these]
        self.assumed |= these
        self.capped &= ~these

    def _exact(self, where: "Flags", method: Method) -> None:
        made = exact.jeffreys if method == "jeffreys" else exact.clopper_pearson
        self.low[where], self.high[where] = made(self.share[where], self.n_eff[where], self.level)
