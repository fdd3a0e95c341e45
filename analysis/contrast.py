"""Linear contrasts of the estimates in a table: differences, and any other weighted sum of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import caveats
from analysis.errors import MethodError
from analysis.intervals import critical
from analysis.messages import N_, Message
from analysis.numerals import decimal, exact_percent
from analysis.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.figure import Estimate


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of estimates.

    Attributes:
        name: given by the asker.
        estimate, se, low, high: in the units of the estimates; limits None without degrees of freedom.
        df: PSUs less strata of the table.
        level: of the interval, estimate +/- t_df * se.
        n: people who answered any of the questions that take part, each once; None when that cannot be told: two
            questions, neither of which everybody in the domain answered.
        method: of the error: "linearisation" or "replicates".
        caveats: codes of the origins of these estimates, see `analysis.caveats`.
    """

    name: str
    estimate: float
    se: float
    low: float | None
    high: float | None
    df: int
    level: float
    n: int | None
    method: str = "linearisation"
    caveats: tuple[str, ...] = ()

    @property
    def sentence(self) -> Message:
        """The contrast with its margin in plain Dutch, in the units of the estimates."""
        params: dict[str, Any] = {"name": self.name, "estimate": decimal(self.estimate, DIGITS), "n": self.n}
        if self.low is None or self.high is None:
            return Message(_ALONE if self.n is not None else _ALONE_WITHOUT_N, params)
        params |= {
            "low": decimal(self.low, DIGITS),
            "high": decimal(self.high, DIGITS),
            "level": exact_percent(self.level),
        }
        return Message(_WITH_MARGIN if self.n is not None else _WITHOUT_N, params)


DIGITS = 3
_WITH_MARGIN = N_(
    "%(name)s: naar schatting %(estimate)s. De echte waarde ligt waarschijnlijk tussen %(low)s en %(high)s "
    "(betrouwbaarheid %(level)s, %(n)s antwoorden)."
)
_ALONE = N_(
    "%(name)s: in deze antwoorden %(estimate)s (%(n)s antwoorden). Een marge is niet te geven: trek geen conclusie."
)
_WITHOUT_N = N_(
    "%(name)s: naar schatting %(estimate)s. De echte waarde ligt waarschijnlijk tussen %(low)s en %(high)s "
    "(betrouwbaarheid %(level)s; hoeveel mensen een van de vragen beantwoordden, is niet bekend)."
)
_ALONE_WITHOUT_N = N_(
    "%(name)s: in deze antwoorden %(estimate)s. Een marge is niet te geven: trek geen conclusie."
)


def contrast(table: Table, asked: Mapping[str, Sequence[float]], level: float = 0.95) -> tuple[Contrast, ...]:
    """The contrasts c'theta with variance c'V c (R: `svycontrast`).

    Args:
        table: estimates with their covariance.
        asked: per contrast its coefficients, one per estimate of the table.
        level: of the intervals.

    Raises:
        MethodError: another number of coefficients than of estimates, or one for an estimate that does not exist.
    """
    values = table.values
    made = []
    for name, coefficients in asked.items():
        c = np.asarray(coefficients, dtype=np.float64)
        if c.shape != values.shape:
            raise MethodError(
                Message(N_("Verwacht: %(expected)s getallen, één per uitkomst."), {"expected": len(values)}),
                Message(N_("Gekregen: %(got)s."), {"got": len(c)}),
                Message(N_("Geef een 0 aan wat niet meedoet.")),
            )
        used = c != 0
        if np.isnan(values[used]).any():
            raise MethodError(
                Message(N_("Verwacht: uitkomsten die bestaan.")),
                Message(N_("Een van de uitkomsten van “%(name)s” bestaat niet."), {"name": name}),
                Message(N_("Laat de groep zonder antwoorden weg.")),
            )
        estimate = float(c[used] @ values[used])
        se = sqrt(max(float(c @ table.covariance @ c), 0.0))
        margin = critical(level, table.df) * se if table.df > 0 else None
        made.append(
            Contrast(
                name,
                estimate,
                se,
                None if margin is None else estimate - margin,
                None if margin is None else estimate + margin,
                table.df,
                level,
                _people(table, used),
                "linearisation" if table.cells.replicates is None else "replicates",
                _origins(table, used),
            )
        )
    return tuple(made)


def _people(table: Table, used: "NDArray[np.bool_]") -> int | None:
    """The people behind these estimates, each once: domains do not overlap, but questions are asked to the same people."""
    asked: dict[tuple[Any, ...], dict[str, Estimate]] = {}
    for one, part in zip(table.estimates, used, strict=True):
        if part:
            # The categories of one question have the same people, and stand in `by` under its name.
            domain = tuple((name, value) for name, value in one.by.items() if name != one.indicator)
            asked.setdefault(domain, {})[one.indicator] = one
    found = 0
    for questions in asked.values():
        most = max(questions.values(), key=lambda one: one.n)
        if len(questions) > 1 and most.missing:
            return None
        found += most.n
    return found


def _origins(table: Table, used: "NDArray[np.bool_]") -> tuple[str, ...]:
    """What must be said about where the answers of these estimates come from."""
    found = (caveats.of_origin(one.origin) for one, part in zip(table.estimates, used, strict=True) if part)
    return tuple(dict.fromkeys(found))
