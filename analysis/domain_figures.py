"""The figures of one question, one per domain, from what was found there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import caveats, intervals
from analysis.cells import Cells
from analysis.domains import Found
from analysis.figure import Estimate, fill_all
from analysis.indicators import Indicator
from analysis.origins import COLUMN
from analysis.variance import degrees_of_freedom as per_domain
from analysis.variance import groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.intervals.log_odds import LogOdds

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """What the figures of a question should look like.

    Attributes:
        by: the columns of the domains.
        labels: their values, per domain.
        level: of the intervals.
        method: of the intervals of proportions.
        caveats: of every figure.
    """

    by: tuple[str, ...]
    labels: tuple[tuple[Any, ...], ...]
    level: float
    method: intervals.Method
    caveats: tuple[str, ...] = ()


def figures(
    cells: Cells,
    one: Indicator,
    wanted: Wanted,
    found: Found,
    variance: "Floats",
    df: "Floats",
    *,
    category: Any = None,
    odds: "LogOdds | None" = None,
) -> list[Estimate]:
    """The figures of one question, one per domain.

    Args:
        cells: the sample.
        one: the column, with its kind.
        wanted: domains, level, method.
        found: the estimates.
        variance: of them [domains].
        df: degrees of freedom [domains].
        category: of the column, when the figure is its share.
        odds: see `analysis.log_odds` [domains].
    """
    kind = one.kind or "mean"
    some = (found.n > 0) & np.isfinite(found.estimate)
    blanks = []
    for place, values in enumerate(wanted.labels):
        domain = dict(zip(wanted.by, values, strict=True))
        whence = str(domain[COLUMN]) if COLUMN in domain else cells.origin
        if category is not None:
            domain[one.column] = category
        blanks.append(
            Estimate(
                indicator=one.column,
                measure=one.measure,
                entity=one.entity,
                by=domain,
                origin=whence,
                kind=kind,
                n=int(found.n[place]),
                weighted_base=float(found.base[place]),
                estimate=None,
                se=None,
                low=None,
                high=None,
                level=wanted.level,
                method=wanted.method if kind == "proportion" else "mean",
                deff=None,
                n_eff=None,
                df=max(int(df[place]), 0),
                caveats=(caveats.of_origin(whence), *wanted.caveats, *(() if some[place] else ("empty",))),
                missing=int(found.rows[place] - found.n[place]),
            )
        )
    chosen = np.flatnonzero(some)
    filled = fill_all(
        [blanks[place] for place in chosen],
        found.estimate[chosen],
        variance[chosen],
        found.spread[chosen],
        odds=None if odds is None else odds.of(chosen),
    )
    for place, figure in zip(chosen.tolist(), filled, strict=True):
        blanks[place] = figure
    return blanks


def domain_df(cells: Cells, domain: "Codes", domains: int) -> "Floats":
    """Degrees of freedom per domain [domains]; with replicate weights the rank of those in it, less 1."""
    if cells.replicates is not None:
        return cells.replicates.domain_degrees_of_freedom(domain, domains)
    return per_domain(groups(cells, domain, domains), cells.stages[0], cells.n)
