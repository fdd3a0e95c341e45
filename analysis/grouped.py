"""The one group-by on columns in memory: sums in the order of the rows, the same to the bit each time.

Codes of several columns are combined to one number per row by multiplication; as long as the combinations fit a
table, a sum per cell is one pass over the rows. It answers as `analysis.totals` does with an engine.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Key, Value
from analysis.columns import Numbers, Store
from analysis.design import Design
from analysis.gathered import Gathered
from analysis.indicators import Indicator
from analysis.profile import LARGEST, SMALLEST, Spread, missing_design, refuse_weights, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

WIDEST = 2**24  # entries of a table of combinations
STEP = 1_000_000  # rows at a time, so that what is in between stays small
KEPT = 3  # combinations of columns that stay in memory


def grouped(
    kept: Store,
    design: Design,
    keys: Sequence[str],
    values: Sequence[Indicator],
    *,
    apart: bool,
    plain: bool,
) -> Gathered | None:
    """The cells of a question, or None when their combinations do not fit a table.

    Args:
        kept: with every column that design, keys and values name.
        design: how the sample was drawn.
        keys: the columns to keep apart, those of the design included.
        values: the columns to sum.
        apart: no cell mixes different numbers of a column in `values`.
        plain: ask for sums without weights too.

    Raises:
        IndicatorError, WeightError, DesignError: see `analysis.profile.profile`.
    """
    _check(kept, design)
    spreads = [_spread(one, kept) for one in values]
    names = tuple(dict.fromkeys((*keys, *((one.column for one in values) if apart else ()))))
    if not all(name in kept.coded for name in names):
        return None
    made = combined(kept, names)
    if made is None:
        return None
    cell, cells, places = made
    adding = _Adding(cell, cells, kept.rows)
    weight = kept.numbers[design.weight].values if design.weight else None
    n = adding.count()
    total = adding.sum(weight) if weight is not None else n.astype(np.float64)
    squared = adding.sum(weight, weight) if weight is not None else total
    return Gathered(
        rows=kept.rows,
        n=n,
        weight=total,
        weight2=squared,
        keys={name: Key(places[name], kept.coded[name].labels) for name in keys},
        values={
            one.column: _value(adding, kept, one, spread, weight, (n, total, squared), design, plain=plain)
            for one, spread in zip(values, spreads, strict=True)
        },
        lowest={
            name: adding.extreme(kept.numbers[name].values, np.minimum, np.inf) for name in design.numbers
        },
        highest={
            name: adding.extreme(kept.numbers[name].values, np.maximum, -np.inf) for name in design.numbers
        },
        inside=np.ones(cells, dtype=bool),
    )


class _Adding:
    """Sums per cell, a part of the rows at a time."""

    def __init__(self, cell: "NDArray[Any]", cells: int, rows: int) -> None:
        self.cell, self.cells, self.rows = cell, cells, rows

    def count(self) -> "Codes":
        found = np.zeros(self.cells, dtype=np.int64)
        for start in range(0, self.rows, STEP):
            found += np.bincount(self.cell[start : start + STEP], minlength=self.cells)
        return found

    def sum(self, *factors: "NDArray[Any]") -> "Floats":
        found = np.zeros(self.cells)
        for start in range(0, self.rows, STEP):
            part = slice(start, start + STEP)
            product: Any = factors[0][part]
            for factor in factors[1:]:
                product = product * factor[part]
            found += np.bincount(self.cell[part], product, self.cells)
        return found

    def extreme(self, numbers: "NDArray[Any]", which: Any, start: float) -> "Floats":
        found = np.full(self.cells, start)
        which.at(found, self.cell, numbers)
        return found


def _value(
    adding: _Adding,
    kept: Store,
    one: Indicator,
    spread: Spread,
    weight: "NDArray[Any] | None",
    whole: "tuple[Codes, Floats, Floats]",
    design: Design,
    *,
    plain: bool,
) -> Value:
    column = kept.numbers[one.column]
    x = column.values if spread.kind == "proportion" else column.values - spread.centre
    if column.known is not None and spread.kind != "proportion":
        x = np.where(column.known, x, 0.0)
    each = [] if weight is None else [weight]
    n, total, squared = whole
    if column.known is not None:
        answered = adding.sum(column.known)
        n = np.round(answered).astype(np.int64)
        total = adding.sum(column.known, *each) if each else answered
        squared = adding.sum(column.known, *each, *each) if each else answered
    sums = adding.sum(x, *each)
    square = sums if spread.kind == "proportion" else adding.sum(x, *each, x)
    nothing = np.zeros(0)
    cross2 = square2 = nothing
    if not design.psu_columns:
        cross2 = adding.sum(x, *each, *each)
        square2 = cross2 if spread.kind == "proportion" else adding.sum(x, *each, *each, x)
    return Value(
        kind=spread.kind,
        centre=spread.centre,
        n=n,
        weight=total,
        total=sums,
        square=square,
        plain=adding.sum(x) if plain else nothing,
        weight2=squared if not design.psu_columns else nothing,
        cross2=cross2,
        square2=square2,
    )


def combined(kept: Store, names: tuple[str, ...]) -> "tuple[NDArray[Any], int, dict[str, Codes]] | None":
    """Per row its cell, the number of cells, and per column its code in each cell (-1: missing)."""
    if names in kept.combined:
        kept.combined.move_to_end(names)
        found: tuple[NDArray[Any], int, dict[str, Codes]] | None = kept.combined[names]
        return found
    cell: Any = np.zeros(kept.rows, dtype=np.uint8) if not names else None
    cells = 1
    places: dict[str, Codes] = {}
    for name in sorted(names, key=lambda one: -kept.coded[one].size):
        column = kept.coded[name]
        # Without a row that misses it, the code for missing needs no room.
        size = column.size - (0 if _misses(column.codes, column.size - 1) else 1)
        if cells * size > WIDEST:
            return None
        code = np.arange(size, dtype=np.int64)
        code[len(column.labels) :] = -1
        if cell is None:
            cell = column.codes
        else:
            cell = cell.astype(np.int32) if cell.dtype != np.int32 else cell
            cell = cell * np.int32(size) + column.codes
        places = {one: np.repeat(codes, size) for one, codes in places.items()}
        places[name] = np.tile(code, cells)
        cells *= size
        present = np.zeros(cells, dtype=bool)
        present[cell] = True
        some = int(present.sum())
        if some < cells // 2:
            renumbered = np.cumsum(present, dtype=np.int32) - 1
            cell = renumbered[cell]
            places = {one: codes[present] for one, codes in places.items()}
            cells = some
    if cells > 1:
        present = np.zeros(cells, dtype=bool)
        present[cell] = True
        if not present.all():
            cell = (np.cumsum(present, dtype=np.int32) - 1)[cell]
            places = {one: codes[present] for one, codes in places.items()}
            cells = int(present.sum())
    kept.combined[names] = (cell, cells, places)
    while len(kept.combined) > KEPT:
        kept.combined.popitem(last=False)
    return cell, cells, places


def _misses(codes: "NDArray[Any]", missing: int) -> bool:
    return bool(len(codes)) and int(codes.max()) == missing


def _check(kept: Store, design: Design) -> None:
    if design.weight:
        column = kept.numbers[design.weight]
        missing = 0 if column.known is None else int((~column.known).sum())
        if missing or not SMALLEST <= column.low <= column.high <= LARGEST:
            right = (column.values >= SMALLEST) & (column.values <= LARGEST)
            refuse_weights(design.weight, missing=missing, wrong=int((~right).sum()) - missing)
    for name in design.columns:
        numbers = kept.numbers.get(name)
        if name in kept.coded and _misses(kept.coded[name].codes, kept.coded[name].size - 1):
            raise missing_design(name, int((kept.coded[name].codes == kept.coded[name].size - 1).sum()))
        if name != design.weight and numbers is not None and numbers.known is not None:
            raise missing_design(name, int((~numbers.known).sum()))


def _spread(one: Indicator, kept: Store) -> Spread:
    column: Numbers = kept.numbers[one.column]
    finite = column.finite and -LARGEST <= column.low <= column.high <= LARGEST
    whole = column.known is None
    return spread_of(one, column.low, column.high, finite=finite, binary=column.binary, whole=whole)
