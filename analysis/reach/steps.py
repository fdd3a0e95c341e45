"""The awareness ladder of each team: every step with its base, and the guesses that a made-up team draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.collect import collect
from analysis.design import Design
from analysis.engine import scan, small
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.indicators import Indicator, names_of
from analysis.intervals import DEFAULT, Method
from analysis.ladder import AIDED, SAYS, Entity, Rung, rungs, step_column
from analysis.messages import Message
from analysis.reach.guessing import Corrected, corrected

if TYPE_CHECKING:
    from narwhals import LazyFrame

    from analysis.table import Where


@dataclass(frozen=True)
class Step:
    """One step of a ladder.

    Attributes:
        measure: its name, such as `knowledge.what`.
        says: what it says about who takes it, in words.
        of_all: the share of everybody who was asked; `base` says in words who they are, its `n` how many answered.
        of_before: the share of those at the step before, who `base_before` describes; None for a first question.
        before: the measure of the step before; `not …` for those who did not take it.
    """

    measure: str
    says: Message
    of_all: Estimate
    base: Message
    of_before: Estimate | None
    base_before: Message | None
    before: str | None


@dataclass(frozen=True)
class Ladder:
    """The steps of one entity in one domain.

    Attributes:
        guessing: for a team: how many say that they know a fictitious team, in the same domain. A team that is
            known no better than that may be known by nobody.
        corrected: for a team, when a made-up one was asked too: aided awareness without the guesses, to stand
            beside the raw figure.
    """

    entity: Entity
    by: Mapping[str, Any]
    origin: str | None
    steps: tuple[Step, ...]
    guessing: tuple[Step, ...] = ()
    corrected: Corrected | None = None


def entities_of(programme: Mapping[str, Mapping[str, Any]], language: str = "nl") -> tuple[Entity, ...]:
    """The teams, old names and fictitious teams among the `entities` of a programme; others have no ladder."""
    found = []
    for code, one in programme.items():
        if one["kind"] in {"team", "old_name", "fictitious"}:
            label = one.get("label")
            text = (
                label.get(language) or next(iter(label.values()), None)
                if isinstance(label, Mapping)
                else label
            )
            found.append(Entity(code, one["kind"], one.get("of"), text))
    return tuple(found)


def reach(
    source: Any,
    design: Design,
    entities: Iterable[Entity],
    by: str | Sequence[str] = (),
    *,
    where: "Where" = None,
    level: float = 0.95,
    method: Method = DEFAULT,
    origins: str | Sequence[str] | None = None,
) -> list[Ladder]:
    """The ladder of each entity in each domain; a step that the table says nothing about is left out.

    Each share is a design-based proportion (`analysis.estimate`) whose base is a domain of its own. The arguments
    are those of `estimate`.

    Returns:
        Per entity, in the order given, the domains in sorted order; entities without a first question have none.

    Raises:
        AnalysisError: one of its kinds, when the question cannot be answered honestly.
    """
    listed = tuple(entities)
    frame = scan(source)
    schema = frame.collect_schema()
    # The steps are many expressions over many columns: an engine would take longer to read these than to answer.
    table = small(frame, list(schema))
    frame = frame if table is None else scan(table)
    ladders: list[tuple[Entity, list[Rung]]] = []
    for entity in listed:
        old_names = tuple(one for one in listed if one.kind == "old_name" and one.of == entity.code)
        ladders.append((entity, rungs(entity, old_names, schema)))
    steps = [(entity.code, step) for entity, taken in ladders for step in taken]
    if not steps:
        return []
    asked = [
        Indicator(name, step.measure, code, "proportion")
        for code, step in steps
        for name in (step.column, *((_before(step),) if step.before else ()))
    ]
    domains = names_of(by)
    built, simple = _built(frame, steps), not design.adjust and design.replication is None
    more: dict[str, Any] = {"where": where, "origins": origins}
    cells = collect(built, design, values=asked, by=domains, apart=False if simple else None, **more)
    shown: dict[str, Any] = {"level": level, "method": method}
    figures = estimate(cells, design, asked, domains, missing="domain", **shown)
    found: dict[str, list[Estimate]] = {}
    for figure in figures:
        found.setdefault(figure.indicator, []).append(figure)
    made = [ladder for entity, steps in ladders for ladder in _ladders(entity, steps, found)]
    # Where rows were put together, each being a PSU, cells do not hold what two columns have in common.
    whole = not simple or design.psu is not None or bool((cells.n <= 1).all())
    without = (
        corrected(cells, design, listed, domains, **shown)
        if whole
        else corrected(frame, design, listed, domains, **more, **shown)
    )
    return [_beside_guesses(ladder, made, without) for ladder in made]


def _before(step: Rung) -> str:
    return f"before {step.column}"


def _built(frame: "LazyFrame[Any]", steps: Sequence[tuple[str, Rung]]) -> "LazyFrame[Any]":
    """Add the columns of the steps, stage by stage, and then each again for those at the step before."""
    import narwhals as nw

    for stage in sorted({step.stage for _, step in steps}):
        frame = frame.with_columns(
            *(step.value.alias(step.column) for _, step in steps if step.stage == stage)
        )
    shares = []
    for code, step in steps:
        if step.base is not None:
            measure, value = step.base
            within = nw.col(step_column(measure, code)) == value
            shares.append(nw.when(within).then(nw.col(step.column)).alias(_before(step)))
    return frame.with_columns(*shares) if shares else frame


def _ladders(entity: Entity, steps: list[Rung], found: Mapping[str, list[Estimate]]) -> list[Ladder]:
    made = []
    domains = len(found[steps[0].column]) if steps else 0
    for place in range(domains):
        taken = []
        for step in steps:
            before = found[_before(step)][place] if step.before else None
            of_all = found[step.column][place]
            taken.append(
                Step(
                    step.measure,
                    Message(SAYS[step.measure], {"entity": entity.name}),
                    of_all,
                    Message(step.among, {"entity": entity.name}),
                    before,
                    Message(step.among_before, {"entity": entity.name}) if step.among_before else None,
                    step.before,
                )
            )
        made.append(Ladder(entity, taken[0].of_all.by, taken[0].of_all.origin, tuple(taken)))
    return made


def _beside_guesses(ladder: Ladder, made: Sequence[Ladder], without: Sequence[Corrected]) -> Ladder:
    if ladder.entity.kind == "fictitious":
        return ladder
    guesses = tuple(
        step
        for other in made
        if other.entity.kind == "fictitious" and other.by == ladder.by
        for step in other.steps
        if step.measure == AIDED
    )
    own = (one for one in without if one.entity == ladder.entity and one.by == ladder.by)
    return replace(ladder, guessing=guesses, corrected=next(own, None))
