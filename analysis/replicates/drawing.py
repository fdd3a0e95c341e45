"""Make the replicate weights of a sample, as its design declares them."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.replicates import refusals
from analysis.replicates.balance import balanced
from analysis.replicates.bootstrap import resampled
from analysis.replicates.columns import read
from analysis.replicates.jackknife import left_out
from analysis.replicates.multipliers import Drawn
from analysis.replicates.replication import Replication
from analysis.replicates.sampled import Sampled
from analysis.replicates.weights import Replicates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.replicates.multipliers import Multipliers

    Floats = NDArray[np.float64]

LARGEST = 60_000_000  # units times replicates that are kept, 480 MB


def replicated(cells: "Cells", replication: Replication) -> "Cells":
    """The cells with replicate weights; call it before the weights are adjusted, so that this is redone in each.

    Units are the PSUs of the first stage (ultimate clusters). The finite population correction of the design counts
    as in R's `as.svrepdesign`: in `rscales` (JKn) or `scale` (JK1), in the multipliers of a bootstrap (Rao, Wu and Yue
    1992), and not at all in half-samples.

    Raises:
        DesignError: JK1 with strata, half-samples without two PSUs in each stratum, a stratum with one PSU that may
            not count for nothing, or rows that are PSUs in a table too large for it.
        WeightError: given weights that are missing, negative or not finite.
    """
    if replication.kind == "given":
        return replace(cells, replicates=_given(cells, replication))
    sample = Sampled.of_cells(cells)
    drawn: Multipliers
    if replication.kind in {"JK1", "JKn"}:
        drawn, scale, rscales = left_out(sample, replication.kind)
    elif replication.kind == "bootstrap":
        _refuse_size(len(sample.of), replication.count)
        drawn, scale = resampled(sample, replication.count, replication.seed)
        rscales = np.ones(replication.count)
    else:
        rho = replication.rho if replication.kind == "Fay" else 0.0
        drawn, scale = balanced(sample, rho)
        rscales = np.ones(drawn.shape[1])
    made = Replicates(
        multipliers=drawn,
        unit=sample.unit,
        scale=scale,
        rscales=rscales,
        mse=replication.mse,
        kind=replication.kind,
    )
    return replace(cells, replicates=made)


def _given(cells: "Cells", replication: Replication) -> Replicates:
    count = len(replication.columns)
    _refuse_size(len(cells), count)
    matrix = read(cells, replication.columns, combined=replication.combined)
    rscales = np.ones(count) if replication.rscales is None else np.array(replication.rscales)
    return Replicates(
        multipliers=Drawn(matrix),
        unit=np.arange(len(cells), dtype=np.int64),
        scale=float(replication.scale or 0.0),
        rscales=rscales,
        mse=replication.mse,
        kind=replication.kind,
    )


def _refuse_size(units: int, count: int) -> None:
    if units * count > LARGEST:
        raise refusals.too_many(units, count, LARGEST // max(count, 1))
