"""What each cell adds to an estimate, kept factored, so that half a million cells need no table of their own.

A cell adds a row of numbers (per combination of covariates, and class of the outcome) times one number of its own. PSU
totals are then sums per PSU and row, times the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Cells
from analysis.covariance import covariance, degrees_of_freedom

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

WIDEST = 8_000_000  # entries of the table of PSUs by rows


@dataclass(frozen=True)
class Part:
    """Per cell `rows[place] * weighted`.

    Attributes:
        rows: [M, q].
        place: of the row of each cell, M for none [cells].
        weighted: with the weights of the rows of the sample in it [cells].
        plain: without them [cells]; empty when no layer of weights asks for it.
    """

    rows: "Floats"
    place: "Codes"
    weighted: "Floats"
    plain: "Floats"

    def times(self, matrix: "Floats") -> "Part":
        """For estimates that are `matrix` [r, q] times these."""
        return replace(self, rows=self.rows @ matrix.T)

    def each(self, numbers: "Floats") -> "Floats":
        """Per cell its row times its number [cells, q]."""
        none = np.zeros((1, self.rows.shape[1]))
        found: Floats = np.concatenate([self.rows, none])[self.place] * numbers[:, None]
        return found

    def totals(self, unit: "Codes", units: int) -> "Floats":
        """Totals per unit [units, q]."""
        size = len(self.rows) + 1
        sums = np.bincount(unit * size + self.place, self.weighted, units * size)
        return np.asarray(sums.reshape(units, size)[:, :-1] @ self.rows, dtype=np.float64)


def spread(cells: Cells, used: "Flags", parts: Sequence[Part]) -> "Floats":
    """The design covariance [q, q] of estimates, by linearisation.

    Args:
        cells: the sample.
        used: the cells that the estimates are about [cells].
        parts: what each cell adds to them.
    """
    first = cells.stages[0]
    narrow = max(len(one.rows) + 1 for one in parts) * len(first.of) <= WIDEST
    simple = not cells.projections and len(cells.stages) == 1
    if first.unit is not None and simple and narrow:
        totals = np.sum([one.totals(first.unit, len(first.of)) for one in parts], axis=0)
        return covariance(*per_unit(cells, used, totals))
    if first.unit is not None and narrow and len(cells.stages) == 1 and _one_of_classes(cells):
        units, totals, _, _ = per_unit(cells, used, _left(cells, parts))
        return covariance(units, totals)
    scores = np.zeros((len(cells), parts[0].rows.shape[1]))
    for one in parts:
        scores += one.each(one.weighted)
    plain = None
    if any(layer.kind == "plain" for layer in cells.projections) and all(len(one.plain) for one in parts):
        plain = np.sum([one.each(one.plain) for one in parts], axis=0)
    return covariance(cells, scores, plain, used)


def _one_of_classes(cells: Cells) -> bool:
    """Whether the weights have one layer, which looks at weighted totals of classes."""
    return len(cells.projections) == 1 and all(
        layer.kind == "weighted" and layer.basis.matrix is None for layer in cells.projections
    )


def _left(cells: Cells, parts: Sequence[Part]) -> "Floats":
    """Totals per unit less what the one layer of weights explains [units, q] (`analysis.projection.residual`)."""
    (layer,), stage = cells.projections, cells.stages[0]
    assert stage.unit is not None  # noqa: S101 -- the caller looked
    units = len(stage.of)
    seen = [replace(one, weighted=one.weighted * layer.ratio) for one in parts]
    moments = [
        np.sum([one.totals(codes, size) for one in seen], axis=0) for codes, size in layer.basis.factors
    ]
    explained = layer.operator @ np.concatenate(moments)
    totals = np.sum([one.totals(stage.unit, units) for one in parts], axis=0)
    found: Floats = totals - layer.per_unit(stage.unit, units) @ explained
    return found


def freedom(cells: Cells, used: "Flags") -> int:
    """PSUs less strata with cases that are used (R: `degf` of the subset)."""
    if cells.replicates is None and not cells.projections and cells.stages[0].unit is not None:
        units, _, _, met = per_unit(cells, used, np.zeros((len(cells.stages[0].of), 0)))
        return degrees_of_freedom(units, met)
    return degrees_of_freedom(cells, used)


def per_unit(cells: Cells, used: "Flags", totals: "Floats") -> "tuple[Cells, Floats, None, Flags]":
    """The sample with one cell per PSU, its totals, and the PSUs with cases: what `covariance` asks."""
    first = cells.stages[0]
    size = len(first.of)
    assert first.unit is not None  # noqa: S101 -- the callers looked
    met = np.zeros(size, dtype=bool)
    met[first.unit if used.all() else first.unit[used]] = True
    stage = replace(first, stratum=first.of, unit=np.arange(size))
    one = np.ones(size)
    units = Cells(cells.design, one.astype(np.int64), one, one, (stage,), {}, {}, met)
    return units, totals, None, met
