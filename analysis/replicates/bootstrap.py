"""The bootstrap of Rao and Wu: from each stratum n_h - 1 PSUs with replacement.

A PSU that is drawn m times has the multiplier 1 - c + c m n_h / (n_h - 1), with c = sqrt(1 - f_h) (Rao and Wu 1988;
Rao, Wu and Yue 1992; without f_h R: `subbootweights`). The variance is the sum of squares divided by R - 1.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates.multipliers import Drawn

if TYPE_CHECKING:
    from analysis.replicates.sampled import Sampled

_BITS = 11  # a raw number has 64 bits, a double 53


def resampled(sample: "Sampled", count: int, seed: int) -> tuple[Drawn, float]:
    """Multipliers and scale of a bootstrap.

    The draws come from the bits of NumPy's PCG64, whose stream is promised not to change: the same seed gives the
    same replicates in later versions too.

    Raises:
        DesignError: a stratum with one PSU, unless it may count for nothing.
    """
    sample.refuse_lonely("bootstrap")
    bits = np.random.PCG64(seed)
    units = len(sample.of)
    matrix = np.ones((units, count))
    order = np.argsort(sample.of, kind="stable")
    start = 0
    for stratum, size in enumerate(sample.sizes.tolist()):
        places = order[start : start + size]
        start += size
        if size < 2 or sample.sure[stratum]:  # noqa: PLR2004 -- one PSU cannot be drawn otherwise
            continue
        shape = (count, size - 1)
        uniform = (np.asarray(bits.random_raw(shape)) >> np.uint64(_BITS)) * 2.0**-53
        drawn = (uniform * size).astype(np.int64) + np.arange(count)[:, None] * size
        times = np.bincount(drawn.ravel(), minlength=count * size).reshape(count, size)
        keep = np.sqrt(1 - sample.fraction[stratum])
        matrix[places] = (1 - keep + keep * times * (size / (size - 1))).T
    return Drawn(matrix), 1 / (count - 1)
