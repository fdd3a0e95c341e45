"""The rank of replicate weights, of which the degrees of freedom are one less (R: `degf` of a replicate design)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

TOLERANCE = 1e-5  # a singular value below this share of the largest is rounding (R: `degf`, tol = 1e-5)
AMPLE = 4  # so many times more rows than columns, of products in general position, fill every column
MOST = 2_000  # replicates of which the rank of adjusted weights is computed; of more it is what it can be at most


def rank(matrix: "Floats") -> int:
    """The rank of a matrix, from the eigenvalues of its smaller product."""
    if not matrix.size:
        return 0
    product = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    values = np.linalg.eigvalsh(product)
    return int((values > TOLERANCE * TOLERANCE * values[-1]).sum()) if values[-1] > 0 else 0


def adjusted_rank(multipliers: "Multipliers", adjust: "Floats", unit: "Codes", group: "Codes") -> int:
    """The rank of F[unit, r] A[group, r] over the pairs of unit and group that occur.

    With many more pairs than replicates it is taken for the number of replicates, unless A varies too little for that.

    Args:
        multipliers: F [units, R].
        adjust: A [groups, R].
        unit: of the pairs [pairs].
        group: of the pairs [pairs].
    """
    count = multipliers.shape[1]
    places, at = np.unique(group, return_inverse=True)
    units = len(np.unique(unit))
    if len(unit) >= AMPLE * count and units * len(places) >= AMPLE * count:
        varied = rank(adjust[places])
        if units * varied >= AMPLE * count:
            return count
    if count > MOST:
        return min(count, len(unit))
    every = multipliers.columns(slice(None))
    return rank(every[unit] * adjust[places][at])
