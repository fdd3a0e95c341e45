"""The chance that a test of two shares finds their difference."""

from dataclasses import dataclass
from math import sqrt

from analysis.messages import N_
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


def power_of(
    n: float, first: float, second: float, comparisons: int, expected: Expectations, both: Overlap
) -> float:
    """The chance that `n` answers per group find the difference; the tail on its own side only, as in R.

    Phi((sqrt(n / D) |p1 - p2| - z s_0) / s_1) with s_0, s_1 of `errors`, D the design effect and z of `critical` (R:
    `power.prop.test`); the arguments are those of `power_of_plan`, shares between 0 and 1.
    """
    from scipy.special import ndtr

    equal, apart = errors(first, second, both)
    if apart == 0:
        return 1.0
    reach = sqrt(n / expected.deff) * abs(first - second) - critical(expected, comparisons) * equal
    return float(ndtr(reach / apart))


def errors(first: float, second: float, both: Overlap) -> tuple[float, float]:
    """sqrt(n) times the error of the difference, were the shares one, and as they are."""
    mean = (first + second) / 2
    one, other = first * (1 - first), second * (1 - second)
    equal = 2 * mean * (1 - mean) * (1 - both.common)
    apart = one + other - 2 * both.common * sqrt(one * other)
    return sqrt(max(equal, 0.0)), sqrt(max(apart, 0.0))


def critical(expected: Expectations, comparisons: int) -> float:
    """The normal quantile of one test of several."""
    return quantile(1 - (1 - expected.level) / comparisons / 2)


def checked(
    share: float, comparisons: int, expectations: Expectations | None, overlap: Overlap | None
) -> tuple[Expectations, Overlap]:
    """What was supposed, or the defaults.

    Raises:
        MethodError: a share or number that cannot be.
    """
    between(share, N_("het eerste aandeel"), 0, 1)
    counted(comparisons, N_("de vergelijkingen"))
    return expectations or Expectations(), overlap or Overlap()
