"""What each replicate multiplies the weight of each sampled unit by: drawn and kept, or known from who was left out.

Both kinds answer the same three questions: the multipliers of some replicates, the totals per replicate of a table
of units, and the rank of the multipliers of some units.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from analysis.replicates.rank import rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Multipliers(Protocol):
    """F [units, R]."""

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of units and of replicates."""
        ...

    def columns(self, places: slice) -> "Floats":
        """The multipliers of some replicates [units, places]."""
        ...

    def totals(self, table: Any) -> "Floats":
        """F' table: totals per replicate [R, m] of a table of units [units, m], dense or of SciPy (sparse)."""
        ...

    def rank(self, present: "Flags") -> int:
        """The rank of the rows of F of the units that are `present` [units]."""
        ...


@dataclass(frozen=True, eq=False)
class Drawn:
    """Multipliers kept in full: half-samples, bootstraps and given weights."""

    matrix: "Floats"

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of units and of replicates."""
        return self.matrix.shape[0], self.matrix.shape[1]

    def columns(self, places: slice) -> "Floats":
        """The multipliers of some replicates [units, places]."""
        return self.matrix[:, places]

    def totals(self, table: Any) -> "Floats":
        """Totals per replicate [R, m] of a table of units [units, m]."""
        if isinstance(table, np.ndarray):
            return self.matrix.T @ table
        found: Floats = np.asarray(table.T @ self.matrix).T
        return found

    def rank(self, present: "Flags") -> int:
        """The rank of the rows of some units."""
        return rank(self.matrix[present])


@dataclass(frozen=True, eq=False)
class Deleted:
    """The jackknife: replicate r leaves out unit d, and the others of its stratum stand in for it.

    F[u, r] is `up[r]` for the other units of the stratum of d (of the whole sample where `whole[r]`), 0 for d, else 1.

    Attributes:
        of: the stratum of each unit [units].
        strata: number of strata.
        deleted: d [R].
        up: the multiplier [R].
        whole: the whole sample stands in for d, which is alone in its stratum [R].
    """

    of: "Codes"
    strata: int
    deleted: "Codes"
    up: "Floats"
    whole: "Flags"

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of units and of replicates."""
        return len(self.of), len(self.deleted)

    def columns(self, places: slice) -> "Floats":
        """The multipliers of some replicates [units, places]."""
        deleted, up, whole = self.deleted[places], self.up[places], self.whole[places]
        stand_in = whole | (self.of[:, None] == self.of[deleted])
        found: Floats = np.where(stand_in, up, 1.0)
        found[deleted, np.arange(len(deleted))] = 0.0
        return found

    def totals(self, table: Any) -> "Floats":
        """Totals per replicate [R, m] of a table of units [units, m]."""
        from scipy.sparse import csr_array

        units = len(self.of)
        member = csr_array((np.ones(units), (self.of, np.arange(units))), (self.strata, units))
        strata = _dense(member @ table)
        every = strata.sum(axis=0)
        group = np.where(self.whole[:, None], every, strata[self.of[self.deleted]])
        found: Floats = (
            every + (self.up - 1)[:, None] * group - self.up[:, None] * _dense(table[self.deleted])
        )
        return found

    def rank(self, present: "Flags") -> int:
        """In closed form: a stratum that is there in full holds one row that is known from the others.

        Summed over a whole stratum the rows are 1 everywhere. Strata that are never deleted from are 1 anyway.
        """
        if self.whole.any():
            return rank(self.columns(slice(None))[present])
        sizes = np.bincount(self.of, minlength=self.strata)
        met = np.bincount(self.of, present, self.strata).astype(np.int64)
        varied = np.bincount(self.of[self.deleted], minlength=self.strata) > 0
        full = (met == sizes) & (met > 0) | ~varied & (met > 0)
        inner = np.where(varied, met - full, 0)
        return int(inner.sum()) + int(full.any())


def _dense(table: Any) -> "Floats":
    return table if isinstance(table, np.ndarray) else np.asarray(table.toarray())
