"""May a figure of a wijk be published? Direct and model estimate side by side, and a verdict by a stated rule."""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from analysis.areas.rule import ORDER, Numbers, Rule, Standing, Verdict
from analysis.errors import AreaModelError
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.areas.direct import Direct, Unit

Figure = Literal["direct", "model"]


class Modelled(Protocol):
    """What a model says of one area; `AreaEstimate` and `AreaShare` are such."""

    @property
    def area(self) -> Any:
        """Its name."""

    @property
    def estimate(self) -> float:
        """In the unit of the direct figures."""

    @property
    def mse(self) -> float:
        """Mean squared error."""

    @property
    def low(self) -> float:
        """Lower limit."""

    @property
    def high(self) -> float:
        """Upper limit."""

    @property
    def shrinkage(self) -> float | None:
        """The share of the area's own answers, 0 to 1."""

    @property
    def caveats(self) -> tuple[str, ...]:
        """Codes."""


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
        figure: whether the verdict is about the `direct` figure or about that of the `model`.
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
    figure: Figure
    unit: "Unit"
    caveats: tuple[str, ...]

    @property
    def shown(self) -> dict[str, float]:
        """The figure that the verdict is about, with its limits."""
        own = (self.direct, self.direct_low, self.direct_high)
        if self.figure == "direct" and None not in own:
            return dict(zip(("share", "low", "high"), (float(value or 0.0) for value in own), strict=True))
        return {"share": self.estimate, "low": self.low, "high": self.high}

    @property
    def sentence(self) -> Message:
        """The verdict for a reader without statistics."""
        values = {
            "area": self.area,
            "n": "?" if self.n is None else round(self.n),
            **{name: _shown(value, self.unit) for name, value in self.shown.items()},
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
    """Judge every area of a model: its own figure, and that of the model; the better verdict counts.

    `publishable`: n and n_eff at least `n`, df at least `df`, the interval not wide, and the model's share at most
    `borrowed`. `indicative`: n_eff at least `n_indicative`, the interval not bad, and the model's share at most
    `borrowed_indicative`. Else `too_little`. Wide and bad are defined by `Rule`. A direct figure borrows nothing; at the
    same verdict the model's stands, whose error is smaller. Areas without direct estimate have n 0. Where n_eff is
    not known, n stands for it.

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
    numbers = Numbers(n, n_eff, known["df"])
    borrowed = 1.0 if one.shrinkage is None else 1 - one.shrinkage
    low, high = _limits(known, found.unit)
    by_model = rule.stands(numbers, one.estimate, (one.low, one.high), sqrt(one.mse), borrowed, found.unit)
    by_itself = Standing("too_little", ())
    if known["estimate"] is not None and low is not None and high is not None and known["variance"]:
        by_itself = rule.stands(
            numbers, known["estimate"], (low, high), sqrt(known["variance"]), 0.0, found.unit
        )
    alone = ORDER.index(by_itself.verdict) < ORDER.index(by_model.verdict)
    best = by_itself if alone else by_model
    return Judged(
        area=one.area, n=known["n"] if place is not None else 0.0, n_eff=known["n_eff"], df=known["df"],
        direct=known["estimate"], direct_low=low, direct_high=high, estimate=one.estimate, low=one.low,
        high=one.high, mse=one.mse, borrowed=borrowed, verdict=best.verdict, reasons=best.reasons,
        figure="direct" if alone else "model", unit=found.unit,
        caveats=tuple(dict.fromkeys((*found.caveats, *one.caveats))),
    )  # fmt: skip


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
