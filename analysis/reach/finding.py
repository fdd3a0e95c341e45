"""Who knows where to go: per topic, and by the channel through which people heard of a team."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.design import Design
from analysis.engine import scan
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.indicators import Indicator, column_of, indicator_of
from analysis.intervals import DEFAULT, Method
from analysis.ladder import HOW, Entity, rungs

if TYPE_CHECKING:
    from analysis.table import Where

FINDABILITY = ("findability.knows", "findability.knows_not")
HEARD = "channel.heard"


def findability(
    source: Any,
    design: Design,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Estimate]:
    """Who knows where to go, and who does not, per topic that the table holds (`findability.knows`, `…knows_not`).

    The arguments are those of `analysis.estimate.estimate`.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    columns = [
        one
        for one in map(indicator_of, scan(source).collect_schema())
        if one.measure in FINDABILITY and one.column != one.measure
    ]
    if not columns:
        return []
    return estimate(source, design, columns, by, where=where, level=level, method=method, origins=origins)


def findability_by_channel(
    source: Any,
    design: Design,
    entity: Entity,
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Estimate]:
    """Of those who heard of a team through a channel: how many know how to reach it.

    Each figure is a domain mean whose base is who named the channel (`m:channel.heard:<channel>` is 1) and was asked;
    who named two channels counts in both. `entity` of the figure is the channel, `measure` is `knowledge.how`.

    Returns:
        Per channel, in the order of the table, the domains in sorted order; none when the table lacks the questions.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    import narwhals as nw

    frame = scan(source)
    schema = frame.collect_schema()
    taken = {rung.measure: rung for rung in rungs(entity, (), schema)}
    channels = [one for one in map(indicator_of, schema) if one.measure == HEARD and one.entity]
    if HOW not in taken or not channels:
        return []
    for stage in sorted({rung.stage for rung in taken.values()}):
        steps = [rung for rung in taken.values() if rung.stage == stage]
        frame = frame.with_columns(*(rung.value.alias(rung.column) for rung in steps))
    asked = [Indicator(f"{one.column} {HOW}", HOW, one.entity, "proportion") for one in channels]
    frame = frame.with_columns(
        *(
            nw.when(nw.col(column_of(HEARD, one.entity)) == 1)
            .then(nw.col(taken[HOW].column))
            .alias(one.column)
            for one in asked
        )
    )
    return estimate(
        frame,
        design,
        asked,
        by,
        where=where,
        level=level,
        method=method,
        origins=origins,
        missing="domain",
    )
