"""The interval of a quantile from its values in the replicates."""

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from analysis import intervals
from analysis.quantiles.quantile import Asked, Limits
from analysis.quantiles.rules import DISCRETE
from analysis.replicates import covariance_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.quantiles.answers import Answers
    from analysis.replicates import Replicates

    Floats = NDArray[np.float64]

FEW = 5_000  # distinct values of which the sums are kept for each replicate


def by_replicates(
    cells: "Cells", replicates: "Replicates", asked: Asked, answers: "Answers", numbers: "Floats", df: int
) -> list[Limits]:
    """The limits: q +/- t times the error of q in the replicates.

    Args:
        cells: the sample.
        replicates: its replicate weights.
        asked: the question.
        answers: of the domain.
        numbers: the quantiles q [k].
        df: degrees of freedom.
    """
    found = covariance_of(replicates, _in_replicates(cells, replicates, asked, answers), numbers)
    codes = ("jackknife_quantile",) if replicates.kind in {"JK1", "JKn"} else ()
    if df < 1:
        return [Limits(method="quantile", caveats=(*codes, "no_degrees_of_freedom"))] * len(numbers)
    made = []
    for number, variance in zip(numbers.tolist(), np.diagonal(found).tolist(), strict=True):
        if not variance > 0:
            made.append(Limits(method="quantile", caveats=(*codes, "zero_error")))
            continue
        se = sqrt(variance)
        away = intervals.critical(asked.level, df) * se
        made.append(Limits(number - away, number + away, se, "quantile", codes))
    return made


def _in_replicates(cells: "Cells", replicates: "Replicates", asked: Asked, answers: "Answers") -> "Floats":
    """The quantiles in each replicate [R, k]."""
    from scipy.sparse import csr_array

    thetas = np.empty((replicates.count, len(asked.shares)))
    if asked.rule in DISCRETE and len(answers.values) <= FEW:
        weight = cells.weight[answers.order]
        shape = (len(cells), len(answers.values))
        sums = replicates.totals(csr_array((weight, (answers.order, answers.place)), shape))
        for r in range(replicates.count):
            thetas[r] = answers.at_sums(sums[r], asked.shares, asked.rule)
        return thetas
    for block in replicates.blocks():
        multiplied = replicates.multiplied(block)
        for place in range(multiplied.shape[1]):
            weights = cells.weight * multiplied[:, place]
            thetas[block.start + place] = answers.at(weights, asked.shares, asked.rule)
    return thetas
