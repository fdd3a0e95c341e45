"""Targets: how likely it is that a target is met, and the traffic light that follows from it by a stated rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from analysis.errors import MethodError
from analysis.figure import SMALL, Estimate
from analysis.intervals import DEFAULT, limits
from analysis.messages import N_, Message
from analysis.numerals import decimal, percent, plain

Direction = Literal["at_least", "at_most"]
Light = Literal["green", "orange", "red", "grey"]


@dataclass(frozen=True)
class Rule:
    """When a light is green or red.

    Attributes:
        green: from this probability that the target is met.
        red: up to this probability.
        least: answers below which the light is grey, whatever the probability.

    Raises:
        MethodError: probabilities that are not 0 <= red < green <= 1, or a negative number of answers.
    """

    green: float = 0.9
    red: float = 0.1
    least: int = SMALL

    def __post_init__(self) -> None:
        if not 0 <= self.red < self.green <= 1 or self.least < 0:
            raise MethodError(
                Message(N_("Verwacht: kansen tussen 0 en 1, die voor groen hoger dan die voor rood.")),
                Message(
                    N_(
                        "Gekregen: groen vanaf %(green)s, rood tot %(red)s, grijs onder %(least)s antwoorden."
                    ),
                    {"green": self.green, "red": self.red, "least": self.least},
                ),
                Message(N_("Gebruik bijvoorbeeld 0.9, 0.1 en 30.")),
            )

    @property
    def sentence(self) -> Message:
        """The rule, as it must stand beside every light."""
        return Message(
            N_(
                "Groen: de kans dat de norm is gehaald, is ten minste %(green)s. Rood: die kans is hoogstens %(red)s. "
                "Daartussen oranje: niet te zeggen. Grijs: minder dan %(least)s antwoorden, of geen marge."
            ),
            {"green": percent(self.green), "red": percent(self.red), "least": self.least},
        )


@dataclass(frozen=True)
class Verdict:
    """What a figure says about a target.

    Attributes:
        figure: the figure, with its n, interval and caveats.
        target: in the units of the figure.
        direction: `at_least` or `at_most` the target.
        probability: that the target is met; None when it can not be computed.
        n_eff: the effective number of answers behind the probability; None for a mean.
        light: green, orange, red, or grey for too little.
        method: `beta` (Jeffreys prior, effective n) for proportions, `student` for means, totals and ratios.
        rule: by which the light was chosen.
        caveats: those of the figure, and `too_few`, `no_probability`.
    """

    figure: Estimate
    target: float
    direction: Direction
    probability: float | None
    n_eff: float | None
    light: Light
    method: Literal["beta", "student"]
    rule: Rule = field(default_factory=Rule)
    caveats: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Answers, unweighted."""
        return self.figure.n

    @property
    def low(self) -> float | None:
        """The lower limit of the figure."""
        return self.figure.low

    @property
    def high(self) -> float | None:
        """The upper limit of the figure."""
        return self.figure.high

    @property
    def level(self) -> float:
        """The level of the figure's interval."""
        return self.figure.level

    @property
    def sentence(self) -> Message:
        """Target, figure, probability and light."""
        figure, share = self.figure, self.figure.kind == "proportion"
        said = percent if share else decimal
        # A norm is said as it was set, not rounded.
        exact = plain(self.target * 100 if share else self.target)
        values = {"target": f"{exact}%" if share else exact, "n": self.n}
        if self.probability is None or figure.estimate is None or self.light == "grey":
            return Message(_GREY[self.direction], values)
        known = {"estimate": said(figure.estimate), "probability": self._chance()}
        return Message(_SAYS[self.direction, self.light], values | known)

    def _chance(self) -> str:
        """The probability, with a decimal where rounding would put it on the other side of the rule."""
        p = self.probability or 0.0
        rounded = round(p, 2)
        if (rounded >= self.rule.green) != (p >= self.rule.green) or (rounded <= self.rule.red) != (
            p <= self.rule.red
        ):
            return f"{decimal(p * 100, 1)}%"
        return percent(p)


_SAYS = {
    ("at_least", "green"): N_(
        "De norm is ten minste %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: groen."
    ),
    ("at_least", "orange"): N_(
        "De norm is ten minste %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: oranje, niet te zeggen."
    ),
    ("at_least", "red"): N_(
        "De norm is ten minste %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: rood."
    ),
    ("at_most", "green"): N_(
        "De norm is hoogstens %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: groen."
    ),
    ("at_most", "orange"): N_(
        "De norm is hoogstens %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: oranje, niet te zeggen."
    ),
    ("at_most", "red"): N_(
        "De norm is hoogstens %(target)s; gemeten is %(estimate)s (%(n)s antwoorden). "
        "De kans dat de norm is gehaald, is %(probability)s: rood."
    ),
}
_GREY = {
    "at_least": N_(
        "De norm is ten minste %(target)s; er zijn te weinig antwoorden (%(n)s) om te zeggen of die is gehaald: grijs."
    ),
    "at_most": N_(
        "De norm is hoogstens %(target)s; er zijn te weinig antwoorden (%(n)s) om te zeggen of die is gehaald: grijs."
    ),
}


def judge(
    figure: Estimate, target: float, direction: Direction = "at_least", rule: Rule | None = None
) -> Verdict:
    """How likely a target is met, given a figure, and the light that follows.

    A proportion p has the posterior Beta(p n* + 1/2, (1 - p) n* + 1/2), from Jeffreys' prior (Brown, Cai and DasGupta
    2001, Statistical Science 16:101-133) and the effective n of the default interval, n* = min(n,
    p (1 - p) / V (t_{n-1} / t_df)^2), n* = n where V = 0 (Korn and Graubard 1998, Survey Methodology 24:193-201;
    Franco et al. 2019, Journal of Survey Statistics and Methodology 7:334-364, compare the two). It exists at 0 and at
    n of n. A mean, total or ratio has (estimate - target) / se as Student's t with the figure's degrees of freedom.
    The probability holds for the sampling error only: the caveats of the figure (street, panel) go with it.

    Args:
        figure: from `tabulate` or `estimate`.
        target: from 0 to 1 for a proportion, else in the units of the figure.
        direction: whether the figure must be at least or at most the target.
        rule: when the light is green, red or grey; by default 0.9, 0.1 and 30 answers.

    Raises:
        MethodError: a target that is not a share of a proportion or not finite, or an unknown direction.
    """
    _require(figure, target, direction)
    rule = rule or Rule()
    n_eff = _effective(figure) if figure.kind == "proportion" else None
    least = _at_least(figure, target, n_eff)
    probability = None if least is None else least if direction == "at_least" else 1 - least
    noted = list(figure.caveats)
    light: Light = "orange"
    if probability is None:
        light, noted = "grey", [*noted, "no_probability"]
    elif figure.n < rule.least:
        light, noted = "grey", [*noted, "too_few"]
    elif probability >= rule.green:
        light = "green"
    elif probability <= rule.red:
        light = "red"
    return Verdict(
        figure=figure,
        target=target,
        direction=direction,
        probability=probability,
        n_eff=n_eff,
        light=light,
        method="beta" if figure.kind == "proportion" else "student",
        rule=rule,
        caveats=tuple(noted),
    )


def judge_all(
    figures: Sequence[Estimate],
    target: float,
    direction: Direction = "at_least",
    rule: Rule | None = None,
) -> list[Verdict]:
    """The verdict of each figure of a table against one target, in the order given; see `judge`."""
    return [judge(one, target, direction, rule) for one in figures]


def _effective(figure: Estimate) -> float | None:
    if figure.estimate is None or figure.se is None or figure.df < 1:
        return None
    values = (figure.estimate, figure.se**2, figure.n, figure.df)
    share, variance, n, df = (np.array([float(value)]) for value in values)
    found = limits(DEFAULT, share, variance, n, df, figure.level)
    return None if found.unknown[0] or found.outside[0] else float(found.n_eff[0])


def _at_least(figure: Estimate, target: float, n_eff: float | None) -> float | None:
    """P(the true figure >= target); None without an error, or without degrees of freedom."""
    if figure.estimate is None:
        return None
    if figure.kind == "proportion":
        from scipy.special import betainc

        if n_eff is None:
            return None
        yes, no = figure.estimate * n_eff + 0.5, (1 - figure.estimate) * n_eff + 0.5
        return float(1 - betainc(yes, no, target))
    if not figure.se or figure.df < 1:
        return None
    from scipy.special import stdtr

    return float(stdtr(figure.df, (figure.estimate - target) / figure.se))


def _require(figure: Estimate, target: float, direction: str) -> None:
    if direction not in get_args(Direction):
        raise MethodError(
            Message(N_("Verwacht een richting: %(options)s."), {"options": ", ".join(get_args(Direction))}),
            Message(N_("Gekregen: %(got)s."), {"got": direction}),
            Message(N_("Kies at_least als meer beter is, at_most als minder beter is.")),
        )
    share = figure.kind == "proportion"
    if not np.isfinite(target) or (share and not 0 <= target <= 1):
        raise MethodError(
            Message(
                N_("Verwacht: een norm tussen 0 en 1 voor een aandeel.")
                if share
                else N_("Verwacht: een norm die een getal is, in de eenheid van het cijfer.")
            ),
            Message(N_("Gekregen: %(got)s."), {"got": target}),
            Message(N_("Deel een percentage door 100.")),
        )
