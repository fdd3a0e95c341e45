"""The awareness ladder of every team: how far residents know it, find it and use it, step by step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from analysis.messages import Message
from survey.i18n import current_language
from survey.results.asked import EVERY_ORIGIN
from survey.results.figures import Row, row_of
from survey.results.subject import Subject
from survey.results.wording import STEPS

if TYPE_CHECKING:
    from analysis.reach import Ladder, Step

CORRECTED = "awareness.corrected"


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
    `corrected` is how many know the team when such guesses are taken off; None when no made-up team was asked.
    `not_asked` names the steps that nobody of this origin was asked: they have no figure, and are not zero.
    """

    entity: str
    kind: str
    origin: str
    rungs: tuple[Rung, ...]
    guessing: tuple[Rung, ...]
    not_asked: tuple[str, ...] = ()
    corrected: Rung | None = None


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
        drawn.source,
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
        corrected=_without_guesses(ladder, origin),
    )


def _without_guesses(ladder: "Ladder", origin: str) -> Rung | None:
    """Awareness less the guesses; None when nobody was asked the two questions that it takes."""
    found, first = (
        ladder.corrected,
        next((step for step in ladder.steps if step.measure == "awareness.aided"), None),
    )
    if found is None or first is None or found.guessing is None or not found.raw.n:
        return None
    return Rung(CORRECTED, found.sentence, row_of(found.figure, origin), first.base, None, None)


def _rung(step: "Step", origin: str) -> Rung:
    return Rung(
        measure=step.measure,
        says=step.says,
        of_all=row_of(step.of_all, origin),
        base=step.base,
        of_before=row_of(step.of_before, origin) if step.of_before else None,
        base_before=step.base_before,
    )


@dataclass(frozen=True, slots=True)
class Stair:
    """One step of a team with its figures of each origin, None where nobody was asked; the words are the same for all."""

    measure: str
    base: Message
    base_before: Message | None
    rungs: tuple[Rung | None, ...]


@dataclass(frozen=True, slots=True)
class Stairs:
    """The ladders of one team side by side, one per origin."""

    climbs: tuple[Climb, ...]

    @property
    def entity(self) -> str:
        """The team."""
        return self.climbs[0].entity

    @property
    def kind(self) -> str:
        """Whether it is a team, an old name or made up."""
        return self.climbs[0].kind

    @property
    def steps(self) -> list[Stair]:
        """The steps that anybody was asked, in the order of the ladder."""
        return _side_by_side([climb.rungs for climb in self.climbs], lambda rung: rung.measure)

    @property
    def not_asked(self) -> list[str]:
        """The steps that nobody of any origin was asked."""
        asked = {rung.measure for climb in self.climbs for rung in climb.rungs}
        left_out = dict.fromkeys(name for climb in self.climbs for name in climb.not_asked)
        return [name for name in left_out if name not in asked]

    @property
    def guessing(self) -> list[Stair]:
        """The made-up teams: how many say that they know them."""
        return _side_by_side([climb.guessing for climb in self.climbs], lambda rung: rung.of_all["entity"])

    @property
    def corrected(self) -> Stair | None:
        """Awareness less the guesses, where a made-up team was asked too."""
        found = _side_by_side(
            [(climb.corrected,) if climb.corrected else () for climb in self.climbs],
            lambda rung: rung.measure,
        )
        return found[0] if found else None


def side_by_side(found: Iterable[Climb]) -> list[Stairs]:
    """The ladders per team, in the order in which they come."""
    teams: dict[str, list[Climb]] = {}
    for climb in found:
        teams.setdefault(climb.entity, []).append(climb)
    return [Stairs(tuple(climbs)) for climbs in teams.values()]


def _side_by_side(climbs: Sequence[tuple[Rung, ...]], key: Callable[[Rung], str]) -> list[Stair]:
    order = list(STEPS)
    known = [{key(rung): rung for rung in rungs} for rungs in climbs]
    names = dict.fromkeys(name for rungs in known for name in rungs)
    stairs = []
    for name in sorted(names, key=lambda name: order.index(name) if name in order else -1):
        rungs = tuple(one.get(name) for one in known)
        first = next(rung for rung in rungs if rung is not None)
        stairs.append(Stair(first.measure, first.base, first.base_before, rungs))
    return stairs


def ladder_rows(climb: Climb) -> list[dict[str, Any]]:
    """A ladder as rows for a file: per step the share of everybody, then the share of the step before.

    `share` says which of the two, `base` in words of whom. Last comes awareness less the guesses, when there is one.
    """
    rows = []
    for rung in (*climb.rungs, *((climb.corrected,) if climb.corrected else ())):
        for share, row, base in (
            ("of_all", rung.of_all, rung.base),
            ("of_before", rung.of_before, rung.base_before),
        ):
            if row is not None and base is not None:
                about = {"entity": climb.entity, "share": share, "base": base.said(gettext)}
                rows.append(about | row | {"measure": rung.measure})
    return rows
