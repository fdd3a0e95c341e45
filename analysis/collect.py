"""Collect the sample for a question: open the source, refuse what cannot be counted, scan once, weigh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import rows
from analysis.cells import Cells, Key
from analysis.columns import identity, store
from analysis.design import Design
from analysis.engine import SMALL, scan, small
from analysis.errors import missing_column
from analysis.gathered import Gathered, only
from analysis.grouped import grouped
from analysis.indicators import Indicator, indicators_of
from analysis.origins import COLUMN, POOL, choose, label, present
from analysis.profile import profile
from analysis.structure import stages
from analysis.totals import INSIDE, totals

if TYPE_CHECKING:
    from collections.abc import Hashable

    from narwhals import Expr
    from numpy.typing import NDArray


def collect(
    source: Any,
    design: Design,
    *,
    keys: Sequence[str] = (),
    values: Sequence[str | Indicator] = (),
    where: "Expr | Mapping[str, Hashable | Sequence[Hashable]] | None" = None,
    origins: str | Sequence[str] | None = None,
    by: Sequence[str] = (),
    apart: bool | None = None,
) -> Cells:
    """The cells that a question needs, with their places in the sample and their weights.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn and what was done to its weights.
        keys: columns to keep apart, whatever their kind: covariates, margins, anything not linear.
        values: columns of numbers to sum.
        where: a Narwhals expression or {column: value or values}: a domain, which does not shrink the design.
        origins: one or more origins, or "pool"; needed when the table holds several and `by` lacks `origin`. Other
            origins are other samples, and are left out of the design too.
        by: the columns whose combinations are the domains.
        apart: whether no cell may mix different numbers of a column of `values`; by default that is so when each
            row is a PSU, and when replicate weights were given.

    Returns:
        A small table has one cell per row, in its order; a large one is grouped.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    asked = indicators_of(values)
    replication = design.replication
    added = tuple(replication.columns) if replication is not None else ()
    adjusting = tuple(name for one in design.adjust for name in one.columns)
    wanted = tuple(dict.fromkeys((*design.keys, *by, *keys, *adjusting, *added)))
    split = (design.psu is None or bool(added)) if apart is None else apart
    ask = _Asked(design, wanted, asked, where, origins, tuple(by), split, _plain(design))
    seen, samples, kept = _in_memory(source, ask) or _by_engine(source, ask)
    cells = Cells(
        design=design,
        n=seen.n,
        weight=seen.weight,
        weight2=seen.weight2,
        base=seen.weight,
        stages=stages(seen, design, samples),
        keys=seen.keys,
        values=seen.values,
        inside=seen.inside,
        samples=samples,
        origin=label(kept),
    )
    if replication is not None:
        from analysis.replicates import replicated

        cells = replicated(cells, replication)
    for one in design.adjust:
        cells = one.apply(cells)
    return cells


@dataclass(frozen=True)
class _Asked:
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


_Scanned = tuple[Gathered, tuple[str, ...], tuple[str, ...]]


def _in_memory(source: Any, ask: _Asked) -> _Scanned | None:
    """A large Parquet file, from columns that are kept in memory; None when that does not fit."""
    where = ask.where or {}
    if identity(source) is None or not isinstance(where, Mapping):
        return None
    schema = list(scan(source).collect_schema())
    _refuse_absent(ask, schema, where)
    sample = (COLUMN,) if COLUMN in schema else ()
    keys = tuple(dict.fromkeys((*ask.keys, *where, *sample)))
    coded = (*keys, *((one.column for one in ask.values) if ask.apart else ()))
    kept = store(source, coded, ask.numbers, least=SMALL)
    if kept is None:
        return None
    found = grouped(kept, ask.design, keys, ask.values, apart=ask.apart, plain=ask.plain)
    if found is None:
        return None
    inside = np.ones(len(found.n), dtype=bool)
    for name, wanted in where.items():
        inside &= _among(found.keys[name], listed(wanted))
    found = replace(found, inside=inside)
    if not sample:
        return found, (), ()
    origin = found.keys[COLUMN]
    counts = {
        str(label): int(found.n[inside & (origin.codes == place)].sum())
        for place, label in enumerate(origin.labels)
    }
    counts = {name: rows for name, rows in counts.items() if rows}
    names = choose(counts, ask.origins, ask.by)
    if ask.origins not in (None, POOL):
        found = only(found, _among(origin, names))
    return found, sample if len(names) > 1 else (), names


def _by_engine(source: Any, ask: _Asked) -> _Scanned:
    """Any table: read whole when it is small, else grouped by the engine."""
    frame = scan(source)
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


def _refuse_absent(ask: _Asked, schema: Sequence[str], where: Mapping[str, Any]) -> None:
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
        parts.append(nw.col(name).is_in(listed(wanted)))
    return nw.all_horizontal(*parts, ignore_nulls=True) if parts else None


def _plain(design: Design) -> bool:
    """Whether a layer of the weights needs sums without weights."""
    return any(getattr(one, "plain", True) for one in design.adjust)


def known(cells: Cells, *names: str) -> "NDArray[np.bool_]":
    """The cells in which none of these columns is missing, and which meet the condition [cells]."""
    found = cells.inside.copy()
    for name in names:
        found &= cells.key(name).codes >= 0 if name in cells.keys else cells.value(name).n > 0
    return found
