"""The one group-by on columns in memory: sums in the order of the rows, the same to the bit each time.

Codes of several columns are combined to one number per row by multiplication; as long as the combinations fit a
table, a sum per cell is one pass over the rows. It answers as `analysis.totals` does with an engine.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.adding import CROSSED, Adding, patterns
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
    Whole = tuple[Codes, Floats, Floats]

WIDEST = 2**24  # entries of a table of combinations
FEWEST = 2  # yes/no columns that are quicker added together
KEPT, ROOM = 8, 160_000_000  # combinations of columns that stay in memory, and their bytes


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
    adding = Adding(cell, cells, kept.rows)
    weight = kept.numbers[design.weight].values if design.weight else None
    whole = _whole(kept, names, adding, design.weight)
    n, total, squared = whole
    yes_no = [one.column for one, spread in zip(values, spreads, strict=True) if spread.kind == "proportion"]
    found = _together(kept, design, yes_no, adding, n, plain=plain)
    return Gathered(
        rows=kept.rows,
        n=n,
        weight=total,
        weight2=squared,
        keys={name: Key(places[name], kept.coded[name].labels) for name in keys},
        values={
            one.column: found[one.column]
            if one.column in found
            else _value(adding, kept, one, spread, weight, whole, design, plain=plain)
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


def _whole(kept: Store, names: tuple[str, ...], adding: Adding, weight: str | None) -> "Whole":
    """Rows, weights and squared weights per cell: of the sample, whatever is asked, so they are kept."""
    sums: dict[str | None, Whole] = kept.combined[names][3]
    if weight not in sums:
        n = adding.count()
        if weight is None:
            each = n.astype(np.float64)
            sums[weight] = n, each, each
        else:
            column = kept.numbers[weight].values
            sums[weight] = n, adding.sum(column), adding.sum(column, column)
    return sums[weight]


def _together(
    kept: Store, design: Design, names: Sequence[str], adding: Adding, n: "Codes", *, plain: bool
) -> dict[str, Value]:
    """The sums of yes/no columns by the patterns of their answers; empty when that would not be quicker."""
    # Where each row is a PSU sums of squared weights are needed too.
    room = min(CROSSED, kept.rows) // adding.cells
    if len(names) < FEWEST or not design.psu_columns or 2 ** len(names) > room:
        return {}
    seen = patterns(kept, names)
    if seen is None or seen.size > room:
        return {}
    counted = plain or design.weight is None or any(one is not None for one in seen.known.values())
    rows = adding.crossed(seen.code, seen.size, weight=None) if counted else np.zeros((0, seen.size))
    weights = rows
    if design.weight is not None:
        weights = adding.crossed(seen.code, seen.size, weight=kept.numbers[design.weight].values)
    nothing, all_of_them = np.zeros(0), np.ones(seen.size)
    # By the same sum as the answers, so that everybody is everybody to the bit.
    total = weights @ all_of_them
    found = {}
    for name in names:
        yes, known = seen.yes[name], seen.known[name]
        sums = weights @ yes
        found[name] = Value(
            kind="proportion",
            centre=0.0,
            n=n if known is None else np.round(rows @ known).astype(np.int64),
            weight=total if known is None else weights @ known,
            total=sums,
            square=sums,
            plain=rows @ yes if plain else nothing,
            weight2=nothing,
            cross2=nothing,
            square2=nothing,
        )
    return found


def _value(
    adding: Adding,
    kept: Store,
    one: Indicator,
    spread: Spread,
    weight: "NDArray[Any] | None",
    whole: "Whole",
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
        weight2=nothing if design.psu_columns else squared,
        cross2=cross2,
        square2=square2,
    )


def combined(kept: Store, names: tuple[str, ...]) -> "tuple[NDArray[Any], int, dict[str, Codes]] | None":
    """Per row its cell, the number of cells, and per column its code in each cell (-1: missing)."""
    if names in kept.combined:
        kept.combined.move_to_end(names)
        return kept.combined[names][:3]  # type: ignore[no-any-return]  # columns of any kind are kept there
    _make_room(kept, 4 * kept.rows)
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
    kept.combined[names] = (cell, cells, places, {})
    _make_room(kept, 0)
    return cell, cells, places


def _make_room(kept: Store, coming: int) -> None:
    """Forget the combinations that were asked longest ago, until those left and what is coming fit (the last stays)."""
    sizes = [_bytes(made) for made in kept.combined.values()]
    room = coming + sum(sizes)
    least = 0 if coming else 1
    while len(kept.combined) > least and (len(kept.combined) > KEPT or room > ROOM):
        kept.combined.popitem(last=False)
        room -= sizes.pop(0)


def _bytes(made: tuple[Any, ...]) -> int:
    """What a combination takes: the cell of each row, the codes of each cell and its sums; of patterns the rows."""
    if len(made) < len(("cell", "cells", "places", "sums")):
        return int(made[0].nbytes)
    _, _, places, sums = made[:4]
    per_cell = [*places.values(), *(part for whole in sums.values() for part in whole)]
    return int(made[0].nbytes) + sum(int(one.nbytes) for one in per_cell)


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
