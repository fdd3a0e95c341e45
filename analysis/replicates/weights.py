"""Replicate weights of a sample: never a table of rows by replicates, but of units (PSUs) and of groups."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.replicates.products import AT_ONCE, by_unit, by_unit_and_group
from analysis.replicates.rank import adjusted_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Replicates:
    """The multipliers of the weights in R replicates: F[unit, r] A[group, r] for each cell.

    Attributes:
        multipliers: F [units, R].
        unit: the unit of each cell [cells].
        scale, rscales: the variance is scale * sum_r rscales_r (theta_r - centre)^2; rscales is [R].
        mse: the centre is the estimate of the sample itself; otherwise the mean of the replicates.
        kind: how they were made, see `Replication`.
        group: of an adjustment that was redone in each replicate, the group of each cell [cells]; None for none.
        adjust: A [groups, R]: what the adjustment multiplied the weight of the group by in a replicate, divided by
            what it did in the sample.
    """

    multipliers: "Multipliers"
    unit: "Codes"
    scale: float
    rscales: "Floats"
    mse: bool
    kind: str
    group: "Codes | None" = None
    adjust: "Floats | None" = None

    @property
    def count(self) -> int:
        """R."""
        return self.multipliers.shape[1]

    @property
    def factor(self) -> "Floats":
        """F in full [units, R]; for small samples."""
        return self.multipliers.columns(slice(None))

    def adjusted(self, group: "Codes", ratio: "Floats") -> "Replicates":
        """With an adjustment that was redone in each replicate, on top of those before.

        Args:
            group: per cell [cells], numbered from 0.
            ratio: what the adjustment multiplied the group by in each replicate, divided by what it multiplies it by
                in the sample itself [groups, R].
        """
        if self.group is None or self.adjust is None:
            return replace(self, group=group, adjust=ratio)
        size = len(ratio)
        pairs, joint = np.unique(self.group * size + group, return_inverse=True)
        return replace(
            self, group=joint.astype(np.int64), adjust=self.adjust[pairs // size] * ratio[pairs % size]
        )

    def multiplied(self, places: slice) -> "Floats":
        """What the weight of each cell is multiplied by in some replicates [cells, places]."""
        found = self.multipliers.columns(places)[self.unit]
        if self.group is not None and self.adjust is not None:
            found = found * self.adjust[self.group, places]
        return found

    def weights(self, cells: "Cells", r: int) -> "Floats":
        """The weights of the cells in replicate r [cells]."""
        found: Floats = cells.weight * self.multiplied(slice(r, r + 1))[:, 0]
        return found

    def blocks(self) -> Iterator[slice]:
        """All replicates, in blocks of which the multipliers of all cells take some 32 MB."""
        step = max(1, AT_ONCE // max(len(self.unit), 1))
        for start in range(0, self.count, step):
            yield slice(start, min(start + step, self.count))

    def totals(self, columns: Any) -> "Floats":
        """Totals per replicate [R, m] of columns of weighted totals per cell [cells, m], dense or of SciPy (sparse)."""
        if self.group is None or self.adjust is None:
            return by_unit(self.multipliers, self.unit, columns)
        return by_unit_and_group(self.multipliers, self.adjust, self.unit, self.group, columns)

    @cached_property
    def df(self) -> int:
        """Degrees of freedom: the rank of the replicate weights less 1 (R: `degf`), after adjustments too."""
        return self.degrees_of_freedom(np.ones(len(self.unit), dtype=bool))

    def degrees_of_freedom(self, mask: "Flags | None" = None) -> int:
        """The same of the replicate weights of the cells in `mask` [cells] (R: `degf` of the subset)."""
        if mask is None:
            return self.df
        return int(self.domain_degrees_of_freedom(np.where(mask, 0, -1), 1)[0])

    def domain_degrees_of_freedom(self, domain: "Codes", domains: int) -> "Floats":
        """The same for every domain [domains]; `domain` is that of each cell [cells], -1 for none."""
        units = self.multipliers.shape[0]
        some = np.flatnonzero(domain >= 0)
        group = np.zeros(len(some), dtype=np.int64) if self.group is None else self.group[some]
        groups = int(group.max(initial=0)) + 1
        pairs = np.unique((domain[some] * groups + group) * units + self.unit[some])
        bounds = np.searchsorted(pairs, np.arange(domains + 1) * groups * units)
        found = np.zeros(domains)
        for place in range(domains):
            own = pairs[bounds[place] : bounds[place + 1]]
            found[place] = max(self._rank(own % units, own // units % groups) - 1, 0)
        return found

    def _rank(self, unit: "Codes", group: "Codes") -> int:
        if self.group is not None and self.adjust is not None:
            return adjusted_rank(self.multipliers, self.adjust, unit, group)
        present = np.zeros(self.multipliers.shape[0], dtype=bool)
        present[unit] = True
        return self.multipliers.rank(present)
