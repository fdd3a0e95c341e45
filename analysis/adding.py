"""Sums per cell over columns in memory, a part of the rows at a time, in the order of the rows.

Yes/no columns are added together: with the few patterns of their answers crossed with the cells, one pass over the
rows gives the sums of all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.columns import Numbers, Store

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

STEP = 1_000_000  # rows at a time, so that what is in between stays small
QUICK = 65_536  # rows at a time when there are few cells: what is in between stays in the processor's cache
PATTERNS = 256  # of answers to yes/no questions, together
CROSSED = 2**21  # entries of a table of cells by patterns


class Adding:
    """Sums of columns per cell."""

    def __init__(self, cell: "NDArray[Any]", cells: int, rows: int) -> None:
        """Take the cell of each row [rows]."""
        self.cell, self.cells, self.rows = cell, cells, rows
        self._step = QUICK if cells <= QUICK // 2 else STEP

    def count(self) -> "Codes":
        """Rows [cells]."""
        found = np.zeros(self.cells, dtype=np.int64)
        for start in range(0, self.rows, self._step):
            found += np.bincount(self.cell[start : start + self._step], minlength=self.cells)
        return found

    def sum(self, *factors: "NDArray[Any]") -> "Floats":
        """The sum of the product of columns [cells]."""
        found = np.zeros(self.cells)
        for start in range(0, self.rows, self._step):
            part = slice(start, start + self._step)
            product: Any = factors[0][part]
            for factor in factors[1:]:
                product = product * factor[part]
            found += np.bincount(self.cell[part], product, self.cells)
        return found

    def extreme(self, numbers: "NDArray[Any]", which: Any, start: float) -> "Floats":
        """The lowest or highest number [cells]."""
        found = np.full(self.cells, start)
        which.at(found, self.cell, numbers)
        return found

    def crossed(self, pattern: "NDArray[Any]", patterns: int, *, weight: "NDArray[Any] | None") -> "Floats":
        """The sum of the weights (or the rows) per cell and pattern [cells, patterns]."""
        size = self.cells * patterns
        step = QUICK if size <= QUICK // 2 else STEP
        found = np.zeros(size)
        for start in range(0, self.rows, step):
            part = slice(start, start + step)
            code = self.cell[part] * np.intp(patterns)
            code += pattern[part]
            found += np.bincount(code, None if weight is None else weight[part], size)
        return found.reshape(self.cells, patterns)


@dataclass(frozen=True, eq=False)
class Patterns:
    """The answers of each row to several yes/no questions, as one number.

    Attributes:
        code: the pattern of each row [rows].
        yes: per column whether a pattern says yes [patterns], 1 or 0.
        known: per column whether a pattern has an answer [patterns], 1 or 0; None when every row has one.
    """

    code: "NDArray[Any]"
    yes: "dict[str, Floats]"
    known: "dict[str, Floats | None]"

    @property
    def size(self) -> int:
        """Number of patterns."""
        return len(next(iter(self.yes.values())))


def patterns(kept: "Store", names: Sequence[str]) -> Patterns | None:
    """The patterns of these yes/no columns, kept with the columns; None when there are too many."""
    asked = ("pattern·", *sorted(names))
    if asked in kept.combined:
        kept.combined.move_to_end(asked)
        found: Patterns = kept.combined[asked][1]
        return found
    columns = [(name, kept.numbers[name]) for name in sorted(names)]
    sizes = [2 if column.known is None else 3 for _, column in columns]
    total = int(np.prod(sizes))
    if total > PATTERNS:
        return None
    code = np.zeros(kept.rows, dtype=np.uint8)
    digits = np.arange(total)
    yes: dict[str, Floats] = {}
    known: dict[str, Floats | None] = {}
    step = total
    for (name, column), size in zip(columns, sizes, strict=True):
        step //= size
        code += _digit(column) * np.uint8(step)
        digit = digits // step % size
        yes[name] = (digit == 1).astype(np.float64)
        known[name] = None if column.known is None else (digit != 2).astype(np.float64)  # noqa: PLR2004 -- the third digit: no answer
    made = Patterns(code, yes, known)
    kept.combined[asked] = (code, made)
    return made


def _digit(column: "Numbers") -> "NDArray[np.uint8]":
    """0 for no, 1 for yes, 2 for no answer [rows]."""
    answer: NDArray[np.uint8] = column.values.astype(np.uint8, copy=False)
    return answer if column.known is None else np.where(column.known, answer, np.uint8(2))
