"""May a figure of a wijk be published? Direct and model estimate side by side, and a verdict by a stated rule."""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from analysis.errors import AreaModelError
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.areas.direct import Direct, Unit

Verdict = Literal["publishable", "indicative", "too_little"]


class Modelled(Protocol):
    """What a model says of one area; `AreaEstimate` and `AreaShare` are such."""

    @property
    def area(self) -> Any: ...  # noqa: D102 -- named in the classes that have it
    @property
    def estimate(self) -> float: ...  # noqa: D102
    @property
    def mse(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102
    @property
    def shrinkage(self) -> float | None: ...  # noqa: D102
    @property
    def caveats(self) -> tuple[str, ...]: ...  # noqa: D102


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


@dataclass(frozen=True)
class Judged:
    """One area.

    Attributes:
        area: its name.
        n, n_eff, df: of the direct estimate; None when not known.
        direct, direct_low, direct_high: what its interviews say; None when they say nothing.
        estimate, low, high, mse: what the model says.
        borrowed: the share of the model in `estimate`, 0 to 1.
        verdict: `publishable`, `indicative` or `too_little`.
        reasons: codes of what keeps it from a better verdict: `n`, `n_eff`, `df`, `wide`, `borrowed`.
        unit: of the estimates.
        caveats: codes, see `analysis.caveats`.
    """

    area: Any
    n: float | None
    n_eff: float | None
    df: float | None
    direct: float | None
    direct_low: float | None
    direct_high: float | None
    estimate: float
    low: float
    high: float
    mse: float
    borrowed: float
    verdict: Verdict
    reasons: tuple[str, ...]
    unit: "Unit"
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The verdict for a reader without statistics."""
        values = {
            "area": self.area,
            "n": "?" if self.n is None else round(self.n),
            "share": _shown(self.estimate, self.unit),
            "low": _shown(self.low, self.unit),
            "high": _shown(self.high, self.unit),
        }
        return Message(_SENTENCES[self.verdict, self.unit], values)


@dataclass(frozen=True)
class Verdicts:
    """All areas, the rule and how often each verdict fell."""

    areas: tuple[Judged, ...]
    rule: Rule

    def number(self, verdict: Verdict) -> int:
        """Areas with this verdict."""
        return sum(one.verdict == verdict for one in self.areas)

    @property
    def sentence(self) -> Message:
        """The whole for a reader without statistics."""
        if self.number("too_little") == len(self.areas):
            return Message(
                N_(
                    "In geen van de %(areas)s gebieden zijn genoeg antwoorden: er is te weinig om iets te zeggen per gebied."
                ),
                {"areas": len(self.areas)},
            )
        return Message(
            N_(
                "Van de %(areas)s gebieden zijn er %(good)s te publiceren en %(fair)s alleen een aanwijzing; in %(bad)s "
                "is er te weinig om iets te zeggen."
            ),
            {
                "areas": len(self.areas), "good": self.number("publishable"), "fair": self.number("indicative"),
                "bad": self.number("too_little"),
            },
        )  # fmt: skip


_SENTENCES = {
    ("publishable", "proportion"): N_("%(area)s: %(share)s%% (tussen %(low)s en %(high)s%%), te publiceren."),
    ("indicative", "proportion"): N_(
        "%(area)s: ongeveer %(share)s%% (tussen %(low)s en %(high)s%%), alleen een aanwijzing: %(n)s antwoorden."
    ),
    ("too_little", "proportion"): N_("%(area)s: met %(n)s antwoorden is er te weinig om iets te zeggen."),
    ("publishable", "mean"): N_("%(area)s: %(share)s (tussen %(low)s en %(high)s), te publiceren."),
    ("indicative", "mean"): N_(
        "%(area)s: ongeveer %(share)s (tussen %(low)s en %(high)s), alleen een aanwijzing: %(n)s antwoorden."
    ),
    ("too_little", "mean"): N_("%(area)s: met %(n)s antwoorden is er te weinig om iets te zeggen."),
}


def verdicts(found: "Direct", modelled: "Sequence[Modelled]", rule: Rule | None = None) -> Verdicts:
    """Judge every area of a model.

    `publishable`: n and n_eff at least `n`, df at least `df`, the interval not wide, and the model's share at most
    `borrowed`. `indicative`: n_eff at least `n_indicative`, the interval not bad, and the model's share at most
    `borrowed_indicative`. Else `too_little`. Wide and bad are defined by `Rule`. Areas without direct estimate have n
    0. Where n_eff is not known, n stands for it.

    Args:
        found: direct estimates with their numbers of answers.
        modelled: `FayHerriot.areas` or `Mrp.areas`.
        rule: thresholds; the defaults have their sources in `Rule`.

    Raises:
        AreaModelError: the numbers of answers are not known.
    """
    if np.isnan(found.n).all() and np.isnan(found.n_eff).all():
        raise AreaModelError(
            Message(N_("Verwacht: het aantal antwoorden per gebied.")),
            Message(N_("Het is van geen enkel gebied bekend.")),
            Message(N_("Geef n of n_eff: zonder aantallen is er geen oordeel.")),
        )
    place = {area: number for number, area in enumerate(found.areas)}
    chosen = Rule() if rule is None else rule
    return Verdicts(tuple(_judge(found, place.get(one.area), one, chosen) for one in modelled), chosen)


def _judge(found: "Direct", place: int | None, one: Modelled, rule: Rule) -> Judged:
    known = {
        name: None if place is None else _known(getattr(found, name)[place])
        for name in ("n", "n_eff", "df", "estimate", "low", "high", "variance")
    }
    n = known["n"] if known["n"] is not None else known["n_eff"]
    n = 0.0 if n is None else n
    n_eff = n if known["n_eff"] is None else min(n, known["n_eff"])
    borrowed = 1.0 if one.shrinkage is None else 1 - one.shrinkage
    width, bad = _wide(one, found.unit, rule)
    reasons = [
        code
        for code, holds in (
            ("n", n < rule.n),
            ("n_eff", n_eff < rule.n),
            ("df", known["df"] is not None and known["df"] < rule.df),
            ("wide", width),
            ("borrowed", borrowed > rule.borrowed),
        )
        if holds
    ]
    verdict: Verdict = "publishable"
    if n_eff < rule.n_indicative or bad or borrowed > rule.borrowed_indicative:
        verdict = "too_little"
    elif reasons:
        verdict = "indicative"
    low, high = _limits(known, found.unit)
    return Judged(
        area=one.area, n=known["n"] if place is not None else 0.0, n_eff=known["n_eff"], df=known["df"],
        direct=known["estimate"], direct_low=low, direct_high=high, estimate=one.estimate, low=one.low,
        high=one.high, mse=one.mse, borrowed=borrowed, verdict=verdict, reasons=tuple(reasons), unit=found.unit,
        caveats=tuple(dict.fromkeys((*found.caveats, *one.caveats))),
    )  # fmt: skip


def _wide(one: Modelled, unit: "Unit", rule: Rule) -> tuple[bool, bool]:
    """Whether the interval is wide, and whether it is bad."""
    if unit == "mean":
        cv = sqrt(one.mse) / abs(one.estimate) if one.estimate else float("inf")
        return cv > rule.cv, cv > rule.cv_bad
    width = one.high - one.low
    if width <= rule.good:
        return False, False
    least = min(one.estimate, 1 - one.estimate)
    relative = width / least if least > 0 else float("inf")
    return width >= rule.bad or relative > rule.relative, width >= rule.bad


def _limits(known: dict[str, float | None], unit: "Unit") -> tuple[float | None, float | None]:
    """The direct interval: as given, or Wald with Student's t when only the variance is known."""
    if known["low"] is not None or known["estimate"] is None or not known["variance"]:
        return known["low"], known["high"]
    margin = critical(0.95, known["df"] or float("inf")) * sqrt(known["variance"])
    low, high = known["estimate"] - margin, known["estimate"] + margin
    return (max(0.0, low), min(1.0, high)) if unit == "proportion" else (low, high)


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _shown(value: float, unit: "Unit") -> str:
    return decimal(100 * value, 0) if unit == "proportion" else decimal(value, 1)
