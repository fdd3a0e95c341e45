"""The one group-by: weighted totals per domain x stratum x PSU, for any number of indicators.

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

from analysis.design import Design
from analysis.indicators import Indicator
from analysis.profile import Profile, Spread, number

if TYPE_CHECKING:
    from narwhals import Expr, LazyFrame
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

ROOM_FLOAT, ROOM_INTEGER = 53, 62
COARSEST = 30  # bits below the largest addend under which float64 has too little room
FEW = 200_000  # rows below which the finer int64, which costs more time, is not felt


@dataclass(frozen=True)
class Column:
    """The totals of one indicator, one number per group; x is the value less the centre of its spread.

    With w the weight, over the rows of the group where the indicator is not null: `n` rows, `weight` sum w,
    `value` sum w x, `square` sum w x^2; and for designs in which each row is a PSU also `weight2` sum w^2,
    `cross2` sum w^2 x, `square2` sum w^2 x^2 (else empty arrays).
    """

    spread: Spread
    n: "Codes"
    weight: "Floats"
    value: "Floats"
    square: "Floats"
    weight2: "Floats"
    cross2: "Floats"
    square2: "Floats"


@dataclass(frozen=True)
class Totals:
    """One entry per group of rows with the same domain, stratum and PSU.

    Attributes:
        keys: per group the values of the columns that were grouped by, by name (Python values).
        rows: number of rows in the group, whatever is missing.
        columns: the totals per indicator, in the order asked.
    """

    keys: dict[str, Any]
    rows: "Codes"
    fpc_low: "Floats"
    fpc_high: "Floats"
    columns: tuple[Column, ...]


def totals(
    frame: "LazyFrame[Any]",
    design: Design,
    indicators: Sequence[Indicator],
    by: Sequence[str],
    seen: Profile,
) -> Totals:
    """Scan once; the number of groups, not of rows, decides the size of what comes back.

    Args:
        frame: the rows, with all columns that design, indicators and `by` name.
        design: with PSU columns the groups are PSUs; without, strata.
        indicators: at least one.
        by: the columns that make the domains (null is a value of its own here).
        seen: the profile of the same rows (or of more rows than these).
    """
    import narwhals as nw

    keys = list(dict.fromkeys((*by, *design.strata_columns, *design.psu_columns)))
    element = not design.psu_columns
    linear = _unit(seen.rows, seen.weight)
    frame = frame.with_columns(_weight(design).alias("w·"))
    # The weight itself is put on the grid first: then every sum of it is made of the same numbers.
    frame = frame.with_columns((nw.col("w·") * linear.per_one).round().alias("w#"))
    if element:
        second = _unit(seen.rows, seen.weight**2)
        frame = frame.with_columns((nw.col("w·") * nw.col("w·") * second.per_one).round().alias("ww#"))
    wanted: list[_Sum] = []
    for place, (one, spread) in enumerate(zip(indicators, seen.spreads, strict=True)):
        wanted += _sums(one, spread, place, seen, element=element)

    asked = [
        nw.len().alias("rows·"),
        _Sum("weight", linear, nw.col("w#"), on_grid=True).expression().alias("weight·"),
    ]
    if element:
        asked.append(_Sum("weight2", second, nw.col("ww#"), on_grid=True).expression().alias("weight2·"))
    if design.fpc:
        asked += [number(design.fpc).min().alias("fpc low"), number(design.fpc).max().alias("fpc high")]
    asked += [nw.col(one.column).count().alias(f"n {place}") for place, one in enumerate(indicators)]
    asked += [one.expression().alias(one.name) for one in wanted]
    # A constant key keeps one code path for a question without any groups.
    grouped = frame.with_columns(nw.lit(1).alias("all·")).group_by("all·", *keys).agg(*asked)
    table = grouped.collect("pyarrow").to_native()

    found = {one.name: _floats(table, one.name) / one.unit.per_one for one in wanted}
    count = table.num_rows
    weight = _floats(table, "weight·") / linear.per_one
    weight2 = _floats(table, "weight2·") / second.per_one if element else np.zeros(0)
    nothing = np.zeros(0)
    columns = []
    for place, spread in enumerate(seen.spreads):
        value = found[f"value {place}"]
        value2 = found.get(f"cross2 {place}", nothing)
        columns.append(
            Column(
                spread=spread,
                n=_floats(table, f"n {place}").astype(np.int64),
                # Whole numbers of one unit: the difference is exact.
                weight=weight - found.get(f"without {place}", 0.0),
                value=value,
                square=found.get(f"square {place}", value),
                weight2=weight2 - found.get(f"without2 {place}", 0.0),
                cross2=value2,
                square2=found.get(f"square2 {place}", value2),
            )
        )
    endless = np.full(count, np.inf)
    return Totals(
        keys={name: table.column(name).combine_chunks() for name in keys},
        rows=_floats(table, "rows·").astype(np.int64),
        fpc_low=_floats(table, "fpc low") if design.fpc else endless,
        fpc_high=_floats(table, "fpc high") if design.fpc else endless,
        columns=tuple(columns),
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


def _sums(one: Indicator, spread: Spread, place: int, seen: Profile, *, element: bool) -> list[_Sum]:
    """The sums that an indicator needs: fewer when no row misses it, and when it is 0/1, for then x^2 = x."""
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
        return sums
    weight, reach = nw.col("w·"), spread.reach or 1.0
    powers = [("value", weight, x - spread.centre, seen.weight * reach)]
    powers.append(("square", weight, (x - spread.centre) * (x - spread.centre), seen.weight * reach**2))
    if element:
        powers.append(("cross2", weight * weight, x - spread.centre, seen.weight**2 * reach))
        powers.append(
            (
                "square2",
                weight * weight,
                (x - spread.centre) * (x - spread.centre),
                (seen.weight * reach) ** 2,
            )
        )
    sums += [
        _Sum(f"{name} {place}", _unit(seen.rows, most), w * v, on_grid=False) for name, w, v, most in powers
    ]
    return sums


def _floats(table: Any, name: str) -> "Floats":
    import pyarrow as pa

    # An empty sum is null: nobody in this group, so zero.
    return np.asarray(table.column(name).cast(pa.float64()).fill_null(0.0), dtype=np.float64)
