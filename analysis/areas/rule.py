"""The rule by which a figure is publishable, indicative or too little: thresholds with their sources."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from analysis.areas.direct import Unit

Verdict = Literal["publishable", "indicative", "too_little"]
ORDER: tuple[Verdict, ...] = ("publishable", "indicative", "too_little")


@dataclass(frozen=True)
class Numbers:
    """What an area's answers are worth: interviews, effective answers, degrees of freedom (None: not known)."""

    n: float
    n_eff: float
    df: float | None


@dataclass(frozen=True)
class Standing:
    """A verdict with the codes of what keeps it from a better one."""

    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """Thresholds of the verdict.

    For proportions the widths of the interval follow the NCHS standard (Parker et al. 2017, *National Center for Health
    Statistics data presentation standards for proportions*, Vital and Health Statistics 2(175)): at least 30 answers
    and effective answers, at least 8 degrees of freedom, an absolute width up to 0.05 is good, from 0.30 it is bad,
    and between them the width may be 130% of the share. For means the coefficients of variation are those of
    Statistics Canada (16.6% and 33.3%). The last three are this product's own: NCHS publishes no model estimates.

    Attributes:
        n: effective answers (and answers) for `publishable`.
        df: degrees of freedom of the direct error for `publishable`; not asked when they are not known.
        good, bad: absolute widths of the interval of a proportion.
        relative: width of the interval by the share (or by its complement, when that is smaller).
        cv, cv_bad: root of the error by the estimate, for means.
        n_indicative: effective answers for `indicative`.
        borrowed: the largest share of the model in a `publishable` figure.
        borrowed_indicative: and in an `indicative` one.
    """

    n: float = 30
    df: float = 8
    good: float = 0.05
    bad: float = 0.30
    relative: float = 1.30
    cv: float = 0.166
    cv_bad: float = 0.333
    n_indicative: float = 10
    borrowed: float = 0.5
    borrowed_indicative: float = 0.8

    def stands(
        self,
        numbers: Numbers,
        estimate: float,
        limits: tuple[float, float],
        se: float,
        borrowed: float,
        unit: "Unit",
    ) -> Standing:
        """Judge one figure: a share or mean with its limits and error, of which the model's share is `borrowed`."""
        wide, bad = (
            self._wide(estimate, limits[1] - limits[0]) if unit == "proportion" else self._vague(estimate, se)
        )
        reasons = [
            code
            for code, holds in (
                ("n", numbers.n < self.n),
                ("n_eff", numbers.n_eff < self.n),
                ("df", numbers.df is not None and numbers.df < self.df),
                ("wide", wide),
                ("borrowed", borrowed > self.borrowed),
            )
            if holds
        ]
        if numbers.n_eff < self.n_indicative or bad or borrowed > self.borrowed_indicative:
            return Standing("too_little", tuple(reasons))
        return Standing("indicative" if reasons else "publishable", tuple(reasons))

    def _wide(self, share: float, width: float) -> tuple[bool, bool]:
        """Whether the interval of a share is wide, and whether it is bad."""
        if width <= self.good:
            return False, False
        least = min(share, 1 - share)
        relative = width / least if least > 0 else float("inf")
        return width >= self.bad or relative > self.relative, width >= self.bad

    def _vague(self, mean: float, se: float) -> tuple[bool, bool]:
        """The same for a mean, by its coefficient of variation."""
        cv = se / abs(mean) if mean else float("inf")
        return cv > self.cv, cv > self.cv_bad
