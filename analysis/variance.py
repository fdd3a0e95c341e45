"""The variance of a weighted mean in domains, by linearisation (Taylor).

With Y_k and X_k the weighted totals of x and of 1 in PSU k of stratum h, R = Y / X, and the score
z_k = (Y_k - R X_k) / X (zero for a PSU without cases of the domain),

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_k (z_k - mean_h z)^2

where n_h counts all PSUs of the stratum and f_h is the sampled fraction (0 with replacement): the ultimate cluster
variance (Woodruff 1971; Lumley 2010, section 2.4; R: `svyrecvar`).
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.structure import Structure
from analysis.totals import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.design import Design

    Floats = NDArray[np.float64]

NOISE = 1e-14  # relative rounding of a total; a sum of squares below it is zero


def variance(column: Column, shape: Structure, ratio: "Floats", base: "Floats", design: "Design") -> "Floats":
    """Variance of the mean of one indicator per domain, in squared units of the indicator.

    Args:
        column: its totals per group.
        shape: the sample.
        ratio: the mean per domain, about the centre of the indicator.
        base: the sum of weights per domain (> 0; where it is not, the result means nothing).
        design: says whether each row is a PSU, and what a stratum with one PSU adds.
    """
    lonely = design.lonely_psu
    order, domain, stratum = shape.order, shape.domain, shape.stratum
    y, x, r, b = column.value[order], column.weight[order], ratio[domain], base[domain]
    score = (y - r * x) / b
    noise = NOISE * (np.abs(y) + np.abs(r) * x) / b
    cells, cell = np.unique(domain * len(shape.psus) + stratum, return_inverse=True)
    cell_domain, cell_stratum = cells // len(shape.psus), cells % len(shape.psus)
    size = shape.psus[cell_stratum]
    total = np.bincount(cell, score, len(cells))
    mean = total / size
    if not design.psu_columns:
        around = column.square2[order] - 2 * r * column.cross2[order] + r * r * column.weight2[order]
        squares = np.bincount(cell, around / b**2, len(cells))
        floor = np.bincount(
            cell, 4 * NOISE * (column.square2[order] + r * r * column.weight2[order]) / b**2, len(cells)
        )
        spread = squares - total * mean
    else:
        absent = size - np.bincount(cell, minlength=len(cells))
        squares = np.bincount(cell, score**2, len(cells))
        spread = np.bincount(cell, (score - mean[cell]) ** 2, len(cells)) + absent * mean**2
        floor = np.bincount(cell, noise**2, len(cells))
    spread = np.where(spread <= floor, 0.0, spread)
    squares = np.where(squares <= floor, 0.0, squares)

    many = size > 1
    factor = (1 - shape.fraction[cell_stratum]) * np.where(many, size / np.maximum(size - 1, 1), 0.0)
    parts = factor * spread
    if lonely == "adjust":
        # The scores of a mean add up to zero, so the mean of all PSUs, to which a lone one is compared, is zero.
        parts = np.where(many, parts, (1 - shape.fraction[cell_stratum]) * squares)
    found: Floats = np.bincount(cell_domain, parts, len(shape.labels)).astype(np.float64)
    if lonely == "average":
        alone = int(((shape.psus == 1) & (shape.fraction < 1)).sum())
        if alone < len(shape.psus):
            found = found * len(shape.psus) / (len(shape.psus) - alone)
    return found


def degrees_of_freedom(shape: Structure, rows: "NDArray[np.int64]", design: "Design") -> "Floats":
    """PSUs less strata with cases, per domain (R: `degf` of the subset design).

    Args:
        shape: the sample.
        rows: per group the number of rows that count as cases.
        design: says whether each row is a PSU.
    """
    cases = rows[shape.order]
    present = cases > 0
    domain = shape.domain[present]
    weights = cases[present].astype(np.float64) if not design.psu_columns else None
    psus = np.bincount(domain, weights, minlength=len(shape.labels))
    pairs = np.unique(domain * len(shape.psus) + shape.stratum[present])
    strata = np.bincount(pairs // len(shape.psus), minlength=len(shape.labels))
    return (psus - strata).astype(np.float64)
