"""The variance of a weighted mean in each of many domains, by linearisation (Taylor), one domain at a time.

With Y_k and X_k the weighted totals of x and of 1 in PSU k of stratum h, R = Y / X, and the score
z_k = (Y_k - R X_k) / X (zero for a PSU without cases of the domain),

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_k (z_k - mean_h z)^2

where n_h counts all PSUs of the stratum and f_h is the sampled fraction (0 with replacement): the ultimate cluster
variance (Woodruff 1971; Lumley 2010, section 2.4; R: `svyrecvar`). It costs what the cells cost, for a million
domains too; `analysis.covariance` gives what estimates have in common.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.cells import Cells, Stage, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.design import Design

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

NOISE = 1e-14  # relative rounding of a total; a sum of squares below it is zero


@dataclass(frozen=True)
class Groups:
    """The cells that lie in a domain, gathered per domain, stratum and PSU.

    Attributes:
        place: per cell in a domain its place in the table of cells.
        group: per such cell its group.
        domain, stratum: per group.
        domains: number of domains.
    """

    place: "Codes"
    group: "Codes"
    domain: "Codes"
    stratum: "Codes"
    domains: int

    def sums(self, values: "Floats | Codes") -> "Floats":
        """Totals per group of an array [cells]."""
        return np.bincount(self.group, values[self.place], len(self.domain)).astype(np.float64)


def groups(cells: Cells, domain: "Codes", domains: int) -> Groups:
    """Put the cells together by domain and PSU (by stratum, when each row is a PSU).

    Args:
        cells: the sample.
        domain: of each cell [cells]; -1 for none.
        domains: number of domains.
    """
    stage = cells.stages[0]
    place = np.flatnonzero(domain >= 0)
    unit = stage.stratum if stage.unit is None else stage.unit
    size = len(stage.units) if stage.unit is None else len(stage.of)
    everywhere = len(place) == len(domain)
    codes = domain * size + unit if everywhere else domain[place] * size + unit[place]
    if domains * size > max(4 * len(codes), 1024):
        pairs, group = np.unique(codes, return_inverse=True)
    else:  # few enough to need no sorting
        met = np.zeros(domains * size, dtype=bool)
        met[codes] = True
        pairs, group = np.flatnonzero(met), (np.cumsum(met) - 1)[codes]
    found = pairs % size
    stratum = found if stage.unit is None else stage.of[found]
    return Groups(place, group, pairs // size, stratum, domains)


def variance(
    value: Value, inside: Groups, stage: Stage, ratio: "Floats", base: "Floats", design: "Design"
) -> "Floats":
    """Variance of the mean of one column per domain [domains], in squared units of the column.

    Args:
        value: its sums per cell.
        inside: the cells by domain.
        stage: strata and PSUs.
        ratio: the mean per domain, about the centre of the column [domains].
        base: the sum of weights per domain (> 0; where it is not, the result means nothing) [domains].
        design: says what a stratum with one PSU adds.
    """
    y, x = inside.sums(value.total), inside.sums(value.weight)
    r, b = ratio[inside.domain], base[inside.domain]
    score = (y - r * x) / b
    noise = NOISE * (np.abs(y) + np.abs(r) * x) / b
    strata = len(stage.units)
    cells, cell = np.unique(inside.domain * strata + inside.stratum, return_inverse=True)
    cell_domain, cell_stratum = cells // strata, cells % strata
    size = stage.units[cell_stratum]
    total = np.bincount(cell, score, len(cells))
    mean = total / size
    n = inside.sums(value.n)
    if stage.unit is not None:
        present = np.bincount(cell, n > 0, len(cells))
        absent = size - np.bincount(cell, minlength=len(cells))
        squares = np.bincount(cell, score**2, len(cells))
        spread = np.bincount(cell, (score - mean[cell]) ** 2, len(cells)) + absent * mean**2
        floor = np.bincount(cell, noise**2, len(cells))
    else:
        present = np.bincount(cell, n, len(cells))
        square2, weight2 = inside.sums(value.square2), inside.sums(value.weight2)
        square = r * r * weight2
        around: Floats = square2 - 2 * r * inside.sums(value.cross2) + square
        squares = np.bincount(cell, around / b**2, len(cells))
        spread = squares - total * mean
        floor = np.bincount(cell, 4 * NOISE * (square2 + square) / b**2, len(cells))
    spread = np.where(spread <= floor, 0.0, spread)
    squares = np.where(squares <= floor, 0.0, squares)

    many, kept = size > 1, 1 - stage.fraction[cell_stratum]
    scale = kept * np.where(many, size / np.maximum(size - 1, 1), 1.0)
    # In a domain, a stratum that it meets in one PSU may count as lonely too.
    alone = ~many | ((present == 1) & design.adjust_domain_lonely)
    parts = np.where(many, scale * spread, 0.0)
    if design.lonely_psu == "adjust":
        # The scores of a mean add up to zero, so the mean of all PSUs, to which a lone one is compared, is zero.
        parts = np.where(alone, scale * squares, parts)
    elif design.lonely_psu == "average":
        parts = np.where(alone, 0.0, parts)
    found: Floats = np.bincount(cell_domain, parts, inside.domains).astype(np.float64)
    if design.lonely_psu == "average":
        met = present > 0
        strata_met = np.bincount(cell_domain[met], minlength=inside.domains)
        varied = strata_met - np.bincount(cell_domain[met & alone & (kept > 0)], minlength=inside.domains)
        # The lonely strata that the domain meets add the average of the others.
        found = np.where(varied > 0, found * strata_met / np.maximum(varied, 1), found)
    return found


def degrees_of_freedom(inside: Groups, stage: Stage, rows: "Codes") -> "Floats":
    """PSUs less strata with cases, per domain [domains] (R: `degf` of the subset design).

    Args:
        inside: the cells by domain.
        stage: strata and PSUs.
        rows: per cell the number of rows that count as cases.
    """
    cases = inside.sums(rows)
    present = cases > 0
    domain = inside.domain[present]
    psus = np.bincount(domain, cases[present] if stage.unit is None else None, inside.domains)
    pairs = np.unique(domain * len(stage.units) + inside.stratum[present])
    strata = np.bincount(pairs // len(stage.units), minlength=inside.domains)
    return (psus - strata).astype(np.float64)
