"""An adjustment of the weights redone in every replicate: on the table of groups, for all replicates at once."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.weighting import refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates import Replicates
    from analysis.replicates.multipliers import Multipliers
    from analysis.weighting.classes import Classes

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

DENSE = 8_000_000  # units times groups in one array, 64 MB


def redone(
    cells: "Cells", group: "Codes", factor: "Floats", again: "Callable[[Floats], Floats]"
) -> "Replicates | None":
    """The replicates after an adjustment that depends on the sums of the weights per group only.

    Args:
        cells: before the adjustment.
        group: the group of each cell [cells].
        factor: what the adjustment multiplies each group by in the sample [groups]; zero drops it everywhere.
        again: the adjustment: from sums of weights per group and replicate [groups, R] to factors [groups, R].
    """
    if cells.replicates is None:
        return None
    sums = group_totals(cells, cells.replicates, group, len(factor))
    found = again(sums)
    empty = (sums <= 0) | (factor == 0)[:, None]
    ratio = np.divide(found, factor[:, None], out=np.ones_like(found), where=~empty)
    return cells.replicates.adjusted(group, ratio)


def refuse_empty(margin: "Classes", codes: "Codes", sums: "Floats") -> None:
    """Refuse replicates in which nobody is left in a class.

    Args:
        margin: the factor.
        codes: the class of each group [groups].
        sums: of the weights per group and replicate [groups, R].

    Raises:
        MarginError: it happens.
    """
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(margin.size))
    present = np.logical_or.reduceat((sums > 0)[order], starts, axis=0)
    if not present.all():
        place = int(np.argmin(present.all(axis=1)))
        often = present.sum(axis=1).astype(np.float64)
        often[place] = 0
        raise refusals.empty_in_replicates(
            margin.columns,
            margin.labels[place],
            int((~present[place]).sum()),
            refusals.partner(margin.labels, often, place),
        )


def group_totals(cells: "Cells", replicates: "Replicates", group: "Codes", groups: int) -> "Floats":
    """Sums of the weights per group and replicate [groups, R]."""
    if replicates.group is None or replicates.adjust is None:
        return _totals(replicates.multipliers, replicates.unit, group, groups, cells.weight)
    # Per group of the layer before, whose factors differ per replicate, and then added up.
    earlier, size = replicates.adjust, len(replicates.adjust)
    pairs, joint = np.unique(group * size + replicates.group, return_inverse=True)
    sums = _totals(replicates.multipliers, replicates.unit, joint.astype(np.int64), len(pairs), cells.weight)
    sums *= earlier[pairs % size]
    owner = pairs // size
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    found = np.zeros((groups, replicates.count))
    found[owner[starts]] = np.add.reduceat(sums, starts, axis=0)
    return found


def _totals(
    multipliers: "Multipliers", unit: "Codes", group: "Codes", groups: int, weight: "Floats"
) -> "Floats":
    from scipy.sparse import csr_array

    units = multipliers.shape[0]
    if units * groups <= DENSE and len(unit) * 20 > units * groups:
        table = np.bincount(unit * groups + group, weight, units * groups).reshape(units, groups)
        return np.ascontiguousarray(multipliers.totals(table).T)
    return np.ascontiguousarray(multipliers.totals(csr_array((weight, (unit, group)), (units, groups))).T)
