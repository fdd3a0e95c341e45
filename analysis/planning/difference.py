"""How many answers a difference between two groups or two waves needs, and the power of a given plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from analysis.messages import N_, Message
from analysis.numerals import decimal, many, percent
from analysis.planning.expectations import Expectations, between, counted, quantile
from analysis.planning.power import Overlap, checked, critical, errors, power_of


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
        name: of the wijk; empty for one plan.
        population: people in each group or wave; None: so many that their number does not matter.
    """

    first: float
    second: float
    n: int
    approach: int
    power: float
    comparisons: int = 1
    expectations: Expectations = field(default_factory=Expectations)
    overlap: Overlap = field(default_factory=Overlap)
    name: str = ""
    population: int | None = None

    @property
    def caveats(self) -> tuple[str, ...]:
        """Codes, see `analysis.caveats`."""
        short = self.population is not None and self.approach > self.population
        return ("population_too_small",) if short else ()

    @property
    def sentence(self) -> Message:
        """The plan in words."""
        told = {
            "name": self.name or "Hier",
            "n": many(self.n),
            "approach": many(self.approach),
            "power": percent(self.power),
            "first": percent(self.first),
            "second": percent(self.second),
            "level": percent(self.expectations.level),
            "comparisons": self.comparisons,
            "deff": decimal(self.expectations.deff),
            "population": self.population,
        }
        if self.caveats:
            return Message(
                N_(
                    "%(name)s: voor een verschil tussen %(first)s en %(second)s zijn %(n)s antwoorden per groep nodig. "
                    "Daarvoor moet u %(approach)s mensen benaderen, en er zijn er %(population)s. Dit verschil is hier "
                    "niet aan te tonen: neem wijken samen, of reken op een groter verschil."
                ),
                told,
            )
        return Message(
            N_(
                "Met %(n)s antwoorden per groep (benader er %(approach)s) is de kans %(power)s dat een verschil tussen "
                "%(first)s en %(second)s significant wordt gevonden (betrouwbaarheid %(level)s, %(comparisons)s "
                "vergelijking(en), ontwerpeffect %(deff)s)."
            ),
            told,
        )


def plan_difference(
    first: float,
    second: float,
    *,
    power: float = 0.8,
    comparisons: int = 1,
    expectations: Expectations | None = None,
    overlap: Overlap | None = None,
    population: int | None = None,
    name: str = "",
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
        population: people in each group or wave, to see whether there are enough of them.
        name: of the wijk.

    Raises:
        MethodError: a share, chance or number that cannot be.
    """
    expected, both = checked(first, comparisons, expectations, overlap)
    between(second, N_("het tweede aandeel"), 0, 1)
    between(power, N_("de kans om het verschil te vinden"), 0, 1)
    between(abs(first - second), N_("het verschil"), 0, 1)
    if population is not None:
        counted(population, N_("de inwoners"))
    equal, apart = errors(first, second, both)
    reach = critical(expected, comparisons) * equal + quantile(power) * apart
    n = ceil(expected.deff * (reach / (first - second)) ** 2 - 1e-9)
    return DifferencePlan(
        first,
        second,
        n,
        expected.approached(n),
        power_of(n, first, second, comparisons, expected, both),
        comparisons,
        expected,
        both,
        name,
        population,
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
    expected, both = checked(first, comparisons, expectations, overlap)
    between(second, N_("het tweede aandeel"), 0, 1)
    counted(n, N_("de antwoorden"))
    power = power_of(n, first, second, comparisons, expected, both)
    return DifferencePlan(first, second, n, expected.approached(n), power, comparisons, expected, both)


def plan_difference_per_wijk(
    populations: Mapping[str, int],
    first: float,
    second: float,
    *,
    power: float = 0.8,
    expectations: Expectations | None = None,
    overlap: Overlap | None = None,
) -> tuple[DifferencePlan, ...]:
    """Plan the same change in each wijk, all of them tested together: each at (1 - level) / number of wijken.

    Args:
        populations: people per wijk.
        first: the share in the one wave or group.
        second: that in the other.
        power: the chance of finding the difference in a wijk.
        expectations: level, design effect and response.
        overlap: of two waves.

    Raises:
        MethodError: no wijken, or a share, chance or number that cannot be.
    """
    counted(len(populations), N_("de wijken"))
    return tuple(
        plan_difference(
            first,
            second,
            power=power,
            comparisons=len(populations),
            expectations=expectations,
            overlap=overlap,
            population=people,
            name=name,
        )
        for name, people in populations.items()
    )
