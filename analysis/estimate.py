"""Means and proportions in domains, with design-based errors, intervals and what must be said beside them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis import intervals
from analysis.collect import collect
from analysis.crossed import per_domain
from analysis.design import Design
from analysis.domain_figures import Asked, Missing, Wanted, figures
from analysis.domains import Question, Statistic, find, variances
from analysis.figure import Estimate
from analysis.indicators import Indicator, indicators_of, names_of
from analysis.remembered import remembered
from analysis.table import nothing_asked

if TYPE_CHECKING:
    from narwhals import Expr


@remembered
def estimate(  # noqa: PLR0913 -- each is a choice of the reader; all but three have a default
    source: Any,
    design: Design,
    indicators: Sequence[str | Indicator],
    by: str | Sequence[str] = (),
    *,
    statistic: Statistic = "mean",
    where: "Expr | Mapping[str, Hashable | Sequence[Hashable]] | None" = None,
    level: float = 0.95,
    method: intervals.Method = intervals.DEFAULT,
    origins: str | Sequence[str] | None = None,
    missing: Missing = "left_out",
) -> list[Estimate]:
    """Estimate each indicator in each domain.

    Mean: sum w x / sum w over the rows where the indicator is not null; error by linearisation over PSU totals
    (`analysis.variance`) or by replicate weights; interval by `method`, with Student's t on the domain's degrees
    of freedom. The covariance of the figures is not made, so that a million domains are no trouble: see
    `analysis.table.tabulate` for it.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicators: columns (`m:<measure>:<entity>` or any numeric column), or `Indicator`s.
        by: column(s) whose combinations are the domains; rows where one is null are in no domain (`by_missing`).
        statistic: `mean` (of 1/0: the proportion) or `total`.
        where: a Narwhals expression or {column: value or values}: a further domain, which does not shrink the
            design.
        level: of confidence.
        method: of the interval of a proportion, see `analysis.intervals`; means and totals have `mean`.
        origins: one or more origins, or "pool"; needed when the table holds several and `by` lacks `origin`. Other
            origins are other samples, and are left out of the design too.
        missing: `left_out`: as R's `na.rm = TRUE`, degrees of freedom count the rows without an answer;
            `domain`: the base is a domain of its own.

    Returns:
        Per indicator, in the order asked, the domains in sorted order.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    intervals.check(method, level)
    wanted, domains = indicators_of(indicators), names_of(by)
    if not wanted:
        raise nothing_asked()
    simple = not design.adjust and design.replication is None and statistic == "mean"
    cells = collect(
        source,
        design,
        keys=domains,
        values=wanted,
        where=where,
        origins=origins,
        by=domains,
        apart=False if simple else None,
    )
    domain, labels = cells.domains(domains)
    asked = [Asked(one, Question(statistic, cells.value(one.column))) for one in wanted]
    questions = [one.question for one in asked]
    sums = per_domain(cells, domain, len(labels))
    found = [find(cells, question, sums) for question in questions]
    spread = variances(cells, questions, found, domain, len(labels))
    return figures(cells, asked, Wanted(domains, labels, domain, level, method, missing), found, spread)
