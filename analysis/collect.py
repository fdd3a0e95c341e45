"""Collect the sample for a question: open the source, refuse what cannot be counted, scan once, weigh."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis import rows
from analysis.cells import Cells
from analysis.design import Design
from analysis.engine import scan, small
from analysis.errors import missing_column
from analysis.indicators import Indicator, indicators_of
from analysis.origins import COLUMN, POOL, choose, label, present
from analysis.profile import profile
from analysis.structure import stages
from analysis.totals import INSIDE, totals

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from narwhals import Expr
    from numpy.typing import NDArray


def collect(  # noqa: PLR0913 -- each is a choice of the reader; all but two have a default
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
    frame = scan(source)
    schema = list(frame.collect_schema())
    replication = design.replication
    added = tuple(replication.columns) if replication is not None else ()
    adjusting = tuple(name for one in design.adjust for name in one.columns)
    wanted = tuple(dict.fromkeys((*design.keys, *by, *keys, *adjusting, *added)))
    for name in (*wanted, *(one.column for one in asked), *design.columns):
        if name not in schema:
            raise missing_column(name, schema)
    chosen = condition(where, schema)
    counts = present(frame, chosen)
    kept = choose(counts, origins, by)
    samples: tuple[str, ...] = ()
    if counts:
        import narwhals as nw

        if origins not in (None, POOL):
            frame = frame.filter(nw.col(COLUMN).is_in(kept))
        if len(kept) > 1:
            samples, wanted = (COLUMN,), tuple(dict.fromkeys((*wanted, COLUMN)))
    if chosen is not None:
        frame = frame.with_columns(chosen.alias(INSIDE))
    few = small(frame, (*wanted, *(one.column for one in asked), *design.columns, INSIDE))
    if few is not None:
        inside = few.column(INSIDE).combine_chunks() if INSIDE in few.column_names else None
        seen = rows.rows(few, design, wanted, asked, inside)
    else:
        looked = profile(frame, design, asked)
        split = (design.psu is None or bool(added)) if apart is None else apart
        seen = totals(frame, design, asked, wanted, looked, apart=split, plain=_plain(design))
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
        values = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        parts.append(nw.col(name).is_in(values))
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
