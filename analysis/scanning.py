"""One scan for a question: rows of a small table, columns kept in memory, or an engine; whichever is quickest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import engine, rows, spark
from analysis.cells import Key
from analysis.columns import store
from analysis.design import Design
from analysis.engine import scan, small
from analysis.errors import missing_column
from analysis.gathered import Gathered, only
from analysis.grouped import grouped
from analysis.indicators import Indicator
from analysis.origins import COLUMN, POOL, choose, present
from analysis.profile import profile
from analysis.totals import INSIDE, totals
from analysis.whole import columns_of, whole

if TYPE_CHECKING:
    from narwhals import Expr
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Asked:
    """What is needed of a table.

    Attributes:
        design: how the sample was drawn.
        keys: columns to keep apart, those of the design included.
        values: columns to sum.
        where: the condition of the question: an expression, or {column: value or values}.
        origins: the choice of origins.
        by: the columns of the domains.
        apart: no cell mixes different numbers of a column in `values`.
        plain: sums without weights too.
    """

    design: Design
    keys: tuple[str, ...]
    values: tuple[Indicator, ...]
    where: Any
    origins: str | Sequence[str] | None
    by: tuple[str, ...]
    apart: bool
    plain: bool

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are read as numbers."""
        weight = (self.design.weight,) if self.design.weight else ()
        return tuple(dict.fromkeys((*weight, *self.design.numbers, *(one.column for one in self.values))))

    def renamed(self, names: Mapping[str, str]) -> "Asked":
        """The same of a table whose columns have other names."""

        def new(name: str) -> str:
            return names.get(name, name)

        where = self.where
        if isinstance(where, Mapping):
            where = {new(name): wanted for name, wanted in where.items()}
        return replace(
            self,
            design=spark.renamed(self.design, names),
            keys=tuple(map(new, self.keys)),
            values=tuple(replace(one, column=new(one.column)) for one in self.values),
            where=where,
            by=tuple(map(new, self.by)),
        )


Scanned = tuple[Gathered, tuple[str, ...], tuple[str, ...]]


def in_memory(source: Any, ask: Asked) -> Scanned | None:
    """A small table row by row, or a large Parquet file from columns in memory; None when neither will do."""
    where = {} if ask.where is None else ask.where
    if not isinstance(where, Mapping):
        return None
    names = columns_of(source)
    if names is None:
        return None
    _refuse_absent(ask, names, where)
    sample = (COLUMN,) if COLUMN in names else ()
    keys = tuple(dict.fromkeys((*ask.keys, *where, *sample)))
    few = whole(source, (*keys, *ask.numbers, *ask.design.columns))
    if few is None or few.num_rows > engine.FEW:
        # Grouped when it can be; else row by row all the same, up to `SMALL`.
        found = _from_columns(source, ask, keys)
        if found is not None:
            return _narrowed(found, ask, where, sample)
    return (
        None if few is None else _narrowed(rows.rows(few, ask.design, keys, ask.values), ask, where, sample)
    )


def _from_columns(source: Any, ask: Asked, keys: tuple[str, ...]) -> Gathered | None:
    """The cells of a Parquet file from columns in memory; None when it is something else, or they do not fit."""
    if spark.chosen(engine.address()):
        return None
    coded = (*keys, *((one.column for one in ask.values) if ask.apart else ()))
    kept = store(source, coded, ask.numbers, least=min(engine.FEW, engine.SMALL))
    if kept is None:
        return None
    return grouped(kept, ask.design, keys, ask.values, apart=ask.apart, plain=ask.plain)


def _narrowed(found: Gathered, ask: Asked, where: Mapping[str, Any], sample: tuple[str, ...]) -> Scanned:
    """The cells with their condition, of the chosen origins only."""
    if where:
        inside = np.ones(len(found.n), dtype=bool)
        for name, wanted in where.items():
            inside &= _among(found.keys[name], listed(wanted))
        found = replace(found, inside=inside)
    if not sample:
        return found, (), ()
    origin = found.keys[COLUMN]
    rows_of = np.bincount(origin.codes + 1, found.n * found.inside, len(origin.labels) + 1)
    labels = ("None", *map(str, origin.labels))
    counts = {name: int(rows_of[place]) for place, name in enumerate(labels) if rows_of[place]}
    names = choose(counts, ask.origins, ask.by)
    if names and ask.origins not in (None, POOL):  # no names: nobody meets the condition
        found = only(found, _among(origin, names))
    return found, sample if len(names) > 1 else (), names


def by_engine(source: Any, ask: Asked) -> Scanned:
    """Any table: read whole when it is small, else grouped by the engine."""
    frame = scan(source)
    if spark.dotted(frame):
        frame, names = spark.undotted(frame)
        under_new_names = by_engine(frame, ask.renamed(names))
        return spark.named_back(under_new_names[0], names), *under_new_names[1:]
    schema = list(frame.collect_schema())
    _refuse_absent(ask, schema, {})
    chosen = condition(ask.where, schema)
    counts = present(frame, chosen)
    kept = choose(counts, ask.origins, ask.by)
    samples: tuple[str, ...] = ()
    wanted = ask.keys
    if counts:
        import narwhals as nw

        if ask.origins not in (None, POOL):
            frame = frame.filter(nw.col(COLUMN).is_in(kept))
        if len(kept) > 1:
            samples, wanted = (COLUMN,), tuple(dict.fromkeys((*wanted, COLUMN)))
    if chosen is not None:
        frame = frame.with_columns(chosen.alias(INSIDE))
    few = small(frame, (*wanted, *ask.numbers, *ask.design.columns, INSIDE))
    if few is not None:
        inside = few.column(INSIDE).combine_chunks() if INSIDE in few.column_names else None
        return rows.rows(few, ask.design, wanted, ask.values, inside), samples, kept
    looked = profile(frame, ask.design, ask.values)
    seen = totals(frame, ask.design, ask.values, wanted, looked, apart=ask.apart, plain=ask.plain)
    return seen, samples, kept


def _refuse_absent(ask: Asked, schema: Sequence[str], where: Mapping[str, Any]) -> None:
    for name in (*ask.keys, *ask.numbers, *ask.design.columns, *where):
        if name not in schema:
            raise missing_column(name, list(schema))


def _among(key: Key, wanted: Sequence[Any]) -> "NDArray[np.bool_]":
    """The cells whose key has one of these values [cells]; never where it is missing."""
    right = np.array([*(label in set(wanted) for label in key.labels), False])
    found: NDArray[np.bool_] = right[key.codes]
    return found


def listed(wanted: Any) -> list[Any]:
    """One value or several, as a list."""
    return list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]


def condition(where: Any, schema: Sequence[str]) -> "Expr | None":
    """The condition of a question as an expression.

    Raises:
        IndicatorError: it names a column that the table lacks.
    """
    import narwhals as nw

    if not isinstance(where, Mapping):
        return where  # type: ignore[no-any-return]  # an expression, or None
    parts = []
    for name, wanted in where.items():
        if name not in schema:
            raise missing_column(name, list(schema))
        # Who gave no answer is not among them.
        parts.append(nw.col(name).is_in(listed(wanted)) & ~nw.col(name).is_null())
    return nw.all_horizontal(*parts, ignore_nulls=False) if parts else None
