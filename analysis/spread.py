"""How much single answers differ in the population: the variance of a column, with its error."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.collect import collect, known
from analysis.covariance import degrees_of_freedom, uncertainty
from analysis.design import Design
from analysis.errors import IndicatorError
from analysis.messages import N_, Message
from analysis.numerals import decimal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Variance:
    """The variance of a column in the population, in squared units of the column; `n` answers, `df` of the error."""

    column: str
    estimate: float
    se: float
    n: int
    df: int

    @property
    def sentence(self) -> Message:
        """How much the answers differ, as a standard deviation in the units of the column, in plain Dutch."""
        return Message(
            N_(
                "Antwoorden op “%(column)s” liggen gemiddeld %(spread)s van het gemiddelde af (%(n)s antwoorden)."
            ),
            {"column": self.column, "spread": decimal(sqrt(max(self.estimate, 0.0))), "n": self.n},
        )


def variance_of(
    source: Any,
    design: Design,
    column: str,
    *,
    where: "Where" = None,
    origins: str | Sequence[str] | None = None,
) -> Variance:
    """Estimate n / (n - 1) times the weighted mean of (x - mean)^2, as a mean (R: `svyvar`).

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        column: of numbers; rows without one are left out.
        where: a domain.
        origins: see `analysis.collect.collect`.

    Raises:
        IndicatorError: there are fewer than two answers.
    """
    cells = collect(source, design, keys=[column], where=where, origins=origins)
    inside = known(cells, column)
    n = int(cells.n[inside].sum())
    if n < 2:  # noqa: PLR2004 -- one answer does not differ from itself
        raise IndicatorError(
            Message(N_("Verwacht: ten minste twee antwoorden in de kolom “%(name)s”."), {"name": column}),
            Message(N_("Gekregen: %(got)s."), {"got": n}),
            Message(N_("Kies een grotere groep.")),
        )
    x = np.where(inside, cells.key(column).numbers, 0.0)

    def statistic(weight: "Floats") -> "Floats":
        w = weight * inside
        mean = (w @ x) / w.sum()
        return np.array([(w @ (x - mean) ** 2) / w.sum() * n / (n - 1)])

    estimate = float(statistic(cells.weight)[0])
    w = cells.weight * inside
    squares = (x - (w @ x) / w.sum()) ** 2 * n / (n - 1)
    scores = (w * (squares - estimate) / w.sum())[:, None]
    found = uncertainty(cells, statistic, scores, mask=inside)
    return Variance(
        column, estimate, sqrt(max(float(found[0, 0]), 0.0)), n, degrees_of_freedom(cells, inside)
    )
