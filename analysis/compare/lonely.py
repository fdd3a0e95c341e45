"""What a stratum with one PSU adds when it is compared with zero instead of with the mean of all PSUs.

Under independence the totals that a Wald test of a table looks at are zero, and so is what a PSU is expected to add
to them: with `lonely_psu="adjust"` a lone PSU is held against that zero (R: `svychisq` on `survey` 4.1).
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Cells
from analysis.covariance import unit_totals
from analysis.projection import residual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def about_zero(cells: Cells, scores: "Floats") -> "Floats":
    """What to add to the covariance [q, q] of these scores [cells, q]; zero when no stratum is alone.

    With t the total of a lone PSU and m the mean over all PSUs: sum of t t' - (t - m)(t - m)'.
    """
    stage = cells.stages[0]
    size = scores.shape[1]
    alone = (stage.units == 1) & (stage.fraction < 1)
    if cells.design.lonely_psu != "adjust" or not alone.any():
        return np.zeros((size, size))
    if cells.projections:
        scores = residual(cells.projections, cells.weight, cells.n, scores, None)
    # A lone PSU is all that its stratum holds, so its total is that of the stratum.
    lone = unit_totals(stage.stratum, len(stage.units), scores)[alone]
    mean = scores.sum(axis=0) / stage.units.sum()
    kept = (1 - stage.fraction[alone])[:, None]
    crossed = (lone * kept).sum(axis=0)[:, None] * mean
    found: Floats = crossed + crossed.T - kept.sum() * np.outer(mean, mean)
    return found
