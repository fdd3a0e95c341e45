"""The one group-by: weighted totals per domain x stratum x PSU, for any number of indicators at once.

Everything after it is arithmetic on small arrays. The expressions are written once, with Narwhals; DuckDB runs
them by default. Sums are made in fixed point, so that they are the same to the bit in every order and with every
number of threads: each addend is a whole number of a unit that is a power of two, so small that the whole sum
stays within the 53 bits of a float64 (or, where that is too coarse, the 63 bits of an int64).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import frexp
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Key, Value
from analysis.design import Design
from analysis.gathered import Gathered, key_of, only
from analysis.indicators import Indicator
from analysis.profile import Profile, Spread, number

if TYPE_CHECKING:
    from narwhals import Expr, LazyFrame
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

INSIDE = "inside·"  # the column that says whether a row meets the condition of the question
ROOM_FLOAT, ROOM_INTEGER = 53, 62
COARSEST = 30  # bits below the largest addend under which float64 has too little room
FEW = 200_000  # rows below which the finer int64, which costs more time, is not felt


def totals(
    frame: "LazyFrame[Any]",
    design: Design,
    values: Sequence[Indicator],
    keys: Sequence[str],
    seen: Profile,
    *,
    apart: bool = False,
    plain: bool = False,
) -> Gathered:
    """Scan once; the number of cells, not of rows, decides the size of what comes back.

    Args:
        frame: the rows, with all columns that design, values and keys name, and perhaps `INSIDE`.
        design: with PSU columns a cell lies in one PSU; without, in one stratum.
        values: the columns to sum.
        keys: the columns to keep apart (null is a value of its own here), those of the design included.
        seen: the profile of the same rows (or of more rows than these).
        apart: no cell mixes different numbers of a column in `values`.
        plain: ask for sums without weights too.
    """
    import narwhals as nw

    names = [one.column for one in values]
    present = [INSIDE] if INSIDE in frame.collect_schema() else []
    groups = list(dict.fromkeys((*keys, *(names if apart else ()), *present)))
    element = not design.psu_columns
    linear, second = _unit(seen.rows, seen.weight), _unit(seen.rows, seen.weight**2)
    frame = frame.with_columns(_weight(design).alias("w·"))
    # The weight itself is put on the grid first: then every sum of it is made of the same numbers.
    frame = frame.with_columns((nw.col("w·") * linear.per_one).round().alias("w#"))
    frame = frame.with_columns((nw.col("w·") * nw.col("w·") * second.per_one).round().alias("ww#"))
    wanted = [
        _Sum("weight", linear, nw.col("w#"), on_grid=True),
        _Sum("weight2", second, nw.col("ww#"), on_grid=True),
    ]
    for place, (one, spread) in enumerate(zip(values, () if apart else seen.spreads, strict=not apart)):
        wanted += _sums(one, spread, place, seen, element=element, plain=plain)
    asked = [nw.len().alias("rows·")]
    asked += [nw.col(one.column).count().alias(f"n {place}") for place, one in enumerate(values)]
    for name in design.numbers:
        asked += [number(name).min().alias(f"lowest {name}"), number(name).max().alias(f"highest {name}")]
    asked += [one.expression().alias(one.name) for one in wanted]
    # A constant key keeps one code path for a question without any groups.
    grouped = frame.with_columns(nw.lit(1).alias("all·")).group_by("all·", *groups).agg(*asked)
    table = grouped.collect("pyarrow").to_native()

    found = {one.name: _floats(table, one.name) / one.unit.per_one for one in wanted}
    coded = {name: key_of(table.column(name)) for name in dict.fromkeys((*keys, *(names if apart else ())))}
    inside = np.ones(table.num_rows, dtype=bool)
    if present:
        inside = np.asarray(table.column(INSIDE).combine_chunks().fill_null(False)).astype(bool)  # noqa: FBT003 -- PyArrow takes the value so
    # Sorted by their keys, so that what is added next is added in one order.
    order = np.lexsort((inside, *(key.codes for key in coded.values()))) if coded else np.arange(len(inside))
    return only(
        Gathered(
            rows=seen.rows,
            n=_floats(table, "rows·").astype(np.int64),
            weight=found["weight"],
            weight2=found["weight2"],
            keys=coded,
            values={
                one.column: _value(table, found, spread, place, coded[one.column] if apart else None)
                for place, (one, spread) in enumerate(zip(values, seen.spreads, strict=True))
            },
            lowest={name: _floats(table, f"lowest {name}") for name in design.numbers},
            highest={name: _floats(table, f"highest {name}") for name in design.numbers},
            inside=inside,
        ),
        order,
    )


def _value(table: Any, found: dict[str, "Floats"], spread: Spread, place: int, key: Key | None) -> Value:
    """The sums of one column; from its key, when every cell holds one number of it."""
    n = _floats(table, f"n {place}").astype(np.int64)
    nothing = np.zeros(0)
    weight = found["weight"] - found.get(f"without {place}", 0.0)
    weight2 = (
        found["weight2"] - found.get(f"without2 {place}", 0.0) if f"cross2 {place}" in found else nothing
    )
    if key is not None:
        known = key.codes >= 0
        x = np.where(known, key.numbers - spread.centre, 0.0)
        w, ww = np.where(known, found["weight"], 0.0), np.where(known, found["weight2"], 0.0)
        each = n.astype(np.float64) * x
        return Value(spread.kind, spread.centre, n, w, w * x, w * x * x, each, ww, ww * x, ww * x * x)
    total, cross2 = found[f"value {place}"], found.get(f"cross2 {place}", nothing)
    return Value(
        kind=spread.kind,
        centre=spread.centre,
        n=n,
        weight=weight,
        total=total,
        square=found.get(f"square {place}", total),
        plain=found.get(f"plain {place}", nothing),
        weight2=weight2,
        cross2=cross2,
        square2=found.get(f"square2 {place}", cross2),
    )


@dataclass(frozen=True)
class _Unit:
    """Fixed point: addends are multiples of 1 / per_one; added as whole float64, or as int64."""

    per_one: float
    integer: bool


@dataclass(frozen=True)
class _Sum:
    name: str
    unit: _Unit
    addend: "Expr"
    on_grid: bool

    def expression(self) -> "Expr":
        import narwhals as nw

        addend = self.addend if self.on_grid else (self.addend * self.unit.per_one).round()
        if self.unit.integer:
            return addend.cast(nw.Int64()).sum().cast(nw.Float64())
        return addend.sum()


def _unit(rows: int, largest: float) -> _Unit:
    """The smallest power of two in which `rows` addends of at most `largest` add without loss."""
    size, many = frexp(largest or 1.0)[1], frexp(float(rows))[1]
    integer = rows < FEW or ROOM_FLOAT - many < COARSEST
    return _Unit(2.0 ** ((ROOM_INTEGER if integer else ROOM_FLOAT) - size - many), integer)


def _weight(design: Design) -> "Expr":
    import narwhals as nw

    return number(design.weight) if design.weight else nw.lit(1.0)


def _sums(
    one: Indicator, spread: Spread, place: int, seen: Profile, *, element: bool, plain: bool
) -> list[_Sum]:
    """The sums that a column needs: fewer when no row misses it, and when it is 0/1, for then x^2 = x."""
    import narwhals as nw

    x = number(one.column)
    linear, second = _unit(seen.rows, seen.weight), _unit(seen.rows, seen.weight**2)
    absent = nw.col(one.column).is_null()
    sums: list[_Sum] = []
    if not spread.whole:
        sums.append(_Sum(f"without {place}", linear, nw.when(absent).then(nw.col("w#")), on_grid=True))
    if not spread.whole and element:
        sums.append(_Sum(f"without2 {place}", second, nw.when(absent).then(nw.col("ww#")), on_grid=True))
    if spread.kind == "proportion":
        # Times 0 or 1 keeps a whole number whole, and costs an engine less than a condition.
        sums.append(_Sum(f"value {place}", linear, x * nw.col("w#"), on_grid=True))
        if element:
            sums.append(_Sum(f"cross2 {place}", second, x * nw.col("ww#"), on_grid=True))
        if plain:
            sums.append(_Sum(f"plain {place}", _unit(seen.rows, 1.0), x, on_grid=False))
        return sums
    weight, reach, d = nw.col("w·"), spread.reach or 1.0, x - spread.centre
    powers = [("value", weight * d, seen.weight * reach), ("square", weight * d * d, seen.weight * reach**2)]
    if element:
        powers.append(("cross2", weight * weight * d, seen.weight**2 * reach))
        powers.append(("square2", weight * weight * d * d, (seen.weight * reach) ** 2))
    if plain:
        powers.append(("plain", d, reach))
    sums += [
        _Sum(f"{name} {place}", _unit(seen.rows, most), addend, on_grid=False)
        for name, addend, most in powers
    ]
    return sums


def _floats(table: Any, name: str) -> "Floats":
    import pyarrow as pa

    # An empty sum is null: nobody in this group, so zero.
    return np.asarray(table.column(name).cast(pa.float64(), safe=False).fill_null(0.0), dtype=np.float64)
