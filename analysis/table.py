"""A table of estimates with what they have in common: the covariance between domains and between questions."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import intervals
from analysis.cells import Cells, Key, Value
from analysis.collect import collect
from analysis.covariance import degrees_of_freedom
from analysis.crossed import per_domain
from analysis.design import Design
from analysis.domain_figures import Asked, Wanted, figures
from analysis.domains import (
    Question,
    Statistic,
    covariances,
    find,
    variances,
)
from analysis.errors import IndicatorError, missing_column
from analysis.figure import Estimate
from analysis.indicators import Indicator, indicators_of, names_of
from analysis.messages import N_, Message
from analysis.remembered import remembered

if TYPE_CHECKING:
    from narwhals import Expr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Where = Expr | Mapping[str, Hashable | Sequence[Hashable]] | None


@dataclass(frozen=True)
class Table:
    """Estimates and their covariance.

    Attributes:
        estimates: per question, in the order asked, the domains in sorted order.
        covariance: of the estimates, in that order [q, q]; rows without a base are zero.
        df: PSUs less strata of the sample inside the question.
        cells: the sample, for further questions.
    """

    estimates: tuple[Estimate, ...]
    covariance: "Floats"
    df: int
    cells: Cells

    @property
    def values(self) -> "Floats":
        """The estimates [q]; NaN where there is none."""
        return np.array([np.nan if one.estimate is None else one.estimate for one in self.estimates])


@remembered
def tabulate(  # noqa: PLR0913 -- each is a choice of the reader; all but three have a default
    source: Any,
    design: Design,
    indicators: Sequence[str | Indicator] = (),
    by: str | Sequence[str] = (),
    *,
    statistic: Statistic = "mean",
    shares: Sequence[str | tuple[str, ...]] = (),
    where: "Where" = None,
    level: float = 0.95,
    method: intervals.Method = intervals.DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> Table:
    """Means, proportions or totals in domains, with their full covariance.

    Args:
        source: see `analysis.engine.scan`; or `Cells` that were collected before.
        design: how the sample was drawn.
        indicators: columns of numbers, or `Indicator`s.
        by: column(s) whose combinations are the domains.
        statistic: `mean` (of 1/0: the proportion) or `total`.
        shares: columns of any kind, of which each category is an estimate of its own (`by` then has the category
            under the name of the column); several columns together give one for each combination.
        where: see `analysis.collect.collect`.
        level: of the intervals.
        method: of the intervals of proportions.
        origins: see `analysis.collect.collect`.

    Raises:
        AnalysisError: one of its kinds.
    """
    intervals.check(method, level)
    asked, domains = indicators_of(indicators), names_of(by)
    if not asked and not shares:
        raise nothing_asked()
    split = [(name,) if isinstance(name, str) else tuple(name) for name in shares]
    wanted = (*domains, *(name for names in split for name in names))
    cells = collect(source, design, keys=wanted, values=asked, where=where, origins=origins, by=domains)
    questions = [Asked(one, Question(statistic, cells.value(one.column))) for one in asked]
    for names in split:
        key = cells.key(names[0]) if len(names) == 1 else _crossed(cells, names)
        whole = Indicator(":".join(names), ":".join(names), kind="proportion")
        for place, label in enumerate(key.labels):
            questions.append(Asked(whole, Question(statistic, share(cells, key, place)), label))
    return _table(cells, questions, domains, level, method)


@remembered
def ratio(
    source: Any,
    design: Design,
    numerator: str,
    denominator: str,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    origins: str | Sequence[str] | None = None,
) -> Table:
    """Ratios of totals in domains: sum w y / sum w x over the rows where both are known.

    Args:
        source: see `tabulate`, like all that follows.
        design: how the sample was drawn.
        numerator: a column of numbers.
        denominator: a column of numbers.
        by: the domains.
        where: a further domain.
        level: of the intervals.
        origins: the origins that it is about.
    """
    import narwhals as nw

    intervals.check("mean", level)
    domains = names_of(by)
    frame = source
    above, below = numerator, denominator
    if not isinstance(source, Cells):
        from analysis.engine import scan

        frame = scan(source)
        for column in (numerator, denominator):
            if column not in frame.collect_schema():
                raise missing_column(column, list(frame.collect_schema()))
        # A row without one of the two counts for neither; the weight and the groups stay as they are.
        adjusting = (column for one in design.adjust for column in one.columns)
        kept = {*design.columns, *domains, *adjusting}
        above, below = (f"{one} (ratio)" if one in kept else one for one in (numerator, denominator))
        both = ~(nw.col(numerator).is_null() | nw.col(denominator).is_null())
        frame = frame.with_columns(
            nw.when(both).then(nw.col(numerator)).alias(above),
            nw.when(both).then(nw.col(denominator)).alias(below),
        )
    asked = (Indicator(above, above, kind="mean"), Indicator(below, below, kind="mean"))
    cells = collect(frame, design, keys=domains, values=asked, where=where, origins=origins, by=domains)
    question = Question("ratio", cells.value(above), cells.value(below))
    name = Indicator(f"{numerator}/{denominator}", f"{numerator}/{denominator}", kind="ratio")
    return _table(cells, [Asked(name, question)], domains, level, "mean")


def share(cells: Cells, key: Key, place: int) -> Value:
    """A category of a key as a column of 1 and 0, missing where the key is."""
    known = (key.codes >= 0).astype(np.float64)
    own = (key.codes == place).astype(np.float64)
    weight, weight2 = cells.weight * known, cells.weight2 * known
    n = (cells.n * known).astype(np.int64)
    counted = cells.n * own
    return Value(
        "proportion",
        0.0,
        n,
        weight,
        weight * own,
        weight * own,
        counted,
        weight2,
        weight2 * own,
        weight2 * own,
    )


def _crossed(cells: Cells, names: tuple[str, ...]) -> Key:
    """Several keys as one, of their combinations; missing where one of them is."""
    every = replace(cells, inside=np.ones(len(cells), dtype=bool))
    return Key(*every.domains(names))


def _table(
    cells: Cells,
    asked: Sequence[Asked],
    by: tuple[str, ...],
    level: float,
    method: intervals.Method,
) -> Table:
    domain, labels = cells.domains(by)
    questions = [one.question for one in asked]
    sums = per_domain(cells, domain, len(labels))
    found = [find(cells, question, sums) for question in questions]
    together = covariances(cells, questions, found, domain, len(labels), mask=domain >= 0, sums=sums)
    special = cells.design.lonely_psu == "average" or cells.design.adjust_domain_lonely
    own = np.diagonal(together).reshape(len(questions), len(labels))
    if special and cells.replicates is None:
        # What a lonely stratum adds depends on the domain.
        own = variances(cells, questions, found, domain, len(labels))
        together = _with_variances(together, own.ravel())
    made = figures(cells, asked, Wanted(by, labels, domain, level, method), found, own)
    return Table(tuple(made), together, degrees_of_freedom(cells), cells)


def _with_variances(together: "Floats", own: "Floats") -> "Floats":
    """The covariance [q, q] with these variances [q] and the correlations that it had: no contrast is below zero."""
    before = np.diagonal(together)
    scale = np.sqrt(np.divide(own, before, out=np.zeros_like(own), where=before > 0))
    scaled: Floats = together * scale[:, None] * scale
    np.fill_diagonal(scaled, own)
    return scaled


def nothing_asked() -> IndicatorError:
    """The error for a question without any column."""
    return IndicatorError(
        Message(N_("Verwacht: ten minste één indicator.")),
        Message(N_("Er is er geen gevraagd.")),
        Message(N_("Noem een kolom van de tabel.")),
    )
