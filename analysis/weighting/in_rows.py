"""The weights row by row, where the columns of a large file are kept in memory."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import engine
from analysis.columns import store
from analysis.grouped import combined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analysis.cells import Cells, Floats

STEP = 500_000  # rows at a time


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows behind cells, in the order of the file.

    Attributes:
        cell: the cell of each row [rows].
        base: the weight before weighting [rows]; None is 1 for all.
    """

    cell: "NDArray[Any]"
    base: "NDArray[Any] | None"

    def weights(self, factor: "Floats") -> "Iterator[Floats]":
        """The weights after weighting by `factor` [cells], a part of the rows at a time."""
        for start in range(0, len(self.cell), STEP):
            part = slice(start, start + STEP)
            found: Floats = factor[self.cell[part]]
            if self.base is not None:
                found *= self.base[part]
            yield found


def rows_of(source: Any, weight: str | None, cells: "Cells") -> Rows | None:
    """The rows behind `cells`, or None when their columns are not kept in memory, or rows were left out."""
    if len(cells) == int(cells.n.sum()):
        return None
    names = tuple(cells.keys)
    kept = store(source, names, (weight,) if weight else (), least=min(engine.FEW, engine.SMALL))
    made = None if kept is None else combined(kept, names)
    if kept is None or made is None or made[1] != len(cells) or kept.rows != int(cells.n.sum()):
        return None
    return Rows(made[0], kept.numbers[weight].values if weight else None)
