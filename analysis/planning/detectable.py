"""The smallest difference that a number of answers can find."""

from dataclasses import dataclass

from analysis.messages import N_, Message
from analysis.numerals import decimal, percent
from analysis.planning.expectations import Expectations, between, counted
from analysis.planning.power import Overlap, checked, power_of


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

    expected, both = checked(share, comparisons, expectations, overlap)
    between(power, N_("de kans om het verschil te vinden"), 0, 1)
    counted(n, N_("de antwoorden"))

    def short(other: float) -> float:
        return power_of(n, share, other, comparisons, expected, both) - power

    found: list[float | None] = []
    for edge in (1e-9, 1 - 1e-9):
        near = share + (edge - share) * 1e-9
        possible = short(edge) > 0 > short(near)
        found.append(float(brentq(short, near, edge, xtol=1e-12)) if possible else None)
    return Detectable(share, found[0], found[1], n, power, expected)
