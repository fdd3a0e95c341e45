"""Answer a question from a table: the typed results, whatever their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import intervals
from analysis.design import Design
from analysis.engine import scan
from analysis.errors import MethodError, missing_column
from analysis.figure import Estimate
from analysis.messages import N_, Message
from analysis.origins import COLUMN
from analysis.question.asked import Asked
from analysis.question.condition import condition
from analysis.table import ratio, tabulate

if TYPE_CHECKING:
    from narwhals import LazyFrame

    from analysis.compare.association import Association
    from analysis.models import Model
    from analysis.quantiles import Quantile


@dataclass(frozen=True)
class Answer:
    """What was found.

    Attributes:
        asked: the question.
        results: estimates, quantiles, one test or one regression, in the order asked.
        weighting: how each layer of adjusted weights counts in the errors (`calibrate`, `poststratify` ...).
        errors: `linearisation` or `replicates`.
    """

    asked: Asked
    results: "tuple[Estimate | Quantile | Association | Model, ...]"
    weighting: tuple[str, ...]
    errors: str


def answer(source: Any, design: Design, asked: Asked) -> Answer:
    """Answer one question.

    Args:
        source: see `analysis.engine.scan`.
        design: how the sample was drawn, and what was done to its weights.
        asked: the question.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    frame = scan(source)
    schema = dict(frame.collect_schema())
    for name in (*asked.by, *((COLUMN,) if asked.origins is not None else ())):
        if name not in schema:
            raise missing_column(name, list(schema))
    # A file without a condition is asked by its name: what was read of it may be in memory already.
    where = condition(asked.where, schema) if asked.where.strip() else None
    more: dict[str, Any] = {"where": where, "level": asked.level, "origins": asked.origins}
    if asked.kind in {"mean", "proportion", "total"}:
        results: list[Any] = _figures(source, frame, design, asked, where)
    elif asked.kind == "ratio":
        results = _ratios(source, design, asked, schema, more)
    elif asked.kind == "quantile":
        results = _quantiles(source, design, asked, more)
    elif asked.kind == "chisq":
        from analysis.compare.association import chi_square

        first, second = asked.what
        results = [chi_square(source, design, first, second, statistic=asked.statistic, **more)]
    else:
        from analysis import models

        fit = models.linear if asked.kind == "linear" else models.logistic
        results = [fit(source, design, asked.what[0], **more)]
    errors = "linearisation" if design.replication is None else "replicates"
    return Answer(asked, tuple(results), _layers(design), errors)


def _ratios(
    source: Any, design: Design, asked: Asked, schema: Mapping[str, Any], more: dict[str, Any]
) -> list[Estimate]:
    found: list[Estimate] = []
    for one in asked.what:
        top, bottom = (part.strip() for part in one.split("/"))
        for name in (top, bottom):
            if name not in schema:
                raise missing_column(name, list(schema))
        found += ratio(source, design, top, bottom, asked.by, **more).estimates
    return found


def _quantiles(source: Any, design: Design, asked: Asked, more: dict[str, Any]) -> "list[Quantile]":
    from analysis.quantiles import quantiles

    found: list[Quantile] = []
    for column, shares in asked.shares:
        found += quantiles(source, design, column, shares, asked.by, method=asked.interval or "mean", **more)
    return found


def _figures(
    source: Any, frame: "LazyFrame[Any]", design: Design, asked: Asked, where: Any
) -> list[Estimate]:
    """Means, proportions or totals; a proportion of text is one per category."""
    schema = frame.collect_schema()
    split = []
    if asked.kind == "proportion":
        for name in asked.what:
            if name not in schema:
                raise missing_column(name, list(schema))
            if not _yes_or_no(frame, name):
                split.append(name)
    for name in split:
        if name in asked.by:
            raise MethodError(
                Message(N_("Verwacht: andere groepen dan de vraag zelf.")),
                Message(N_("“%(name)s” is de vraag en ook de groep."), {"name": name}),
                Message(N_("Splits uit naar een ander kenmerk.")),
            )
    plain = [name for name in asked.what if name not in split]
    found = tabulate(
        source,
        design,
        plain,
        asked.by,
        statistic="total" if asked.kind == "total" else "mean",
        shares=split,
        where=where,
        level=asked.level,
        method=asked.interval or intervals.DEFAULT,
        origins=asked.origins,
    )
    order = {name: place for place, name in enumerate(asked.what)}
    return sorted(found.estimates, key=lambda one: order[one.indicator])


def _yes_or_no(frame: "LazyFrame[Any]", name: str) -> bool:
    """The column holds true and false, or nothing but 1 and 0."""
    import narwhals as nw

    kind = frame.collect_schema()[name]
    if kind == nw.Boolean:
        return True
    if not kind.is_numeric():
        return False
    other = ~nw.col(name).is_in([0, 1])
    found = frame.filter(~nw.col(name).is_null(), other).select(nw.len().alias("rows")).collect("pyarrow")
    return bool(found.to_native().column("rows")[0].as_py() == 0)


def _layers(design: Design) -> tuple[str, ...]:
    """How each change of the weights counts in the errors, by the names of R."""
    named = {"PostStratification": "poststratify", "Calibration": "calibrate"}
    kinds = [(one, type(one).__name__) for one in design.adjust]
    return tuple(getattr(one, "variance", named.get(kind, kind.lower())) for one, kind in kinds)
