"""How many answers a difference between two groups or two waves needs; what a plan can find."""

from dataclasses import dataclass, field
from math import ceil, sqrt

from analysis.messages import N_, Message
from analysis.numerals import decimal, percent
from analysis.planning.expectations import Expectations, between, counted, quantile


@dataclass(frozen=True)
class Overlap:
    """People who are in both waves.

    Attributes:
        share: of the people in a wave, how many (0-1) are in the other too.
        correlation: between their answers in the two waves (-1 to 1).
    """

    share: float = 0.0
    correlation: float = 0.0

    def __post_init__(self) -> None:
        if self.share != 0:
            between(self.share, N_("het deel dat twee keer meedoet"), 0, 1, including=True)
        if abs(self.correlation) != 1:
            between(self.correlation, N_("de samenhang tussen de metingen"), -1, 1)

    @property
    def common(self) -> float:
        """The covariance of the two estimates, by the product of their errors."""
        return self.share * self.correlation


@dataclass(frozen=True)
class DifferencePlan:
    """A difference and the answers that belong to it.

    Attributes:
        first, second: the shares that are supposed (0-1).
        n: answers per group or wave; `approach` the people to approach per group.
        power: the chance that a real difference of this size is found significant.
        comparisons: the tests among which this is one; the level of each is (1 - level) / comparisons (Bonferroni).
        expectations: level, design effect and response.
        overlap: of two waves.
    """

    first: float
    second: float
    n: int
    approach: int
    power: float
    comparisons: int = 1
    expectations: Expectations = field(default_factory=Expectations)
    overlap: Overlap = field(default_factory=Overlap)

    @property
    def sentence(self) -> Message:
        """The plan in words."""
        return Message(
            N_(
                "Met %(n)s antwoorden per groep (benader er %(approach)s) is de kans %(power)s dat een verschil tussen "
                "%(first)s en %(second)s significant wordt gevonden (betrouwbaarheid %(level)s, %(comparisons)s "
                "vergelijking(en), ontwerpeffect %(deff)s)."
            ),
            {
                "n": self.n,
                "approach": self.approach,
                "power": percent(self.power),
                "first": percent(self.first),
                "second": percent(self.second),
                "level": percent(self.expectations.level),
                "comparisons": self.comparisons,
                "deff": decimal(self.expectations.deff),
            },
        )


@dataclass(frozen=True)
class Detectable:
    """The smallest differences that a plan finds with the given power.

    Attributes:
        share: of the one group.
        lower, upper: the shares of the other group from which a difference is found; None where there is none.
        n: answers per group.
        power: the chance of finding it.
        expectations: level, design effect and response.
    """

    share: float
    lower: float | None
    upper: float | None
    n: int
    power: float
    expectations: Expectations

    @property
    def difference(self) -> float | None:
        """The smaller of the two differences, a share."""
        found = [abs(one - self.share) for one in (self.lower, self.upper) if one is not None]
        return min(found, default=None)

    @property
    def sentence(self) -> Message:
        """What can be found, and what cannot."""
        told = {
            "n": self.n,
            "share": percent(self.share),
            "power": percent(self.power),
            "level": percent(self.expectations.level),
        }
        if self.difference is None:
            return Message(
                N_(
                    "Met %(n)s antwoorden per groep is geen enkel verschil met %(share)s met kans %(power)s te vinden."
                ),
                told,
            )
        return Message(
            N_(
                "Met %(n)s antwoorden per groep is een verschil met %(share)s vanaf ongeveer %(difference)s procentpunt "
                "met kans %(power)s te vinden (betrouwbaarheid %(level)s). Kleinere verschillen blijven vaak onopgemerkt."
            ),
            told | {"difference": decimal(100 * self.difference, 1)},
        )


def plan_difference(
    first: float,
    second: float,
    *,
    power: float = 0.8,
    comparisons: int = 1,
    expectations: Expectations | None = None,
    overlap: Overlap | None = None,
) -> DifferencePlan:
    """The answers per group that a difference between two shares needs.

    n = D (z_(1 - alpha/2) sqrt(2 p q (1 - P R)) + z_power sqrt(p1 q1 + p2 q2 - 2 P R sqrt(p1 q1 p2 q2)))^2 / d^2,
    with p the mean of the two shares, D the design effect, P the overlap and R its correlation (Fleiss, Levin and Paik
    2003, section 4.2, without continuity correction; Kish 1965, section 12.4; R: `power.prop.test` for D = 1, P = 0).

    Args:
        first: a share.
        second: the other; they differ.
        power: the chance of finding the difference.
        comparisons: the number of tests among which this is one.
        expectations: level, design effect and response.
        overlap: of two waves; none for two groups.

    Raises:
        MethodError: a share, chance or number that cannot be.
    """
    expected, both = _checked(first, comparisons, expectations, overlap)
    between(second, N_("het tweede aandeel"), 0, 1)
    between(power, N_("de kans om het verschil te vinden"), 0, 1)
    between(abs(first - second), N_("het verschil"), 0, 1)
    equal, apart = _errors(first, second, both)
    reach = _critical(expected, comparisons) * equal + quantile(power) * apart
    n = ceil(expected.deff * (reach / (first - second)) ** 2 - 1e-9)
    return DifferencePlan(
        first,
        second,
        n,
        expected.approached(n),
        _power(n, first, second, comparisons, expected, both),
        comparisons,
        expected,
        both,
    )


def power_of_plan(
    n: int,
    first: float,
    second: float,
    *,
    comparisons: int = 1,
    expectations: Expectations | None = None,
    overlap: Overlap | None = None,
) -> DifferencePlan:
    """The chance that `n` answers per group find a difference between two shares.

    Args:
        n: answers per group.
        first: a share.
        second: the other.
        comparisons: the number of tests among which this is one.
        expectations: level, design effect and response.
        overlap: of two waves; none for two groups.

    Raises:
        MethodError: a share or number that cannot be.
    """
    expected, both = _checked(first, comparisons, expectations, overlap)
    between(second, N_("het tweede aandeel"), 0, 1)
    counted(n, N_("de antwoorden"))
    power = _power(n, first, second, comparisons, expected, both)
    return DifferencePlan(first, second, n, expected.approached(n), power, comparisons, expected, both)


def detectable_difference(
    n: int,
    share: float,
    *,
    power: float = 0.8,
    comparisons: int = 1,
    expectations: Expectations | None = None,
    overlap: Overlap | None = None,
) -> Detectable:
    """The smallest difference with `share` that `n` answers per group find with the given power, up and down.

    Args:
        n: answers per group.
        share: of the one group.
        power: the chance of finding the difference.
        comparisons: the number of tests among which this is one.
        expectations: level, design effect and response.
        overlap: of two waves; none for two groups.

    Raises:
        MethodError: a share, chance or number that cannot be.
    """
    from scipy.optimize import brentq

    expected, both = _checked(share, comparisons, expectations, overlap)
    between(power, N_("de kans om het verschil te vinden"), 0, 1)
    counted(n, N_("de antwoorden"))

    def short(other: float) -> float:
        return _power(n, share, other, comparisons, expected, both) - power

    found: list[float | None] = []
    for edge in (1e-9, 1 - 1e-9):
        near = share + (edge - share) * 1e-9
        possible = short(edge) > 0 > short(near)
        found.append(float(brentq(short, near, edge, xtol=1e-12)) if possible else None)
    return Detectable(share, found[0], found[1], n, power, expected)


def _power(
    n: float, first: float, second: float, comparisons: int, expected: Expectations, both: Overlap
) -> float:
    from scipy.special import ndtr

    equal, apart = _errors(first, second, both)
    if apart == 0:
        return 1.0
    reach = sqrt(n / expected.deff) * abs(first - second) - _critical(expected, comparisons) * equal
    return float(ndtr(reach / apart))


def _errors(first: float, second: float, both: Overlap) -> tuple[float, float]:
    """sqrt(n) times the error of the difference, were the shares one, and as they are."""
    mean = (first + second) / 2
    one, other = first * (1 - first), second * (1 - second)
    equal = 2 * mean * (1 - mean) * (1 - both.common)
    apart = one + other - 2 * both.common * sqrt(one * other)
    return sqrt(max(equal, 0.0)), sqrt(max(apart, 0.0))


def _critical(expected: Expectations, comparisons: int) -> float:
    return quantile(1 - (1 - expected.level) / comparisons / 2)


def _checked(
    share: float, comparisons: int, expectations: Expectations | None, overlap: Overlap | None
) -> tuple[Expectations, Overlap]:
    between(share, N_("het eerste aandeel"), 0, 1)
    counted(comparisons, N_("de vergelijkingen"))
    return expectations or Expectations(), overlap or Overlap()
