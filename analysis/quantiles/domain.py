"""The quantiles of one domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import intervals
from analysis.covariance import covariance, degrees_of_freedom
from analysis.quantiles.quantile import IntervalMethod, Quantile
from analysis.quantiles.rules import DISCRETE, Rule, quantile_at
from analysis.replicates import covariance_of, from_totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """What is asked of every domain: `shares` are the p [k]."""

    column: str
    shares: "Floats"
    rule: Rule
    method: IntervalMethod
    level: float


@dataclass(frozen=True)
class Answers:
    """The answers of a domain.

    Attributes:
        mask: the cells with one [cells].
        order: these cells by value, equal ones in the order of the table [some].
        sorted: the values in that order [some].
        place: the place of each among the distinct values [some].
        values: the distinct values, ascending [n].
    """

    mask: "Flags"
    order: "NDArray[np.int64]"
    sorted: "Floats"
    place: "NDArray[np.int64]"
    values: "Floats"

    @staticmethod
    def of(values: "Floats", mask: "Flags") -> "Answers":
        """The answers in some of the cells, with the column `values` [cells]."""
        some = np.flatnonzero(mask)
        order = some[np.argsort(values[some], kind="stable")]
        distinct, place = np.unique(values[order], return_inverse=True)
        return Answers(mask, order, values[order], place.astype(np.int64), distinct)

    def at(self, weights: "Floats", shares: "Floats", rule: Rule) -> "Floats":
        """The quantiles under weights of the cells [cells]; NaN when they are all zero [k]."""
        sums, values = weights[self.order], self.sorted
        if rule in DISCRETE:
            sums = np.bincount(self.place, sums, len(self.values)).astype(np.float64)
            values = self.values
        counted = sums > 0
        if not counted.any():
            return np.full(len(shares), np.nan)
        return quantile_at(values[counted], sums[counted], shares, rule)


def in_domain(
    cells: "Cells",
    asked: Asked,
    values: "Floats",
    answered: "Flags",
    domain: "Flags",
    by: Mapping[str, Any],
    origin: str | None,
    noted: tuple[str, ...],
) -> list[Quantile]:
    """One quantile per share.

    Args:
        cells: the sample.
        asked: the question.
        values: the column [cells].
        answered: the cells with an answer [cells].
        domain: the cells of the domain [cells].
        by: the name of the domain.
        origin: of the interviews.
        noted: caveats of every figure.
    """
    mask = domain & answered
    n, rows = int(cells.n[mask].sum()), int(cells.n[domain].sum())
    df = max(degrees_of_freedom(cells, mask), 0) if n else 0
    found: list[_Interval]
    if not n:
        estimates: list[float | None] = [None] * len(asked.shares)
        found = [_Interval(None, None, None, asked.method, ("empty",))] * len(asked.shares)
    else:
        answers = Answers.of(values, mask)
        numbers = answers.at(cells.weight, asked.shares, asked.rule)
        estimates = [float(one) for one in numbers]
        if asked.method == "quantile":
            found = _by_replicates(cells, asked, answers, numbers, df)
        else:
            found = _woodruff(cells, asked, asked.method, answers, values, numbers, n, df)
    base = float(cells.weight[mask].sum())
    return [
        Quantile(
            column=asked.column,
            probability=float(share),
            by=by,
            origin=origin,
            n=n,
            missing=rows - n,
            weighted_base=base,
            estimate=estimate,
            low=one.low,
            high=one.high,
            se=one.se,
            level=asked.level,
            method=one.method,
            rule=asked.rule,
            df=df,
            caveats=(*noted, *one.caveats),
        )
        for share, estimate, one in zip(asked.shares, estimates, found, strict=True)
    ]


@dataclass(frozen=True)
class _Interval:
    low: float | None
    high: float | None
    se: float | None
    method: IntervalMethod
    caveats: tuple[str, ...]


def _woodruff(
    cells: "Cells",
    asked: Asked,
    method: intervals.Method,
    answers: Answers,
    values: "Floats",
    numbers: "Floats",
    n: int,
    df: int,
) -> list[_Interval]:
    below = answers.mask[:, None] & (values[:, None] <= numbers)
    weight = np.where(answers.mask, cells.weight, 0.0)
    base = weight.sum()
    if cells.replicates is not None:
        columns = np.column_stack([below * weight[:, None], weight])
        reached, found = from_totals(
            cells,
            columns,
            lambda totals: totals[:, :-1] / np.where(totals[:, -1:] > 0, totals[:, -1:], np.nan),
        )
    else:
        reached = (below * weight[:, None]).sum(axis=0) / base
        found = covariance(cells, weight[:, None] * (below - reached) / base, mask=answers.mask)
    many = len(numbers)
    made = intervals.limits(
        method,
        reached,
        np.maximum(np.diagonal(found), 0.0),
        np.full(many, float(n)),
        np.full(many, float(df)),
        asked.level,
    )
    t = intervals.critical(asked.level, df) if df > 0 else None
    intervals_found = []
    for place in range(many):
        if t is None or made.unknown[place]:
            intervals_found.append(_Interval(None, None, None, method, ("no_degrees_of_freedom",)))
            continue
        codes = tuple(
            code
            for code, flags in (("zero_error", made.flat), ("method_undefined", made.replaced))
            if flags[place]
        )
        low, high = float(made.low[place]), float(made.high[place])
        ends = answers.at(cells.weight, np.clip([low, high], 0.0, 1.0), asked.rule)
        # A limit of the share at or beyond none or everybody is no limit of the quantile.
        bottom = float(ends[0]) if low > 0 else None
        top = float(ends[1]) if high < 1 else None
        if bottom is None or top is None:
            codes = (*codes, "quantile_open")
        se = None if bottom is None or top is None else (top - bottom) / (2 * t)
        used = intervals.DEFAULT if made.replaced[place] else method
        intervals_found.append(_Interval(bottom, top, se, used, codes))
    return intervals_found


def _by_replicates(
    cells: "Cells", asked: Asked, answers: Answers, numbers: "Floats", df: int
) -> list[_Interval]:
    replicates = cells.replicates
    assert replicates is not None  # noqa: S101 -- refused before
    thetas = np.empty((replicates.count, len(numbers)))
    for block in replicates.blocks():
        multiplied = replicates.multiplied(block)
        for place in range(multiplied.shape[1]):
            weights = cells.weight * multiplied[:, place]
            thetas[block.start + place] = answers.at(weights, asked.shares, asked.rule)
    found = covariance_of(replicates, thetas, numbers)
    codes = ("jackknife_quantile",) if replicates.kind in {"JK1", "JKn"} else ()
    made = []
    for number, variance in zip(numbers.tolist(), np.diagonal(found).tolist(), strict=True):
        if df < 1:
            made.append(_Interval(None, None, None, "quantile", (*codes, "no_degrees_of_freedom")))
            continue
        if not variance > 0:
            made.append(_Interval(None, None, None, "quantile", (*codes, "zero_error")))
            continue
        se = sqrt(variance)
        away = intervals.critical(asked.level, df) * se
        made.append(_Interval(number - away, number + away, se, "quantile", codes))
    return made
