"""Quantiles in domains: the estimate by a rule, its interval from the error of the distribution function.

Woodruff (1952): with q the quantile for p and F(q) the estimated share of answers <= q, the interval of F(q) as of any
proportion, and from its limits the quantiles again, by the same rule. Its width divided by 2 t is the standard error
(Francisco and Fuller 1991; R: `svyquantile`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from analysis import caveats, intervals
from analysis.cells import Cells
from analysis.collect import collect
from analysis.design import Design
from analysis.domain_figures import domain_df
from analysis.errors import missing_column
from analysis.indicators import names_of
from analysis.origins import COLUMN
from analysis.quantiles import refusals
from analysis.quantiles.domain import Domain, in_domain
from analysis.quantiles.quantile import Asked, IntervalMethod, Quantile
from analysis.quantiles.rules import RULES, Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.table import Where

    Floats = NDArray[np.float64]

MOST = 2_000  # domains


def quantiles(  # noqa: PLR0913 -- each is a choice of the reader; all but three have a default
    source: Any,
    design: Design,
    column: str,
    shares: float | Sequence[float] = (0.25, 0.5, 0.75),
    by: str | Sequence[str] = (),
    *,
    rule: Rule = "math",
    method: IntervalMethod = "mean",
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> tuple[Quantile, ...]:
    """The quantiles of a column of numbers in each domain.

    Args:
        source: see `analysis.engine.scan`; or `Cells` that were collected with the column (and `by`) as keys.
        design: how the sample was drawn.
        column: of numbers; rows without one are left out, with their number reported.
        shares: p: 0.5 is the median; strictly between 0 and 1.
        by: column(s) whose combinations are the domains.
        rule: which value is the quantile, see `analysis.quantiles.rules`.
        method: of the interval of the share F(q), by the names of `analysis.intervals` ("mean" as in R); or
            "quantile", for replicate weights: q +/- t times the error of the replicates of q.
        where: see `analysis.collect.collect`.
        level: of confidence.
        origins: see `analysis.collect.collect`.

    Returns:
        The domains in sorted order, and in each the shares in the order asked.

    Raises:
        MethodError: a share outside 0 and 1, an unknown rule or method, or "quantile" without replicate weights.
        IndicatorError: a column of text, nobody answered, or more than 2,000 domains.
        WeightError: weights below zero.
        AnalysisError: see `analysis.collect.collect`.
    """
    wanted = _shares(shares)
    if rule not in RULES:
        raise refusals.wrong_option(RULES, rule)
    if method != "quantile":
        if method not in get_args(intervals.Method):
            raise refusals.wrong_option((*get_args(intervals.Method), "quantile"), method)
        intervals.check(method, level)
    else:
        intervals.check(intervals.DEFAULT, level)
    names = names_of(by)
    cells = collect(source, design, keys=[column], by=names, where=where, origins=origins)
    if method == "quantile" and cells.replicates is None:
        raise refusals.no_replicates()
    values = _numbers(cells, column)
    answered = np.isfinite(values) & (cells.weight != 0)
    domain, labels = cells.domains(names)
    if not (answered & (domain >= 0)).any():
        raise refusals.nobody(column)
    if (cells.weight[answered] < 0).any():
        raise refusals.negative_weights(column)
    if len(labels) > MOST:
        raise refusals.too_many(len(labels), MOST)
    asked = Asked(column, wanted, rule, method, level)
    noted = ("by_missing",) if (cells.inside & (domain < 0)).any() else ()
    rows = np.bincount(domain[domain >= 0], cells.n[domain >= 0], len(labels))
    own = np.where(answered, domain, -1)
    df = domain_df(cells, own, len(labels))
    order = np.lexsort((values, own))
    bounds = np.searchsorted(own[order], np.arange(len(labels) + 1))
    found: list[Quantile] = []
    for place, label in enumerate(labels):
        named = dict(zip(names, label, strict=True))
        whence = str(named[COLUMN]) if COLUMN in named else cells.origin
        part = Domain(
            by=named,
            origin=whence,
            order=order[bounds[place] : bounds[place + 1]],
            rows=int(rows[place]),
            df=max(int(df[place]), 0),
            caveats=(caveats.of_origin(whence), *noted),
        )
        found += in_domain(cells, asked, values, part)
    return tuple(found)


def _shares(shares: float | Sequence[float]) -> "Floats":
    try:
        found = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    except (TypeError, ValueError):
        raise refusals.wrong_share(shares) from None
    if found.ndim != 1 or not len(found) or not ((found > 0) & (found < 1)).all():
        raise refusals.wrong_share(shares)
    return found


def _numbers(cells: Cells, column: str) -> "Floats":
    if column not in cells.keys:
        raise missing_column(column, list(cells.keys))
    key = cells.key(column)
    if key.labels and not isinstance(key.labels[0], (int, float, Decimal)):  # a column has one type
        raise refusals.not_numbers(column, key.labels[0])
    numbers = key.numbers
    infinite = np.isinf(numbers)
    if infinite.any():
        raise refusals.not_numbers(column, numbers[infinite][0])
    return numbers
