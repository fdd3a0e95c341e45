"""One quantile, with all that must be said beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis import intervals
from analysis.messages import N_, Message
from analysis.numerals import exact_percent, many
from analysis.quantiles.rules import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

IntervalMethod = intervals.Method | Literal["quantile"]

_WITH_MARGIN = N_(
    "Naar schatting heeft %(share)s de waarde %(estimate)s of lager. De echte grens ligt waarschijnlijk tussen %(low)s "
    "en %(high)s (betrouwbaarheid %(level)s, %(n)s antwoorden)."
)
_ALONE = N_(
    "In deze antwoorden heeft %(share)s de waarde %(estimate)s of lager (%(n)s antwoorden). "
    "Een marge is niet te geven: trek geen conclusie."
)
_OPEN = N_(
    "Naar schatting heeft %(share)s de waarde %(estimate)s of lager. Een van de grenzen van de marge is niet te geven: "
    "daarvoor zijn er te weinig antwoorden zo ver van het midden (%(n)s antwoorden)."
)
_NOTHING = N_("Er is geen cijfer: niemand in deze groep gaf antwoord.")


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of every domain: `shares` are the p [k]."""

    column: str
    shares: "Floats"
    rule: Rule
    method: IntervalMethod
    level: float


@dataclass(frozen=True)
class Limits:
    """The interval of one quantile, by the method that was used, with the codes that say why it is as it is."""

    low: float | None = None
    high: float | None = None
    se: float | None = None
    method: IntervalMethod = "mean"
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quantile:
    """The value below which a share of the population lies.

    Attributes:
        column: of numbers.
        probability: the share p, between 0 and 1.
        by: the domain: value per column; empty for everybody.
        origin: where the interviews came from; "pooled" when put together on purpose, None when unknown.
        n: answers, unweighted; `missing`: rows of the domain without one.
        weighted_base: the sum of the weights of the answers.
        estimate: in the units of the column; None without answers.
        low, high: the interval; None where a limit does not exist, `caveats` then says why.
        se: width of the interval / (2 t) (R: `svyquantile`); None when a limit does not exist.
        level, method: of the interval; `method` is the one used.
        rule: see `analysis.quantiles.rules`.
        df: degrees of freedom of the design in the domain, over rows with an answer.
        caveats: codes, see `analysis.caveats`.
    """

    column: str
    probability: float
    by: Mapping[str, Any]
    origin: str | None
    n: int
    missing: int
    weighted_base: float
    estimate: float | None
    low: float | None
    high: float | None
    se: float | None
    level: float
    method: IntervalMethod
    rule: Rule
    df: int
    caveats: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """The quantile in plain Dutch."""
        if self.estimate is None:
            return Message(_NOTHING)
        said: dict[str, Any] = {
            "share": exact_percent(self.probability),
            "estimate": _number(self.estimate),
            "n": many(self.n),
        }
        if self.low is None and self.high is None:
            return Message(_ALONE, said)
        if self.low is None or self.high is None:
            return Message(_OPEN, said)
        return Message(
            _WITH_MARGIN,
            said | {"low": _number(self.low), "high": _number(self.high), "level": exact_percent(self.level)},
        )


def _number(value: float) -> str:
    whole = round(value, 4)
    return (f"{whole:.0f}" if whole == int(whole) else f"{value:.6g}").replace(".", ",")
