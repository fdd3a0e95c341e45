"""Balanced half-samples: of the two PSUs in each stratum one counts twice, the other not (or 2 - rho and rho).

Which one follows from a Hadamard matrix, so that the halves of any two strata go together as often as not; then the
variance of a total is that of the linearisation (McCarthy 1969; Judkins 1990; Wolter 2007, chapter 3; R: `brrweights`,
whose choice of matrix may differ: totals have the same error, other statistics nearly).
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates import refusals
from analysis.replicates.multipliers import Drawn

if TYPE_CHECKING:
    from analysis.replicates.sampled import Sampled


def balanced(sample: "Sampled", rho: float) -> tuple[Drawn, float]:
    """Multipliers and scale of BRR (rho = 0) or Fay's method, in the least power of 2 above the number of strata.

    Raises:
        DesignError: a stratum that does not hold two PSUs, and was not sampled in full.
    """
    from scipy.linalg import hadamard

    split = np.flatnonzero(~sample.sure)
    odd = split[sample.sizes[split] != 2]  # noqa: PLR2004 -- half-samples are of two
    if len(odd):
        raise refusals.not_two(sample.name(int(odd[0])), int(sample.sizes[odd[0]]))
    if not len(split):
        raise refusals.too_few("BRR", 0)
    size = 1 << len(split).bit_length()
    signs = hadamard(size)[1 : len(split) + 1] * (1.0 - rho)
    matrix = np.ones((len(sample.of), size))
    order = np.argsort(sample.of, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sample.sizes)[:-1]])[split]
    matrix[order[starts]] = 1 + signs
    matrix[order[starts + 1]] = 1 - signs
    return Drawn(matrix), 1 / (size * (1 - rho) ** 2)
