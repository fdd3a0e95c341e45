"""A two-way table of a sample: how many, which share, and how uncertain the departure from independence is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Cells, Key, Value
from analysis.compare.lonely import about_zero
from analysis.covariance import between_units
from analysis.domains import Found, Question, covariances
from analysis.errors import MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

MOST = 1_000  # cells in one table; more is no table that anybody reads


@dataclass(frozen=True)
class Crossing:
    """A table of r rows and c columns; only categories that occur have a row or column.

    Attributes:
        cells: the sample.
        place: per cell of the sample the place in the table, row after row [cells]; -1 outside.
        rows, columns: the labels.
        n: answers [r, c], unweighted.
        shares: weighted proportions of the whole table [r, c], adding up to 1.
        weight: the sum of weights in the table.
        missing: rows of the sample inside the question that lack either answer.
        unused: categories of either variable that nobody in the question has.
    """

    cells: Cells
    place: "Codes"
    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    n: "Codes"
    shares: "Floats"
    weight: float
    missing: int
    unused: int

    @property
    def expected(self) -> "Floats":
        """The shares under independence, from the margins [r, c]."""
        found: Floats = np.outer(self.shares.sum(axis=1), self.shares.sum(axis=0))
        return found

    @property
    def squared_contingency(self) -> float:
        """Pearson's phi^2 = sum (share - expected)^2 / expected."""
        expected = self.expected
        return float(np.sum((self.shares - expected) ** 2 / expected))

    @property
    def size(self) -> float:
        """Rows in the question, with or without both answers: what R scales Pearson's statistic with."""
        return float(self.n.sum() + self.missing)

    def covariance_of_shares(self, contrasts: "Floats") -> "Floats":
        """The covariance [d, d] of A' p, for contrasts A [r * c, d] of the shares p = T / sum T."""
        if self.cells.replicates is not None:
            return self._replicated(lambda totals: (totals / totals.sum(axis=-1, keepdims=True)) @ contrasts)
        slopes = (contrasts - contrasts.T @ self.shares.ravel()) / self.weight
        return self._linearised(slopes)

    def covariance_of_totals(self, slopes: "Floats") -> "Floats":
        """The covariance [d, d] of A' T, for A [r * c, d], of totals that are zero by hypothesis.

        A lone PSU is therefore compared with zero, see `analysis.compare.lonely`.
        """
        if self.cells.replicates is not None:
            return self._replicated(lambda totals: totals @ slopes)
        own = np.concatenate([slopes, np.zeros((1, slopes.shape[1]))])[self.place]
        return self._linearised(slopes) + about_zero(self.cells, own * self.cells.weight[:, None])

    def _linearised(self, slopes: "Floats") -> "Floats":
        size, n, inside = self.n.size, self.n.ravel(), self.place >= 0
        stage, design = self.cells.stages[0], self.cells.design
        if stage.unit is not None and len(self.cells.stages) == 1 and not self.cells.projections:
            # Totals per PSU and place in the table first: many cells, few PSUs.
            units = len(stage.of)
            code = stage.unit[inside] * size + self.place[inside]
            per_unit = np.bincount(code, self.cells.weight[inside], units * size).reshape(units, size)
            met = np.bincount(stage.unit[inside], minlength=units) > 0
            return between_units(
                stage, per_unit @ slopes, design.lonely_psu, met, lonely_in_domain=design.adjust_domain_lonely
            )
        totals = self.shares.ravel() * self.weight
        question = Question("total", everybody(self.cells))
        found = Found(n, totals, n, totals, np.zeros(size))
        together = covariances(self.cells, [question], [found], self.place, size, mask=inside)
        result: Floats = slopes.T @ together @ slopes
        return result

    def _replicated(self, statistic: "Callable[[Floats], Floats]") -> "Floats":
        from analysis.replicates import from_totals

        inside = np.flatnonzero(self.place >= 0)
        spread = np.zeros((len(self.cells), self.n.size))
        spread[inside, self.place[inside]] = self.cells.weight[inside]
        return from_totals(self.cells, spread, statistic)[1]


def cross(cells: Cells, rows: str, columns: str) -> Crossing:
    """The table of two collected keys.

    Raises:
        MethodError: nobody answered both, or one of the two has a single category, or too many.
    """
    first, second = cells.key(rows), cells.key(columns)
    known = cells.inside & (first.codes >= 0) & (second.codes >= 0)
    kept_rows, row_codes = _used(first, known)
    kept_columns, column_codes = _used(second, known)
    for name, labels in ((rows, kept_rows), (columns, kept_columns)):
        if len(labels) < 2:  # noqa: PLR2004 -- a comparison needs two
            raise _one_category(name, labels)
    many = len(kept_columns)
    size = len(kept_rows) * many
    if size > MOST:
        raise MethodError(
            Message(N_("Verwacht: een tabel van ten hoogste %(most)s vakken."), {"most": MOST}),
            Message(N_("Gevraagd: %(size)s vakken."), {"size": size}),
            Message(N_("Neem categorieën samen.")),
        )
    place = np.where(known, row_codes * many + column_codes, -1)
    n = np.bincount(place[known], cells.n[known], size).round().astype(np.int64)
    weight = np.bincount(place[known], cells.weight[known], size)
    shape = (len(kept_rows), many)
    return Crossing(
        cells=cells,
        place=place,
        rows=kept_rows,
        columns=kept_columns,
        n=n.reshape(shape),
        shares=(weight / weight.sum()).reshape(shape),
        weight=float(weight.sum()),
        missing=int(cells.n[cells.inside & ~known].sum()),
        unused=len(first.labels) + len(second.labels) - len(kept_rows) - many,
    )


def everybody(cells: Cells) -> Value:
    """A column of ones: its total is the sum of the weights."""
    n, weight, weight2 = cells.n, cells.weight, cells.weight2
    return Value(
        "proportion", 0.0, n, weight, weight, weight, n.astype(np.float64), weight2, weight2, weight2
    )


def _used(key: Key, known: "NDArray[np.bool_]") -> "tuple[tuple[Any, ...], Codes]":
    """The labels that occur, and the codes of all cells among them."""
    present = np.flatnonzero(np.bincount(key.codes[known], minlength=len(key.labels)))
    fresh = np.full(len(key.labels) + 1, -1, dtype=np.int64)
    fresh[present] = np.arange(len(present))
    return tuple(key.labels[code] for code in present), fresh[key.codes]


def _one_category(name: str, labels: tuple[Any, ...]) -> MethodError:
    got = (
        Message(N_("In “%(name)s” komt alleen “%(label)s” voor."), {"name": name, "label": labels[0]})
        if labels
        else Message(N_("Niemand heeft beide vragen beantwoord."))
    )
    return MethodError(
        Message(N_("Verwacht: ten minste twee categorieën in “%(name)s”."), {"name": name}),
        got,
        Message(N_("Kies een andere vraag of een ruimere selectie.")),
    )
