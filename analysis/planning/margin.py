"""How many answers a share needs for a given margin, and which margin a given number of answers gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, isfinite, sqrt

from analysis.errors import MethodError
from analysis.figure import SMALL
from analysis.messages import N_, Message
from analysis.numerals import decimal, many, percent
from analysis.planning.expectations import Expectations, between, counted

ROUGH = 5  # expected answers of the rarer kind below which the normal margin is rough


@dataclass(frozen=True)
class MarginPlan:
    """Answers and a margin that belong together.

    Attributes:
        name: the wijk or group; empty for one sample.
        n: answers; `approach` the people to approach for them.
        margin: half the width of the interval, a share (0.05 is 5 percentage points).
        share: the share that is supposed; 0.5 needs the most answers.
        population: people in the group; None: so many that their number does not matter.
        expectations: level, design effect and response.
        caveats: codes, see `analysis.caveats`.
    """

    name: str
    n: int
    approach: int
    margin: float
    share: float
    population: int | None
    expectations: Expectations
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The plan in words."""
        told = {
            "name": self.name,
            "n": many(self.n),
            "approach": many(self.approach),
            "margin": decimal(100 * self.margin, 1),
            "share": percent(self.share),
            "level": percent(self.expectations.level),
            "response": percent(self.expectations.response),
            "deff": decimal(self.expectations.deff),
            "population": self.population,
        }
        if "population_too_small" in self.caveats:
            return Message(
                N_(
                    "%(name)s: er wonen te weinig mensen voor deze marge. Worden alle %(population)s benaderd, dan geven "
                    "naar verwachting %(n)s mensen antwoord (respons %(response)s) en is de marge %(margin)s procentpunt "
                    "(betrouwbaarheid %(level)s)."
                ),
                told | {"name": self.name or "Hier"},
            )
        if self.name:
            return Message(
                N_(
                    "%(name)s: benader %(approach)s mensen voor %(n)s antwoorden (respons %(response)s). De marge is dan "
                    "ongeveer %(margin)s procentpunt bij een aandeel van %(share)s (betrouwbaarheid %(level)s, "
                    "ontwerpeffect %(deff)s)."
                ),
                told,
            )
        return Message(
            N_(
                "Benader %(approach)s mensen voor %(n)s antwoorden (respons %(response)s). De marge is dan ongeveer "
                "%(margin)s procentpunt bij een aandeel van %(share)s (betrouwbaarheid %(level)s, ontwerpeffect %(deff)s)."
            ),
            told,
        )


@dataclass(frozen=True)
class FieldworkPlan:
    """Plans per wijk or group.

    Attributes:
        parts: one per wijk, in the order given.
        n: answers together; `approach` the people to approach.
        margin: of the share of all wijken together, each weighted by its population.
    """

    parts: tuple[MarginPlan, ...]
    n: int
    approach: int
    margin: float

    @property
    def sentence(self) -> Message:
        """The whole plan in words."""
        return Message(
            N_(
                "Benader samen %(approach)s mensen voor %(n)s antwoorden in %(many)s wijken. Voor het geheel is de marge "
                "dan ongeveer %(margin)s procentpunt."
            ),
            {
                "approach": many(self.approach),
                "n": many(self.n),
                "many": len(self.parts),
                "margin": decimal(100 * self.margin, 1),
            },
        )


def answers_for_margin(margin: float, share: float, population: int | None, expected: Expectations) -> float:
    """The number of answers, not rounded, for a margin.

    n = D N p q / ((N - 1) e^2 / z^2 + D p q), and D p q z^2 / e^2 without N, with D the design effect (Cochran 1977,
    *Sampling Techniques*, section 4.4; with D = 1 it is that of Krejcie and Morgan 1970).
    """
    drawn = expected.deff * share * (1 - share)
    precision = (margin / expected.z) ** 2
    if population is None:
        return drawn / precision
    return population * drawn / ((population - 1) * precision + drawn)


def margin_of_answers(n: float, share: float, population: int | None, expected: Expectations) -> float:
    """The margin e = z sqrt(D p q / n (N - n) / (N - 1)) of `n` answers; a share."""
    left = 1.0 if population is None else (population - n) / max(population - 1, 1)
    return expected.z * sqrt(expected.deff * share * (1 - share) / n * max(left, 0.0))


def plan_margin(
    margin: float,
    *,
    share: float = 0.5,
    population: int | None = None,
    expectations: Expectations | None = None,
    name: str = "",
) -> MarginPlan:
    """The answers that a share needs for a margin, and the people to approach for them.

    Args:
        margin: half the width of the interval, a share (0.05 is 5 percentage points).
        share: the share that is expected; 0.5 is the careful choice.
        population: people in the group; smaller ones need fewer answers (finite population correction).
        expectations: level, design effect and response.
        name: of the wijk or group.

    Raises:
        MethodError: a share, margin or number that cannot be.
    """
    expected = expectations or Expectations()
    between(margin, N_("de marge"), 0, 0.5)
    _checked(share, population)
    n = ceil(answers_for_margin(margin, share, population, expected) - 1e-9)
    approach = expected.approached(n)
    if population is not None and approach > population:
        reached = int(population * expected.response)
        if reached < 1:
            raise MethodError(
                Message(N_("Verwacht: ten minste één antwoord.")),
                Message(
                    N_("Met deze respons antwoordt er van %(population)s mensen niemand."),
                    {"population": population},
                ),
                Message(N_("Neem wijken samen, of verhoog de respons.")),
            )
        found = plan_of_answers(reached, share=share, population=population, expectations=expected, name=name)
        return MarginPlan(
            name,
            reached,
            population,
            found.margin,
            share,
            population,
            expected,
            ("population_too_small", *found.caveats),
        )
    return plan_of_answers(n, share=share, population=population, expectations=expected, name=name)


def plan_of_answers(
    n: int,
    *,
    share: float = 0.5,
    population: int | None = None,
    expectations: Expectations | None = None,
    name: str = "",
) -> MarginPlan:
    """The margin that `n` answers give.

    Args:
        n: answers.
        share: the share that is expected.
        population: people in the group.
        expectations: level, design effect and response.
        name: of the wijk or group.

    Raises:
        MethodError: a share or number that cannot be, or more answers than people.
    """
    expected = expectations or Expectations()
    counted(n, N_("de antwoorden"))
    _checked(share, population)
    if population is not None and n > population:
        raise MethodError(
            Message(N_("Verwacht: ten hoogste %(population)s antwoorden."), {"population": population}),
            Message(N_("Gekregen: %(got)s."), {"got": n}),
            Message(N_("Vraag niet meer antwoorden dan er mensen zijn.")),
        )
    noted = []
    if n < SMALL:
        noted.append("small")
    if n / expected.deff * min(share, 1 - share) < ROUGH:
        noted.append("margin_rough")
    margin = margin_of_answers(n, share, population, expected)
    return MarginPlan(name, n, expected.approached(n), margin, share, population, expected, tuple(noted))


def plan_per_wijk(
    populations: Mapping[str, int],
    margin: float,
    *,
    share: float = 0.5,
    expectations: Expectations | None = None,
) -> FieldworkPlan:
    """Plan each wijk for the same margin, and say what that gives for all together.

    The margin of the whole is that of a stratified sample: sqrt(sum (N_h / N)^2 e_h^2).

    Args:
        populations: people per wijk.
        margin: per wijk, a share.
        share: that is expected in each.
        expectations: level, design effect and response.

    Raises:
        MethodError: no wijken, or a number that cannot be.
    """
    if not populations:
        raise MethodError(
            Message(N_("Verwacht: ten minste één wijk met een aantal inwoners.")),
            Message(N_("Er is er geen gegeven.")),
            Message(N_("Noem de wijken met hun inwoners.")),
        )
    parts = tuple(
        plan_margin(margin, share=share, population=people, expectations=expectations, name=name)
        for name, people in populations.items()
    )
    everybody = sum(populations.values())
    together = sqrt(
        sum(
            (people / everybody * part.margin) ** 2
            for people, part in zip(populations.values(), parts, strict=True)
        )
    )
    return FieldworkPlan(parts, sum(part.n for part in parts), sum(part.approach for part in parts), together)


def _checked(share: float, population: int | None) -> None:
    between(share, N_("het verwachte aandeel"), 0, 1)
    if population is not None:
        counted(population, N_("de inwoners"))
        if not isfinite(population) or population != int(population):
            counted(float("nan"), N_("de inwoners"))
