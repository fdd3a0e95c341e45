"""Collect the sample for a question: open the source, refuse what cannot be counted, scan once, weigh."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.cells import Cells
from analysis.design import Design
from analysis.errors import MethodError
from analysis.indicators import Indicator, indicators_of
from analysis.messages import N_, Message
from analysis.origins import label
from analysis.scanning import Asked, by_engine, in_memory
from analysis.structure import stages

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
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
        source: see `analysis.engine.scan`; or `Cells` that were collected before, which are given back when they
            hold what is asked (with their own design; a condition and origins are given when they are collected).
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
    if isinstance(source, Cells):
        refuse_conditions(where, origins)
        for name in (*keys, *by):
            source.key(name)
        for indicator in asked:
            source.value(indicator.column)
        return source
    replication = design.replication
    added = tuple(replication.columns) if replication is not None else ()
    adjusting = [name for one in design.adjust for name in one.columns]
    if design.weight and any(one.one_weight for one in design.adjust):
        adjusting.append(design.weight)  # trimming looks at the weight of each row
    wanted = tuple(dict.fromkeys((*design.keys, *by, *keys, *adjusting, *added)))
    split = (design.psu is None or bool(added)) if apart is None else apart
    ask = Asked(design, wanted, asked, where, origins, tuple(by), split, _plain(design))
    seen, samples, kept = in_memory(source, ask) or by_engine(source, ask)
    cells = Cells(
        design=design,
        n=seen.n,
        weight=seen.weight,
        weight2=seen.weight2,
        stages=stages(seen, design, samples),
        keys=seen.keys,
        values=seen.values,
        inside=seen.inside,
        samples=samples,
        origin=label(kept),
    )
    del seen  # sums under other weights take its place
    if replication is not None:
        from analysis.replicates import replicated

        cells = replicated(cells, replication)
    for one in design.adjust:
        cells = one.apply(cells)
    return cells


def _plain(design: Design) -> bool:
    """Whether a layer of the weights needs sums without weights."""
    return any(one.plain for one in design.adjust)


def refuse_conditions(where: Any, origins: str | Sequence[str] | None) -> None:
    """Refuse what can only be asked of a table, not of cells that were collected before.

    Raises:
        MethodError: a condition or a choice of origins.
    """
    for name, given in (("where", where), ("origins", origins)):
        if given is not None:
            raise MethodError(
                Message(
                    N_(
                        "Verwacht: bij cellen die al verzameld zijn geen voorwaarde en geen keuze van herkomst."
                    )
                ),
                Message(N_("Gegeven: %(name)s = %(given)s."), {"name": name, "given": str(given)}),
                Message(N_("Geef dit bij het verzamelen, of geef de tabel in plaats van de cellen.")),
            )


def known(cells: Cells, *names: str) -> "NDArray[np.bool_]":
    """The cells in which none of these columns is missing, and which meet the condition [cells]."""
    found = cells.inside.copy()
    for name in names:
        found &= cells.key(name).codes >= 0 if name in cells.keys else cells.value(name).n > 0
    return found
