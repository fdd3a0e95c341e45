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
    order, domain, stratum = shape.order, shape.domain, shape.stratum
    y, x, r, b = column.value[order], column.weight[order], ratio[domain], base[domain]
    score = (y - r * x) / b
    noise = NOISE * (np.abs(y) + np.abs(r) * x) / b
    cells, cell = np.unique(domain * len(shape.psus) + stratum, return_inverse=True)
    cell_domain, cell_stratum = cells // len(shape.psus), cells % len(shape.psus)
    size = shape.psus[cell_stratum]
    total = np.bincount(cell, score, len(cells))
    mean = total / size
    if design.psu_columns:
        present = np.bincount(cell, column.n[order] > 0, len(cells))
        absent = size - np.bincount(cell, minlength=len(cells))
        squares = np.bincount(cell, score**2, len(cells))
        spread = np.bincount(cell, (score - mean[cell]) ** 2, len(cells)) + absent * mean**2
        floor = np.bincount(cell, noise**2, len(cells))
    else:
        present = np.bincount(cell, column.n[order], len(cells))
        square = r * r * column.weight2[order]
        around: Floats = column.square2[order] - 2 * r * column.cross2[order] + square
        squares = np.bincount(cell, around / b**2, len(cells))
        spread = squares - total * mean
        floor = np.bincount(cell, 4 * NOISE * (column.square2[order] + square) / b**2, len(cells))
    spread = np.where(spread <= floor, 0.0, spread)
    squares = np.where(squares <= floor, 0.0, squares)

    many, kept = size > 1, 1 - shape.fraction[cell_stratum]
    scale = kept * np.where(many, size / np.maximum(size - 1, 1), 1.0)
    # In a domain, a stratum that it meets in one PSU may count as lonely too.
    alone = ~many | ((present == 1) & design.adjust_domain_lonely)
    parts = np.where(many, scale * spread, 0.0)
    if design.lonely_psu == "adjust":
        # The scores of a mean add up to zero, so the mean of all PSUs, to which a lone one is compared, is zero.
        parts = np.where(alone, scale * squares, parts)
    elif design.lonely_psu == "average":
        parts = np.where(alone, 0.0, parts)
    found: Floats = np.bincount(cell_domain, parts, len(shape.labels)).astype(np.float64)
    if design.lonely_psu == "average":
        met = present > 0
        strata = np.bincount(cell_domain[met], minlength=len(shape.labels))
        varied = strata - np.bincount(cell_domain[met & alone & (kept > 0)], minlength=len(shape.labels))
        # The lonely strata that the domain meets add the average of the others.
        found = np.where(varied > 0, found * strata / np.maximum(varied, 1), found)
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
