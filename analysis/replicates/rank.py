"""The rank of replicate weights, of which the degrees of freedom are one less (R: `degf` of a replicate design)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

TOLERANCE = 1e-5  # a singular value below this share of the largest is rounding (R: `degf`, tol = 1e-5)
SMALL = 400_000  # pairs times replicates of which the rank of adjusted weights is computed


def rank(matrix: "Floats") -> int:
    """The rank of a matrix, from the eigenvalues of its smaller product."""
    if not matrix.size:
        return 0
    product = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    values = np.linalg.eigvalsh(product)
    return int((values > TOLERANCE * TOLERANCE * values[-1]).sum()) if values[-1] > 0 else 0


def adjusted_rank(multipliers: "Multipliers", adjust: "Floats", unit: "Codes", group: "Codes") -> int:
    """The rank of F[unit, r] A[group, r] over the pairs of unit and group that occur, at most the number of units.

    R has no such limit: there a domain of 5 PSUs in a raked bootstrap of 500 replicates has 499 degrees of freedom, as
    if the weights of its rows had been drawn apart. In large samples the rank is taken for the most it can be.

    Args:
        multipliers: F [units, R].
        adjust: A [groups, R].
        unit: of the pairs [pairs].
        group: of the pairs [pairs].
    """
    count = multipliers.shape[1]
    most = min(count, len(np.unique(unit)))
    if len(unit) * count > SMALL:
        return most
    return min(most, rank(multipliers.columns(slice(None))[unit] * adjust[group]))
