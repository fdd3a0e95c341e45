"""Weigh a table as its design declares, and look at what came out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.collect import collect
from analysis.design import Design
from analysis.engine import scan
from analysis.weighting import extremes
from analysis.weighting.fit import Fit, applied
from analysis.weighting.in_rows import rows_of
from analysis.weighting.result import LARGE_EFFECT, Step, Weighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.cells import Cells, Floats
    from analysis.design import Adjustment


def weigh(source: Any, design: Design, origins: "str | Sequence[str] | None" = None) -> Weighted:
    """The weights of a table after the adjustments of `design`, summarised.

    Weights do not depend on strata and PSUs, so the table is grouped by the columns of the adjustments only.

    Args:
        source: see `analysis.engine.scan`.
        design: its `weight` and `adjust` are used.
        origins: which samples, see `analysis.collect.collect`; by default all of them together are weighted.

    Raises:
        MarginError: population counts and sample do not fit, see the adjustments.
        ConvergenceError: no weights were found.
        AnalysisError: the table cannot be read, or a weight is impossible.
    """
    done = adjusted(source, design, origins)
    if not design.weight or not extremes.mixed(done.before):
        each = done.after.weight / done.after.n
        return summary(done, extremes.of_cells(done.after, each, each))
    rows = rows_of(source, design.weight, done.before)
    if rows is not None:
        seen = extremes.Seen(done.after, rows)
        for part in rows.weights(done.factor):
            seen.look(part)
        return summary(done, seen.found())
    frame = extremes.of_origins(scan(source), origins)
    low, high = extremes.by_engine(frame, design.weight, done.before, done.factor)
    return summary(done, extremes.of_cells(done.after, low, high))


@dataclass(frozen=True)
class Adjusted:
    """A sample before and after its weights were adjusted.

    Attributes:
        before, after: the cells, told apart by the columns of the adjustments.
        factor: what the weights were multiplied by [cells].
        steps: how each adjustment went.
        caveats: of the adjustments.
        weight: the column of the weights before.
    """

    before: "Cells"
    after: "Cells"
    factor: "Floats"
    steps: tuple[Step, ...]
    caveats: tuple[str, ...]
    weight: str | None


def adjusted(source: Any, design: Design, origins: "str | Sequence[str] | None") -> Adjusted:
    """Collect the cells of a table and apply the adjustments of the design."""
    before = collect(
        source,
        Design(weight=design.weight),
        keys=keys_of(design),
        origins="pool" if origins is None else origins,
    )
    cells, factor = before, np.ones(len(before))
    steps: list[Step] = []
    noted: list[str] = []
    for one in design.adjust:
        fit = _fit(one, cells)
        cells = applied(cells, fit)
        factor = factor * fit.factor
        variance = "ignored" if fit.projection is None else fit.projection.name
        steps.append(Step(type(one).__name__, one.columns, fit.rounds, fit.deviation, variance))
        noted += fit.caveats
    return Adjusted(before, cells, factor, tuple(steps), tuple(noted), design.weight)


def keys_of(design: Design) -> tuple[str, ...]:
    """The columns by which rows must be kept apart: those of the adjustments, and the weight where it is trimmed."""
    named = [name for one in design.adjust for name in one.columns]
    if design.weight and any(one.one_weight for one in design.adjust):
        named.append(design.weight)
    return tuple(dict.fromkeys(named))


def summary(done: Adjusted, seen: extremes.Extremes) -> Weighted:
    """What weighting did."""
    cells = done.after
    n = int(cells.n[cells.weight != 0].sum())
    total, squares = float(cells.weight.sum()), float(cells.weight2.sum())
    deff = n * squares / total**2
    noted = [*done.caveats]
    if seen.heavy:
        noted.append("extreme_weights")
    if deff >= LARGE_EFFECT:
        noted.append("unequal_weights")
    heaviest = {
        name: key.labels[key.codes[seen.top]]
        for name, key in cells.keys.items()
        if key.codes[seen.top] >= 0 and name != done.weight
    }
    return Weighted(
        n=n,
        sum=total,
        minimum=seen.low,
        maximum=seen.high,
        deff=deff,
        n_eff=total**2 / squares,
        extreme=seen.heavy,
        heaviest=heaviest,
        steps=done.steps,
        caveats=tuple(dict.fromkeys(noted)),
        cells=cells,
        factor=done.factor,
    )


def _fit(one: "Adjustment", cells: "Cells") -> Fit:
    """How an adjustment went; one from elsewhere shows its factors only."""
    if hasattr(one, "fit"):
        found: Fit = one.fit(cells)
        return found
    after = one.apply(cells)
    factor = np.divide(after.weight, cells.weight, out=np.ones_like(cells.weight), where=cells.weight != 0)
    added = after.projections[len(cells.projections) :]
    return Fit(factor, added[0] if added else None, inside=after.inside)
