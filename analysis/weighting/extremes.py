"""The lowest and the highest weight, and how many lie far above the mean."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.cells import Cells, Flags, Floats
    from analysis.weighting.in_rows import Rows

HEAVY = 5.0  # a weight of more than this many times the mean is named extreme
SAME = 1e-9  # of the spread of weights in a cell: rounding


@dataclass(frozen=True)
class Extremes:
    """Of the weights that are not zero.

    Attributes:
        low: the lowest.
        high: the highest.
        heavy: rows above five times the mean (of a cell with several weights, all its rows).
        top: the cell with the highest.
    """

    low: float
    high: float
    heavy: int
    top: int


def mixed(cells: "Cells") -> bool:
    """Whether a cell holds rows with different weights."""
    spread = cells.n * cells.weight2 - cells.weight**2
    return bool((spread > SAME * cells.weight**2).any())


def of_cells(cells: "Cells", low: "Floats", high: "Floats") -> Extremes:
    """The extremes of cells, of which the lowest and highest weight are known [cells]."""
    active: Flags = (cells.weight != 0) & (cells.n > 0)
    limit = HEAVY * _mean(cells)
    return Extremes(
        float(low[active].min()),
        float(high[active].max()),
        int(cells.n[active & (high > limit)].sum()),
        int(np.argmax(np.where(active, high, -np.inf))),
    )


class Seen:
    """The extremes of weights that come by a part of the rows at a time."""

    def __init__(self, cells: "Cells", rows: "Rows") -> None:
        self._cells, self._rows = cells, rows
        self._limit = HEAVY * _mean(cells)
        self._low, self._high, self._heavy = np.inf, -np.inf, 0
        self._top = self._at = 0
        self._some_zero = bool((cells.weight == 0).any())

    def look(self, part: "Floats") -> None:
        """At the next rows."""
        kept = part[part != 0] if self._some_zero else part
        if len(kept):
            self._low = min(self._low, float(kept.min()))
            high = float(kept.max())
            if high > self._limit:
                self._heavy += int((kept > self._limit).sum())
            if high > self._high:
                self._high = high
                self._top = int(self._rows.cell[self._at + int(np.argmax(part))])
        self._at += len(part)

    def found(self) -> Extremes:
        """Of all that came by."""
        return Extremes(self._low, self._high, self._heavy, self._top)


def of_origins(frame: Any, origins: "str | Sequence[str] | None") -> Any:
    """The rows of a Narwhals frame that belong to the chosen origins; all of them when none was chosen."""
    import narwhals as nw

    from analysis.origins import COLUMN, POOL

    if origins is None or origins == POOL or COLUMN not in frame.collect_schema():
        return frame
    return frame.filter(nw.col(COLUMN).is_in([origins] if isinstance(origins, str) else list(origins)))


def by_engine(frame: Any, weight: str, cells: "Cells", factor: "Floats") -> "tuple[Floats, Floats]":
    """The lowest and highest weight per cell after weighting by `factor` [cells], by one more scan of the rows."""
    import narwhals as nw

    from analysis.gathered import key_of

    names = list(cells.keys)
    frame = frame.with_columns(nw.lit(1).alias("all·"))
    column = nw.col(weight).cast(nw.Float64())
    grouped = frame.group_by("all·", *names).agg(column.min().alias("low·"), column.max().alias("high·"))
    table = grouped.collect("pyarrow").to_native()
    here = np.zeros(table.num_rows, dtype=np.int64)
    there = np.zeros(len(cells), dtype=np.int64)
    for name in names:
        key = cells.keys[name]
        found = key_of(table.column(name))
        known = {label: place for place, label in enumerate(key.labels)}
        place = np.array([*(known.get(label, len(known)) for label in found.labels), len(known) + 1])
        size = len(key.labels) + 2
        here = here * size + place[found.codes]
        there = there * size + np.where(key.codes < 0, len(known) + 1, key.codes)
    order = np.argsort(here)
    at = order[np.searchsorted(here[order], there)]
    first, last = (
        np.asarray(table.column(name), dtype=np.float64)[at] * factor for name in ("low·", "high·")
    )
    return np.minimum(first, last), np.maximum(first, last)


def _mean(cells: "Cells") -> float:
    return float(cells.weight.sum()) / int(cells.n[cells.weight != 0].sum())
