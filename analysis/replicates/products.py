"""Totals per replicate of columns of cells: aggregate to units (and groups) first, then multiply matrices.

With F [units, R] and, after an adjustment that was redone in each replicate, A [groups, R], the totals are
sum_g A_gr (F' C_g)_r, where C_g holds the columns of group g per unit.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.replicates.multipliers import Drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

AT_ONCE = 4_000_000  # numbers in one block, 32 MB
SPARSE = 0.08  # below this filled share a sparse product is faster than a dense one
APART = 0.5  # columns that meet less than this share of the units are multiplied with those units only


def columns_by_domain(parts: "Sequence[Floats]", domain: "Codes", domains: int) -> Any:
    """Columns of cells, each spread over domains: a sparse table [cells, parts * domains], the domains of a part together.

    Args:
        parts: columns [cells].
        domain: of each cell [cells]; -1 is none.
        domains: their number.
    """
    from scipy.sparse import csr_array

    inside = domain >= 0
    width = len(parts)
    data = np.stack([one[inside] for one in parts], axis=1).ravel()
    index = (np.arange(width) * domains + domain[inside][:, None]).ravel()
    bounds = np.concatenate([[0], np.cumsum(inside) * width])
    return csr_array((data, index, bounds), (len(domain), width * domains))


def by_unit(multipliers: "Multipliers", unit: "Codes", columns: Any) -> "Floats":
    """F' C [R, m] for columns [cells, m] (dense or of SciPy) and the unit of each cell [cells]."""
    table = _added(unit, multipliers.shape[0], columns)
    return multipliers.totals(table if isinstance(table, np.ndarray) else table.toarray())


def by_unit_and_group(
    multipliers: "Multipliers", adjust: "Floats", unit: "Codes", group: "Codes", columns: Any
) -> "Floats":
    """sum_g A_gr (F' C_g)_r [R, m].

    Args:
        multipliers: F.
        adjust: A [groups, R].
        unit: of each cell [cells].
        group: of each cell [cells].
        columns: [cells, m], dense or of SciPy.
    """
    units, count = multipliers.shape
    pairs, place = np.unique(group * units + unit, return_inverse=True)
    sums = _added(place, len(pairs), columns)
    table = _Pairs(pairs % units, pairs // units, sums)
    if not isinstance(multipliers, Drawn):
        return _dense(multipliers, adjust, table.only(np.arange(units), np.arange(columns.shape[1])))
    found = np.zeros((count, columns.shape[1]))
    for met, width in _together(table, units):
        part, kept = table.only(met, width), Drawn(multipliers.matrix[met])
        filled = np.count_nonzero(part.sums) / max(len(met) * len(adjust) * len(width), 1)
        found[:, width] = (_dense if filled > SPARSE else _few)(kept, adjust, part)
    return found


@dataclass(frozen=True, eq=False)
class _Pairs:
    """The pairs of unit and group that occur, ordered by group, with their sums [pairs, m], dense or of SciPy."""

    unit: "Codes"
    group: "Codes"
    sums: Any

    def only(self, met: "Codes", width: "Codes") -> "_Pairs":
        """The part with some units, which are numbered anew, and some columns; dense."""
        new = np.full(int(self.unit.max(initial=0)) + 1, -1, dtype=np.int64)
        new[met] = np.arange(len(met))
        rows = np.flatnonzero(new[self.unit] >= 0)
        some = self.sums[rows][:, width]
        sums = some if isinstance(some, np.ndarray) else some.toarray()
        return _Pairs(new[self.unit[rows]], self.group[rows], sums)


def _added(place: "Codes", size: int, columns: Any) -> Any:
    """Sums of the columns per place [size, m], dense or sparse as they are."""
    from scipy.sparse import csr_array

    cells = len(place)
    member = csr_array((np.ones(cells), (place, np.arange(cells))), (size, cells))
    return member @ columns


def _together(table: _Pairs, units: int) -> "Iterator[tuple[Codes, Codes]]":
    """Columns that meet the same units (domains within strata do), with those units."""
    from scipy.sparse import csr_array

    width = table.sums.shape[1]
    pairs = len(table.unit)
    member = csr_array((np.ones(pairs), (table.unit, np.arange(pairs))), (units, pairs))
    filled = member @ (table.sums != 0).astype(np.float64)
    met: Flags = (filled if isinstance(filled, np.ndarray) else filled.toarray()) > 0
    sizes = met.sum(axis=0)
    if sizes.mean() > APART * units:
        yield np.arange(units), np.arange(width)
        return
    left = np.argsort(-sizes, kind="stable")
    while len(left):
        first = met[:, left[0]]
        inside = ~(met[:, left] & ~first[:, None]).any(axis=0)
        yield np.flatnonzero(first), left[inside]
        left = left[~inside]


def _dense(multipliers: "Multipliers", adjust: "Floats", table: _Pairs) -> "Floats":
    """Many pairs: one dense product for a block of groups [R, m]."""
    units, count = multipliers.shape
    groups, width = len(adjust), table.sums.shape[1]
    found = np.zeros((count, width))
    step = max(1, AT_ONCE // max(width * max(units, count), 1))
    for start in range(0, groups, step):
        stop = min(start + step, groups)
        low, high = np.searchsorted(table.group, [start, stop])
        block = np.zeros((units, stop - start, width))
        block[table.unit[low:high], table.group[low:high] - start] = table.sums[low:high]
        each = multipliers.totals(block.reshape(units, -1)).reshape(count, stop - start, width)
        found += np.einsum("rgm,gr->rm", each, adjust[start:stop])
    return found


def _few(multipliers: "Multipliers", adjust: "Floats", table: _Pairs) -> "Floats":
    """Few pairs, or many zeros: the multipliers of the pairs, times a sparse table [R, m]."""
    from scipy.sparse import csr_array

    count = multipliers.shape[1]
    turned = csr_array(table.sums.T)
    found = np.empty((count, table.sums.shape[1]))
    step = max(1, AT_ONCE // max(len(table.sums), 1))
    for start in range(0, count, step):
        block = slice(start, min(start + step, count))
        multiplied = multipliers.columns(block)[table.unit] * adjust[table.group, block]
        found[block] = (turned @ multiplied).T
    return found
