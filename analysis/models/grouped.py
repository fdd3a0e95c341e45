"""A sample for a regression: cells, brought back to the distinct combinations of covariates.

A model needs per combination k only the sums over its rows of w, w y and w y^2; a million rows of categorical
covariates are then as many rows as there are combinations. Errors need the score totals per cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Cells, Key
from analysis.errors import ModelError
from analysis.messages import N_, Message
from analysis.models.formula import Formula
from analysis.models.variable import Variable
from analysis.numbering import occurring_among

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]


CONSTANT = 1e-14  # a variance below this share of the mean square is rounding
WIDEST = 2**40  # combinations that are numbered without looking which occur


@dataclass(frozen=True)
class Answers:
    """The outcome per cell, over the rows where it is known; with y its distance to `centre`. Arrays are [cells].

    Attributes:
        centre: subtracted from the outcome, against cancellation.
        n: rows; `weight` sum w; `total` sum w y; `square` sum w y^2; `plain` sum y.
        binary: the outcome is 0 or 1.
    """

    centre: float
    n: "Codes"
    weight: "Floats"
    total: "Floats"
    square: "Floats"
    plain: "Floats"
    binary: bool


@dataclass(frozen=True)
class Sums:
    """An outcome per combination [K]: the sums of w, w y and w y^2, with y its distance to the centre."""

    weight: "Floats"
    total: "Floats"
    square: "Floats"

    def constant(self, centre: float) -> bool:
        """Whether the outcome is the same for everybody."""
        weight, total, square = (float(part.sum()) for part in (self.weight, self.total, self.square))
        return square - total**2 / weight <= CONSTANT * max(square, CONSTANT * centre**2 * weight)


@dataclass(frozen=True)
class Grouped:
    """Which combination each cell has.

    Attributes:
        cells: the sample.
        used: cells inside the condition, with covariates and outcome known [cells].
        combination: per cell its combination, K where it is not used [cells].
        size: the number of combinations K.
        covariates: per column of the right side a key with one code per combination [K].
        n: rows used.
        missing: rows inside the condition that are not, because something is missing.
    """

    cells: Cells
    used: "Flags"
    combination: "Codes"
    size: int
    covariates: Mapping[str, Key]
    n: int
    missing: int

    def sums(self, values: "Floats") -> "Floats":
        """Sums per combination [K] of a number per cell [cells], over the cells that are used."""
        return np.bincount(self.combination, values, self.size + 1)[:-1].astype(np.float64)

    def outcome(self, answers: Answers) -> Sums:
        """An outcome per combination."""
        return Sums(self.sums(answers.weight), self.sums(answers.total), self.sums(answers.square))

    def per_cell(self, values: "Floats") -> "Floats":
        """A number per combination [K] for each cell [cells]; 0 where it is not used."""
        return np.append(values, 0.0)[self.combination]


def answers(cells: Cells, outcome: Variable) -> Answers:
    """The outcome of a formula: a column that was summed, or a form of one that was kept apart.

    Raises:
        FormulaError: the outcome is text where a number is needed.
    """
    if not outcome.form and outcome.column in cells.values:
        value = cells.value(outcome.column)
        return Answers(
            centre=value.centre,
            n=value.n,
            weight=value.weight,
            total=value.total,
            square=value.square,
            plain=value.plain,
            binary=value.kind == "proportion",
        )
    key = cells.key(outcome.column)
    known = key.codes >= 0
    numbers = np.where(known, outcome.numbers(key), 0.0)
    binary = bool(np.isin(numbers[known], (0.0, 1.0)).all())
    centre = 0.0 if binary or not known.any() else float(numbers[known].mean())
    apart = np.where(known, numbers - centre, 0.0)
    weight = np.where(known, cells.weight, 0.0)
    n = np.where(known, cells.n, 0)
    return Answers(centre, n, weight, weight * apart, weight * apart**2, n * apart, binary)


def grouped(cells: Cells, formula: Formula, n: "Codes", weight: "Floats") -> Grouped:
    """Find the combinations of the covariates.

    Args:
        cells: the sample.
        formula: its right side names the covariates.
        n: rows per cell where the outcome is known [cells].
        weight: the sum of their weights [cells].

    Raises:
        ModelError: no row is left, or a weight is negative (linear calibration can give such; R refuses likewise).
    """
    candidate = cells.inside & (n > 0)
    combined, radix = _combined(cells, formula.columns)
    if combined is None:
        place, size = np.where(candidate, 0, 1), 1
    else:
        place, size = occurring_among(combined, radix, candidate)
    used = place < size
    if not used.any():
        raise _nothing()
    if weight.min() < 0 and (weight[used] < 0).any():
        raise _negative(float(weight[used].min()))
    example = np.zeros(size + 1, dtype=np.int64)
    example[place] = np.arange(len(cells))
    covariates = {name: _taken(cells.key(name), example[:-1]) for name in formula.columns}
    inside, rows = int(cells.n @ cells.inside), int(n @ used)
    return Grouped(cells, used, place, size, covariates, rows, inside - rows)


def _combined(cells: Cells, columns: Sequence[str]) -> "tuple[Codes | None, int]":
    """One number per cell for the codes of several columns, -1 where one is missing, and the number of numbers."""
    combined, radix, missing = None, 1, None
    for name in columns:
        key = cells.key(name)
        size = max(len(key.labels), 1)
        if combined is None:
            combined = key.codes
        else:
            if radix * size > WIDEST:
                # Too many possible combinations to number; number those that occur first.
                combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
                radix = int(combined.max()) + 1
            combined = combined * size + key.codes
        radix *= size
        if key.codes.min() < 0:
            missing = key.codes < 0 if missing is None else missing | (key.codes < 0)
    if combined is not None and missing is not None:
        combined = np.where(missing, -1, combined)
    return combined, radix


def _taken(key: Key, rows: "Codes") -> Key:
    return Key(key.codes[rows], key.labels)


def _nothing() -> ModelError:
    return ModelError(
        Message(N_("Verwacht: antwoorden waarvan de uitkomst en alle kenmerken bekend zijn.")),
        Message(N_("Er is er geen.")),
        Message(N_("Verruim de voorwaarde, of laat een kenmerk weg dat vaak ontbreekt.")),
    )


def _negative(lowest: float) -> ModelError:
    return ModelError(
        Message(N_("Verwacht: gewichten groter dan nul.")),
        Message(N_("Het kleinste gewicht is %(lowest)s."), {"lowest": f"{lowest:.4g}"}),
        Message(N_("Lineaire kalibratie kan dit geven: stel grenzen in, of kies raken of logit.")),
    )
