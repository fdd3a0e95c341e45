"""The figures of questions in domains, from what was found there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import caveats, intervals
from analysis.cells import Cells
from analysis.domains import Found, Question
from analysis.figure import Estimate, completed, fill_all
from analysis.indicators import Indicator, Kind
from analysis.log_odds import log_odds
from analysis.origins import COLUMN
from analysis.variance import degrees_of_freedom as per_domain
from analysis.variance import groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Missing = Literal["left_out", "domain"]


@dataclass(frozen=True)
class Asked:
    """One question: the column, a category of it when the figure is its share, and what is computed."""

    indicator: Indicator
    question: Question
    category: Any = None

    @property
    def kind(self) -> Kind:
        """What the figures are."""
        if self.question.statistic == "total":
            return "total"
        return self.indicator.kind or self.question.top.kind


@dataclass(frozen=True)
class Wanted:
    """What the figures should look like.

    Attributes:
        by: the columns of the domains.
        labels: their values, per domain.
        domain: of each cell [cells]; -1 for none.
        level: of confidence.
        method: of the intervals of proportions.
        missing: what rows without an answer do to degrees of freedom, see `analysis.estimate`.
    """

    by: tuple[str, ...]
    labels: tuple[tuple[Any, ...], ...]
    domain: "Codes"
    level: float
    method: intervals.Method
    missing: Missing = "left_out"


def figures(
    cells: Cells, asked: Sequence[Asked], wanted: Wanted, found: Sequence[Found], variance: "Floats"
) -> list[Estimate]:
    """The figures of questions, per question one per domain; their intervals are made together.

    Args:
        cells: the sample.
        asked: the questions.
        wanted: domains, level, method.
        found: the estimates of each question.
        variance: of them [questions, domains].
    """
    if not asked:  # shares of a column without answers
        return []
    blanks: list[Estimate] = []
    shown = _shown(cells, wanted)
    by_answers = wanted.missing == "domain" and cells.replicates is None
    everybody = None if by_answers else domain_df(cells, wanted.domain, len(shown))
    for one, part in zip(asked, found, strict=True):
        df = _answers_df(cells, one.question, wanted) if everybody is None else everybody
        blanks += _blanks(one, wanted, part, df, shown)
    estimates = np.concatenate([part.estimate for part in found])
    chosen = np.flatnonzero((np.concatenate([part.n for part in found]) > 0) & np.isfinite(estimates))
    odds = log_odds(cells, [one.question for one in asked], wanted.domain, len(shown), wanted.method)
    filled = fill_all(
        [blanks[place] for place in chosen.tolist()],
        estimates[chosen],
        np.ravel(variance)[chosen],
        np.concatenate([part.spread for part in found])[chosen],
        odds=None if odds is None else odds.of(chosen),
    )
    for place, figure in zip(chosen.tolist(), filled, strict=True):
        blanks[place] = figure
    return blanks


def _shown(cells: Cells, wanted: Wanted) -> list[tuple[dict[str, Any], str | None, tuple[str, ...]]]:
    """Of each domain its values, its origin, and what is said of every figure about it."""
    noted = ("by_missing",) if bool((cells.inside & (wanted.domain < 0)).any()) else ()
    shown = []
    for values in wanted.labels:
        domain = dict(zip(wanted.by, values, strict=True))
        whence = str(domain[COLUMN]) if COLUMN in domain else cells.origin
        shown.append((domain, whence, (caveats.of_origin(whence), *noted)))
    return shown


def _blanks(
    asked: Asked,
    wanted: Wanted,
    found: Found,
    df: "Floats",
    shown: list[tuple[dict[str, Any], str | None, tuple[str, ...]]],
) -> list[Estimate]:
    """The figures of one question before their estimates are filled in."""
    one, kind = asked.indicator, asked.kind
    category = {} if asked.category is None else {one.column: asked.category}
    empty = Estimate(
        indicator=one.column,
        measure=one.measure,
        entity=one.entity,
        by={},
        origin=None,
        kind=kind,
        n=0,
        weighted_base=0.0,
        estimate=None,
        se=None,
        low=None,
        high=None,
        level=wanted.level,
        method=wanted.method if kind == "proportion" else "mean",
        deff=None,
        n_eff=None,
        df=0,
        caveats=(),
        missing=0,
    )
    counts = (found.n, found.base, found.rows - found.n, np.maximum(df, 0).astype(np.int64))
    some = (found.n > 0) & np.isfinite(found.estimate)
    return [
        completed(
            empty,
            by=domain | category,
            origin=whence,
            n=n,
            weighted_base=base,
            df=freedom,
            caveats=noted if there else (*noted, "empty"),
            missing=missing,
        )
        for (domain, whence, noted), n, base, missing, freedom, there in zip(
            shown, *(part.tolist() for part in counts), some.tolist(), strict=True
        )
    ]


def _answers_df(cells: Cells, question: Question, wanted: Wanted) -> "Floats":
    """Degrees of freedom per domain of those who answered [domains]."""
    inside = groups(cells, wanted.domain, len(wanted.labels))
    return per_domain(inside, cells.stages[0], question.top.n)


def domain_df(cells: Cells, domain: "Codes", domains: int) -> "Floats":
    """Degrees of freedom per domain [domains]; with replicate weights the rank of those in it, less 1."""
    if cells.replicates is not None:
        return cells.replicates.domain_degrees_of_freedom(domain, domains)
    return per_domain(groups(cells, domain, domains), cells.stages[0], cells.n)
