"""The interval of a quantile from that of the share of answers at or below it."""

from typing import TYPE_CHECKING

import numpy as np

from analysis import intervals
from analysis.covariance import between_units, covariance, unit_totals
from analysis.quantiles.quantile import Asked, Limits
from analysis.replicates import from_totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.quantiles.answers import Answers

    Floats = NDArray[np.float64]


def woodruff(
    cells: "Cells", asked: Asked, method: intervals.Method, answers: "Answers", numbers: "Floats", df: int
) -> list[Limits]:
    """The limits of each quantile: those of its share F(q), turned back into values by the same rule.

    Args:
        cells: the sample.
        asked: the question.
        method: of the interval of the share.
        answers: of the domain.
        numbers: the quantiles q [k].
        df: degrees of freedom.
    """
    n = float(cells.n[answers.order].sum())
    reached, variance = _shares(cells, answers, numbers)
    many = np.full(len(numbers), 1.0)
    made = intervals.limits(method, reached, variance, n * many, df * many, asked.level)
    if df < 1:
        return [Limits(method=method, caveats=("no_degrees_of_freedom",))] * len(numbers)
    t = intervals.critical(asked.level, df)
    by = made.made_by(method)
    found = []
    for place in range(len(numbers)):
        if made.unknown[place]:
            found.append(Limits(method=method, caveats=("no_degrees_of_freedom",)))
            continue
        marks = (
            ("zero_error", made.flat & ~made.assumed),
            ("method_undefined", made.replaced),
            ("assumed_design_effect", made.assumed),
        )
        codes = tuple(code for code, flags in marks if flags[place])
        used = by[place]
        low, high = float(made.low[place]), float(made.high[place])
        ends = answers.at(cells.weight, np.clip([low, high], 0.0, 1.0), asked.rule)
        # A limit of the share at or beyond none or everybody is no limit of the quantile.
        bottom = float(ends[0]) if low > 0 else None
        top = float(ends[1]) if high < 1 else None
        if bottom is None or top is None:
            found.append(Limits(bottom, top, None, used, (*codes, "quantile_open")))
        else:
            found.append(Limits(bottom, top, (top - bottom) / (2 * t), used, codes))
    return found


def _shares(cells: "Cells", answers: "Answers", numbers: "Floats") -> "tuple[Floats, Floats]":
    """The shares of the answers at most each number, and their variances [k]."""
    some = answers.order
    weight = cells.weight[some]
    count = answers.below(numbers)
    if cells.replicates is not None:
        columns = np.zeros((len(cells), len(numbers) + 1))
        columns[some] = weight[:, None]
        for place, size in enumerate(count.tolist()):
            columns[some[size:], place] = 0.0
        reached, found = from_totals(cells, columns, _ratio)
        return reached, np.maximum(np.diagonal(found), 0.0)
    base = weight.sum()
    reached = np.where(count == len(some), 1.0, np.cumsum(weight)[count - 1] / base)
    below = np.arange(len(some))[:, None] < count
    scores = weight[:, None] * (below - reached) / base
    first = cells.stages[0]
    if first.unit is not None and len(cells.stages) == 1 and not cells.projections:
        unit, units = first.unit[some], len(first.of)
        totals = unit_totals(unit, units, scores)
        met = np.bincount(unit, minlength=units) > 0
        design = cells.design
        found = between_units(
            first, totals, design.lonely_psu, met, lonely_in_domain=design.adjust_domain_lonely
        )
    else:
        every = np.zeros((len(cells), len(numbers)))
        every[some] = scores
        mask = np.zeros(len(cells), dtype=bool)
        mask[some] = True
        found = covariance(cells, every, mask=mask)
    return reached, np.maximum(np.diagonal(found), 0.0)


def _ratio(totals: "Floats") -> "Floats":
    base = totals[:, -1:]
    return totals[:, :-1] / np.where(base > 0, base, np.nan)
