"""The jackknife: one replicate per PSU, in which it is left out and its stratum stands in for it.

JK1 (one stratum of n): the others times n / (n - 1); scale (1 - f)(n - 1) / n. JKn: within each stratum h likewise,
with rscales (1 - f_h)(n_h - 1) / n_h and scale 1 (Wolter 2007, chapter 4; R: `jk1weights`, `jknweights`).
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates import refusals
from analysis.replicates.multipliers import Deleted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.replicates.sampled import Sampled

    Floats = NDArray[np.float64]


def left_out(sample: "Sampled", kind: str) -> "tuple[Deleted, float, Floats]":
    """Multipliers, scale and rscales [R] of JK1 or JKn.

    A stratum with one PSU adds nothing with `lonely_psu` "remove" or "certainty". With "average" the variance grows by
    PSUs / (PSUs in other strata), as in R. With "adjust" the whole sample of M PSUs stands in for the lone one, with
    multiplier M / (M - 1) and rscale (1 - f)(1 - 1 / M)^2: for a total that is its squared distance to the mean of
    all PSUs, as in the linearised variance (R 4.1.1 gives a warning here, and weights that are not a jackknife).

    Raises:
        DesignError: JK1 with more than one stratum, or fewer than two PSUs.
    """
    varied = ~sample.sure
    if kind == "JK1" and varied.sum() > 1:
        raise refusals.strata_in_jk1(int(varied.sum()))
    adjusted = sample.lonely == "adjust"
    alone = sample.alone
    if sample.lonely == "fail":
        sample.refuse_lonely(kind)
    used = np.where(alone, adjusted, varied & (sample.sizes > 1))
    deleted = np.flatnonzero(used[sample.of])
    if len(deleted) < 2:  # noqa: PLR2004 -- one replicate has no spread
        raise refusals.too_few(kind, len(deleted))
    stratum = sample.of[deleted]
    n, whole, units = sample.sizes[stratum].astype(np.float64), alone[stratum], len(sample.of)
    up = np.where(whole, units / (units - 1), n / np.maximum(n - 1, 1))
    kept = 1 - sample.fraction[stratum]
    rscales = kept * np.where(whole, (1 - 1 / units) ** 2, (n - 1) / n)
    scale = 1.0
    if sample.lonely == "average" and alone.any():
        others = int(sample.sizes.sum() - alone.sum())
        scale = int(sample.sizes.sum()) / others
    found = Deleted(sample.of, len(sample.sizes), deleted, up, whole)
    if kind == "JK1":
        return found, float(rscales[0]), np.ones(len(deleted))
    return found, scale, rscales
