"""The awareness ladder of every team: how far residents know it, find it and use it, step by step."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analysis.messages import Message
from survey.i18n import current_language
from survey.results.asked import EVERY_ORIGIN
from survey.results.figures import Row, row_of
from survey.results.subject import Subject

if TYPE_CHECKING:
    from analysis.reach import Ladder, Step


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: its share of everybody (`of_all`) and of the step before (`of_before`), each with its base in words."""

    measure: str
    says: Message
    of_all: Row
    base: Message
    of_before: Row | None
    base_before: Message | None


@dataclass(frozen=True, slots=True)
class Climb:
    """The ladder of one team among the interviews of one origin.

    `guessing` is how many say they know a team that does not exist: a team known no better may be known by nobody.
    `not_asked` names the steps that nobody of this origin was asked: they have no figure, and are not zero.
    """

    entity: str
    kind: str
    origin: str
    rungs: tuple[Rung, ...]
    guessing: tuple[Rung, ...]
    not_asked: tuple[str, ...] = ()


def climbs(subject: Subject, origin: str | None = None, wave: int | None = None) -> list[Climb]:
    """The ladders: teams first, then old names and made-up teams; each origin apart unless `origin` is `all`.

    Raises:
        analysis.errors.AnalysisError: the question cannot be answered honestly.
    """
    if not subject.snapshot.files:
        return []
    origins = subject.snapshot.origins if origin is None else (origin,)
    known = [one for one in origins if one in (*subject.snapshot.origins, EVERY_ORIGIN)]
    found = [climb for one in known for climb in _of_origin(subject, one, wave, current_language())]
    kinds, entities = ("team", "old_name", "fictitious"), list(subject.entities)
    found = [climb for climb in found if climb.rungs]
    return sorted(found, key=lambda climb: (kinds.index(climb.kind), entities.index(climb.entity)))


@lru_cache(maxsize=64)
def _of_origin(subject: Subject, origin: str, wave: int | None, language: str) -> tuple[Climb, ...]:
    from analysis.reach import entities_of, reach
    from analysis.responses import sample

    pool = "pool" if origin == EVERY_ORIGIN else origin
    drawn = sample([str(file) for file in subject.snapshot.files], pool)
    ladders = reach(
        drawn.frame,
        drawn.design,
        entities_of(subject.entities, language),
        where=None if wave is None else {"wave": wave},
        origins=pool,
    )
    return tuple(_climb(ladder, origin) for ladder in ladders)


def _climb(ladder: "Ladder", origin: str) -> Climb:
    return Climb(
        entity=ladder.entity.code,
        kind=ladder.entity.kind,
        origin=origin,
        rungs=tuple(_rung(step, origin) for step in ladder.steps if step.of_all.n),
        guessing=tuple(_rung(step, origin) for step in ladder.guessing if step.of_all.n),
        not_asked=tuple(step.measure for step in ladder.steps if not step.of_all.n),
    )


def _rung(step: "Step", origin: str) -> Rung:
    return Rung(
        measure=step.measure,
        says=step.says,
        of_all=row_of(step.of_all, origin),
        base=step.base,
        of_before=row_of(step.of_before, origin) if step.of_before else None,
        base_before=step.base_before,
    )


def ladder_rows(climb: Climb) -> list[dict[str, Any]]:
    """A ladder as rows for a file: per step the share of everybody, then the share of the step before."""
    rows = []
    for rung in climb.rungs:
        for share, row in (("of_all", rung.of_all), ("of_before", rung.of_before)):
            if row is not None:
                rows.append({"entity": climb.entity, "share": share} | row | {"measure": rung.measure})
    return rows
