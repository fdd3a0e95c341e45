"""A small table: every row is a cell, read once into NumPy; an engine would only cost time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Value
from analysis.design import Design
from analysis.gathered import Gathered, key_of
from analysis.indicators import Indicator
from analysis.profile import (
    LARGEST,
    SMALLEST,
    missing_design,
    no_numbers,
    refuse_empty,
    refuse_weights,
    spread_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def rows(
    table: Any, design: Design, keys: Sequence[str], values: Sequence[Indicator], inside: Any = None
) -> Gathered:
    """Read the columns of a PyArrow table; the cells are its rows, in their order.

    Args:
        table: with every column that design, keys and values name.
        design: how the sample was drawn.
        keys: the columns to keep apart, those of the design included.
        values: the columns to sum.
        inside: true/false per row; None is all.

    Raises:
        IndicatorError, WeightError, DesignError, SourceError: see `analysis.profile.profile`.
    """
    count = table.num_rows
    refuse_empty(count)
    numbers = (*(one.column for one in values), *(design.numbers), *filter(None, (design.weight,)))
    _refuse_text(table, numbers)
    weight = np.ones(count)
    if design.weight:
        column = table.column(design.weight)
        weight, known = _floats(column)
        wrong = known & ~((weight >= SMALLEST) & (weight <= LARGEST))
        refuse_weights(design.weight, missing=int((~known).sum()), wrong=int(wrong.sum()))
    sizes: dict[str, Floats] = {}
    for name in design.columns:
        missing = table.column(name).null_count
        if missing and name != design.weight:
            raise missing_design(name, missing)
        if name in design.numbers:
            sizes[name] = _floats(table.column(name))[0]
    mask = np.ones(count, dtype=bool)
    if inside is not None:
        mask = np.asarray(inside.fill_null(False)).astype(bool)  # noqa: FBT003 -- PyArrow takes the value so
    return Gathered(
        rows=count,
        n=np.ones(count, dtype=np.int64),
        weight=weight,
        weight2=weight * weight,
        keys={name: key_of(table.column(name)) for name in keys},
        values={one.column: _value(one, table.column(one.column), weight) for one in values},
        lowest=sizes,
        highest=sizes,
        inside=mask,
    )


def _value(one: Indicator, column: Any, weight: "Floats") -> Value:
    x, known = _floats(column)
    x = np.where(known, x, 0.0)
    low, high = (float(x.min(where=known, initial=np.inf)), float(x.max(where=known, initial=-np.inf)))
    if not known.any():
        low = high = 0.0
    finite = bool(np.isfinite(x).all()) and -LARGEST <= low <= high <= LARGEST
    binary = bool(((x == 0) | (x == 1)).all())
    spread = spread_of(one, low, high, finite=finite, binary=binary, whole=bool(known.all()))
    w, d = np.where(known, weight, 0.0), np.where(known, x - spread.centre, 0.0)
    total, weight2 = w * d, w * w
    cross2 = weight2 * d
    yes_no = binary and not spread.centre  # then d is its own square
    return Value(
        kind=spread.kind,
        centre=spread.centre,
        n=known.astype(np.int64),
        weight=w,
        total=total,
        square=total if yes_no else total * d,
        plain=d,
        weight2=weight2,
        cross2=cross2,
        square2=cross2 if yes_no else cross2 * d,
    )


def _floats(column: Any) -> "tuple[Floats, NDArray[np.bool_]]":
    """The numbers (0 where there is none) and where there is one."""
    import pyarrow as pa

    whole = not column.null_count
    known = np.ones(len(column), dtype=bool) if whole else ~np.asarray(column.is_null())
    if whole and (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return np.asarray(column.to_numpy(), dtype=np.float64), known
    numbers = column.cast(pa.float64(), safe=False) if column.type != pa.float64() else column
    found = np.asarray(numbers.fill_null(0.0) if numbers.null_count else numbers, dtype=np.float64)
    return found, known


def _refuse_text(table: Any, names: Sequence[str]) -> None:
    from pyarrow import types

    for name in dict.fromkeys(names):
        kind = table.schema.field(name).type
        number = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
        if not (number or types.is_boolean(kind) or types.is_null(kind)):
            raise no_numbers(name, str(kind))
