"""Replicate weights of a sample: never a table of rows by replicates, but of units (PSUs) and of groups."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates.products import AT_ONCE, by_unit, by_unit_and_group

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
        df: rank of the replicate weights less 1 (R: `degf`).
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
    df: int
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

    def totals(self, columns: "Floats") -> "Floats":
        """Totals per replicate [R, m] of columns of weighted totals per cell [cells, m]."""
        if self.group is None or self.adjust is None:
            return by_unit(self.multipliers, self.unit, columns)
        return by_unit_and_group(self.multipliers, self.adjust, self.unit, self.group, columns)

    def degrees_of_freedom(self, mask: "Flags | None" = None) -> int:
        """Rank less 1 of the replicate weights of the cells in `mask` [cells] (R: `degf` of the subset).

        An adjustment that was redone in each replicate adds no units, and so no degrees of freedom.
        """
        if mask is None or mask.all():
            return self.df
        present = np.bincount(self.unit, mask, self.multipliers.shape[0]) > 0
        return max(self.multipliers.rank(present) - 1, 0)

    def domain_degrees_of_freedom(self, domain: "Codes", domains: int) -> "Floats":
        """The same for every domain [domains]; `domain` is that of each cell [cells], -1 for none."""
        units = self.multipliers.shape[0]
        some = domain >= 0
        pairs = np.unique(domain[some] * units + self.unit[some])
        bounds = np.searchsorted(pairs, np.arange(domains + 1) * units)
        found = np.zeros(domains)
        for place in range(domains):
            present = np.zeros(units, dtype=bool)
            present[pairs[bounds[place] : bounds[place + 1]] - place * units] = True
            found[place] = self.df if present.all() else max(self.multipliers.rank(present) - 1, 0)
        return found
