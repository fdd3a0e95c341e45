"""The covariance of estimates from their values in the replicates.

V = scale * sum_r rscales_r (theta_r - c)(theta_r - c)', with c the mean of the replicates, or with `mse` the estimate
of the sample itself (Wolter 2007, *Introduction to Variance Estimation*, chapters 3-5; R: `svrVar`).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates.weights import Replicates

    Floats = NDArray[np.float64]

NOISE = 1e-14  # relative rounding of an estimate


def covariance_of(replicates: "Replicates", thetas: "Floats", full: "Floats") -> "Floats":
    """The covariance [q, q] of estimates.

    A replicate in which an estimate does not exist (NaN: its domain is empty there) does not count for it (R leaves
    it out likewise). An estimate that exists in no replicate, or not in the sample, has NaN.

    Args:
        replicates: their scale and centre.
        thetas: the estimates in each replicate [R, q].
        full: the estimates of the sample [q].
    """
    known = np.isfinite(thetas)
    counted = known & (replicates.rscales > 0)[:, None]
    filled = np.where(known, thetas, 0.0)
    size = counted.sum(axis=0)
    centre = np.where(counted, filled, 0.0).sum(axis=0) / np.maximum(size, 1)
    if replicates.mse:
        centre = np.where(np.isfinite(full), full, 0.0)
    away = np.where(known, filled - centre, 0.0)
    # What is the same in every replicate but for rounding has no spread.
    away[np.abs(away) <= NOISE * np.abs(centre)] = 0.0
    found: Floats = replicates.scale * (away * replicates.rscales[:, None]).T @ away
    nowhere = (size == 0) | ~np.isfinite(full)
    found[nowhere, :] = np.nan
    found[:, nowhere] = np.nan
    return found


def replicate_covariance(cells: "Cells", statistic: "Callable[[Floats], Floats]") -> "Floats":
    """The covariance [q, q] of any statistic, computed anew with the weights of each replicate.

    Args:
        cells: a sample with replicates.
        statistic: the estimates [q] under weights [cells]; NaN where one does not exist.
    """
    replicates = cells.replicates
    assert replicates is not None  # noqa: S101 -- the caller's design has replicates
    full = np.asarray(statistic(cells.weight), dtype=np.float64)
    thetas = np.empty((replicates.count, len(full)))
    for block in replicates.blocks():
        multiplied = replicates.multiplied(block)
        for place in range(multiplied.shape[1]):
            thetas[block.start + place] = statistic(cells.weight * multiplied[:, place])
    return covariance_of(replicates, thetas, full)


def from_totals(cells: "Cells", columns: Any, theta: "Callable[[Floats], Floats]") -> "tuple[Floats, Floats]":
    """Estimates that are functions of totals, and their covariance: all replicates at once.

    Args:
        cells: a sample with replicates.
        columns: weighted totals per cell [cells, m], dense or of SciPy (sparse).
        theta: the estimates [k, q] for k sets of totals [k, m], set by set.

    Returns:
        The estimates [q] and their covariance [q, q].
    """
    replicates = cells.replicates
    assert replicates is not None  # noqa: S101 -- the caller's design has replicates
    full = theta(np.asarray(columns.sum(axis=0))[None, :])[0]
    return full, covariance_of(replicates, theta(replicates.totals(columns)), full)
