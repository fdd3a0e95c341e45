"""Replicate weights that came with the table."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates import refusals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]


def read(cells: "Cells", columns: tuple[str, ...], *, combined: bool) -> "Floats":
    """What each replicate multiplies the weights of the cells by [cells, R].

    Args:
        cells: told apart by these columns.
        columns: of the replicates, in their order.
        combined: the columns hold weights; otherwise they hold multipliers.

    Raises:
        WeightError: a value is missing, negative or infinite; or a whole column is zero.
        IndicatorError: a column was not collected.
    """
    matrix = np.empty((len(cells), len(columns)))
    each = cells.weight / cells.n if combined else np.ones(len(cells))
    for place, name in enumerate(columns):
        key = cells.key(name)
        if any(isinstance(label, str) for label in key.labels):
            raise refusals.given_text(name)
        numbers = key.numbers
        missing, wrong = int(np.isnan(numbers).sum()), int((np.isinf(numbers) | (numbers < 0)).sum())
        if missing or wrong:
            raise refusals.given_wrong(name, missing=missing, wrong=wrong)
        if not numbers.any():
            raise refusals.given_zero(name)
        matrix[:, place] = numbers / each
    return matrix
