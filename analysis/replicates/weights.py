"""Replicate weights of a sample: never a table of rows by replicates, but of units (PSUs) and of groups."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

AT_ONCE = 4_000_000  # numbers in one block, 32 MB
SPARSE = 0.08  # below this filled share a sparse product is faster than a dense one


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
        from scipy.sparse import csr_array

        units, cells = self.multipliers.shape[0], len(self.unit)
        if self.group is None or self.adjust is None:
            member = csr_array((np.ones(cells), (self.unit, np.arange(cells))), (units, cells))
            return self.multipliers.totals(member @ columns)
        groups, width = len(self.adjust), columns.shape[1]
        pairs, place = np.unique(self.group * units + self.unit, return_inverse=True)
        member = csr_array((np.ones(cells), (place, np.arange(cells))), (len(pairs), cells))
        sums = member @ columns
        group, unit = pairs // units, pairs % units
        if np.count_nonzero(sums) > SPARSE * units * groups * width:
            return self._by_group(sums, group, unit)
        return self._by_pair(sums, group, unit)

    def _by_group(self, sums: "Floats", group: "Codes", unit: "Codes") -> "Floats":
        """Many pairs of unit and group: one dense product for a block of groups [R, m]."""
        units, count = self.multipliers.shape
        adjust = self.adjust
        assert adjust is not None  # noqa: S101 -- `totals` asks only then
        groups, width = len(adjust), sums.shape[1]
        found = np.zeros((count, width))
        step = max(1, AT_ONCE // max(width * max(units, count), 1))
        for start in range(0, groups, step):
            some = np.arange(start, min(start + step, groups))
            low, high = np.searchsorted(group, [some[0], some[-1] + 1])
            table = np.zeros((units, len(some), width))
            table[unit[low:high], group[low:high] - start] = sums[low:high]
            each = self.multipliers.totals(table.reshape(units, -1)).reshape(count, len(some), width)
            found += np.einsum("rgm,gr->rm", each, adjust[some])
        return found

    def _by_pair(self, sums: "Floats", group: "Codes", unit: "Codes") -> "Floats":
        """Few pairs or many zeros: the multipliers of the pairs, times a sparse table [R, m]."""
        from scipy.sparse import csr_array

        adjust = self.adjust
        assert adjust is not None  # noqa: S101 -- `totals` asks only then
        turned = csr_array(sums.T)
        found = np.empty((self.count, sums.shape[1]))
        step = max(1, AT_ONCE // max(len(sums), 1))
        for start in range(0, self.count, step):
            block = slice(start, min(start + step, self.count))
            multiplied = self.multipliers.columns(block)[unit] * adjust[group, block]
            found[block] = (turned @ multiplied).T
        return found

    def degrees_of_freedom(self, mask: "Flags | None" = None) -> int:
        """Rank less 1 of the replicate weights of the cells in `mask` [cells] (R: `degf` of the subset).

        An adjustment that was redone in each replicate adds no units, and so no degrees of freedom.
        """
        if mask is None or mask.all():
            return self.df
        present = np.bincount(self.unit, mask, self.multipliers.shape[0]) > 0
        return max(self.multipliers.rank(present) - 1, 0)
