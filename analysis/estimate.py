"""Means and proportions in domains, with design-based errors, intervals and what must be said beside them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import caveats, intervals
from analysis.design import Design
from analysis.engine import scan
from analysis.errors import IndicatorError, missing_column
from analysis.figure import Estimate, fill
from analysis.indicators import Indicator, indicators_of
from analysis.messages import N_, Message
from analysis.origins import COLUMN, POOL, choose, label, present
from analysis.profile import profile
from analysis.structure import Structure, structure
from analysis.totals import Column, Totals, totals
from analysis.variance import degrees_of_freedom, variance

if TYPE_CHECKING:
    from narwhals import Expr

INSIDE = "inside·"

Missing = Literal["left_out", "domain"]


def estimate(  # noqa: PLR0913 -- each is a choice of the reader; all but three have a default
    source: Any,
    design: Design,
    indicators: Sequence[str | Indicator],
    by: str | Sequence[str] = (),
    *,
    where: "Expr | Mapping[str, Hashable | Sequence[Hashable]] | None" = None,
    level: float = 0.95,
    method: intervals.Method = "wilson",
    origins: str | Sequence[str] | None = None,
    missing: Missing = "left_out",
    capped: bool = False,
) -> list[Estimate]:
    """Estimate each indicator in each domain.

    Mean: sum w x / sum w over the rows where the indicator is not null; error by linearisation over PSU totals
    (`analysis.variance`); interval by `method`, with Student's t on the domain's degrees of freedom.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn.
        indicators: columns (`m:<measure>:<entity>` or any numeric column), or `Indicator`s.
        by: column(s) whose combinations are the domains; rows where one is null are in no domain (`by_missing`).
        where: a Narwhals expression or {column: value or values}: a further domain, which does not shrink the
            design.
        level: of confidence.
        method: of the interval of a proportion: `wilson`, `logit` (= `xlogit`) or `mean`; means have `mean`.
        origins: one or more origins, or "pool"; needed when the table holds several and `by` lacks `origin`. Other
            origins are other samples, and are left out of the design too.
        missing: `left_out`: as R's `na.rm = TRUE`, degrees of freedom count the rows without an answer;
            `domain`: the base is a domain of its own.
        capped: the effective n of a Wilson interval is never more than n. A few PSUs that happen to agree show too
            little variation; R does not cap, and neither does this without being asked.

    Returns:
        Per indicator, in the order asked, the domains in sorted order.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    intervals.check(method, level)
    asked = indicators_of(indicators)
    domains = (by,) if isinstance(by, str) else tuple(by)
    if not asked:
        raise IndicatorError(
            Message(N_("Verwacht: ten minste één indicator.")),
            Message(N_("Er is er geen gevraagd.")),
            Message(N_("Noem een kolom van de tabel.")),
        )
    frame = scan(source)
    schema = list(frame.collect_schema())
    chosen = _condition(where, schema)
    for name in domains:
        if name not in schema:
            raise missing_column(name, schema)
    counts = present(frame, chosen)
    kept = choose(counts, origins, domains)
    samples: tuple[str, ...] = ()
    if counts:
        import narwhals as nw

        if origins not in (None, POOL):
            frame = frame.filter(nw.col(COLUMN).is_in(kept))
        samples = (COLUMN,) if len(kept) > 1 else ()
    seen = profile(frame, design, asked)
    keys = (*domains, *samples)
    if chosen is not None:
        frame = frame.with_columns(chosen.alias(INSIDE))
        keys = (*keys, INSIDE)
    sums = totals(frame, design, asked, keys, seen)
    shape = structure(sums, design, domains, inside=INSIDE if chosen is not None else None, samples=samples)
    question = _Question(design, domains, label(kept), level, method, missing, capped)
    figures = []
    for one, column in zip(asked, sums.columns, strict=True):
        figures += _figures(one, column, sums, shape, question)
    return figures


def _condition(where: Any, schema: list[str]) -> "Expr | None":
    import narwhals as nw

    if not isinstance(where, Mapping):
        return where  # type: ignore[no-any-return]  # an expression, or None
    parts = []
    for name, wanted in where.items():
        if name not in schema:
            raise missing_column(name, schema)
        values = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        parts.append(nw.col(name).is_in(values))
    return nw.all_horizontal(*parts, ignore_nulls=True) if parts else None


@dataclass(frozen=True)
class _Question:
    design: Design
    by: tuple[str, ...]
    origin: str | None
    level: float
    method: intervals.Method
    missing: Missing
    capped: bool


def _figures(
    one: Indicator, column: Column, sums: Totals, shape: Structure, question: _Question
) -> list[Estimate]:
    size = len(shape.labels)

    def per_domain(values: Any) -> Any:
        return np.bincount(shape.domain, values[shape.order], size)

    n, rows = per_domain(column.n), per_domain(sums.rows)
    base, value, square = per_domain(column.weight), per_domain(column.value), per_domain(column.square)
    safe = np.where(base > 0, base, 1.0)
    ratio = value / safe
    found = variance(column, shape, ratio, safe, question.design)
    df = degrees_of_freedom(shape, column.n if question.missing == "domain" else sums.rows, question.design)
    population = np.maximum(square / safe - ratio**2, 0.0) * n / np.maximum(n - 1, 1)
    noted = ("by_missing",) if shape.left_out else ()
    figures = []
    for place, values in enumerate(shape.labels):
        domain = dict(zip(question.by, values, strict=True))
        whence = str(domain[COLUMN]) if COLUMN in domain else question.origin
        empty = Estimate(
            indicator=one.column,
            measure=one.measure,
            entity=one.entity,
            by=domain,
            origin=whence,
            kind=column.spread.kind,
            n=int(n[place]),
            weighted_base=float(base[place]),
            estimate=None,
            se=None,
            low=None,
            high=None,
            level=question.level,
            method=question.method if column.spread.kind == "proportion" else "mean",
            deff=None,
            n_eff=None,
            df=max(int(df[place]), 0),
            caveats=(caveats.of_origin(whence), *noted),
            missing=int(rows[place] - n[place]),
        )
        if not empty.n:
            figures.append(replace(empty, caveats=(*empty.caveats, "empty")))
            continue
        centred = column.spread.centre + float(ratio[place])
        figures.append(
            fill(empty, centred, float(found[place]), float(population[place]), capped=question.capped)
        )
    return figures
