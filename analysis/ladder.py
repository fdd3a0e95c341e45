"""The steps of awareness, and what each answer says about them.

A step that was asked has its own answer. A step that was not asked because an earlier one was negative is "no" by
implication. A step that was not asked although the earlier ones were positive is unknown, and leaves the base: not
asked is never no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.indicators import column_of
from analysis.messages import N_

if TYPE_CHECKING:
    from narwhals import Expr

EntityKind = Literal["team", "old_name", "fictitious"]

UNAIDED, AIDED, NAME_ONLY = "awareness.unaided", "awareness.aided", "awareness.name_only"
WHAT, HOW = "knowledge.what", "knowledge.how"
USED, USED_UNKNOWING = "use.knowing", "use.unknowing"
PERSON, PERSON_ONLY, OLD_NAME_ONLY = "knows.person", "knows.person_only", "knows.old_name_only"

# Who everybody is, and who the step before is; how many they are stands in the figure's n.
_EVERYBODY = N_("van iedereen aan wie is gevraagd of zij %(entity)s kennen")
_BEFORE = {
    AIDED: N_("van wie %(entity)s kent"),
    WHAT: N_("van wie weet wat %(entity)s doet"),
    HOW: N_("van wie weet hoe %(entity)s te bereiken is"),
    f"not {AIDED}": N_("van wie %(entity)s niet kent"),
}
# Only who takes part in an activity is asked who it belongs to: nobody else is in a base.
_TAKES_PART = N_("van wie aan een activiteit meedoet, en is gevraagd van wie die is")
_TAKES_PART_BEFORE = {
    f"not {AIDED}": N_("van wie aan een activiteit meedoet en %(entity)s niet kent"),
    f"not {USED}": N_("van wie aan een activiteit meedoet en %(entity)s niet bewust heeft gebruikt"),
}
# What each step says about who takes it.
SAYS = {
    UNAIDED: N_("noemt %(entity)s zonder hulp"),
    AIDED: N_("kent %(entity)s, bij naam of beter"),
    NAME_ONLY: N_("kent alleen de naam van %(entity)s"),
    WHAT: N_("weet wat %(entity)s doet"),
    HOW: N_("weet hoe %(entity)s te bereiken is"),
    USED: N_("heeft %(entity)s gebruikt"),
    USED_UNKNOWING: N_("deed mee met %(entity)s zonder het te weten"),
    PERSON_ONLY: N_("kent iemand van %(entity)s, maar niet het team"),
    OLD_NAME_ONLY: N_("kent alleen de oude naam van %(entity)s"),
}
_CHAIN = (WHAT, HOW, USED)


@dataclass(frozen=True)
class Entity:
    """What the questions are about; an old name says `of` which team."""

    code: str
    kind: EntityKind = "team"
    of: str | None = None
    label: str | None = None

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return self.label or self.code


@dataclass(frozen=True)
class Rung:
    """One step to be estimated, in the column `column`: 1, 0 or null per row.

    Attributes:
        measure: its name.
        value: in terms of the table and of the columns of rungs with a lower `stage`.
        before: the measure of the step before, `not ...` for those who did not take it, None for a first question.
    """

    measure: str
    column: str
    value: "Expr"
    stage: int
    before: str | None

    @property
    def base(self) -> "tuple[str, float] | None":
        """The measure and the value that make the base of the step before."""
        if self.before is None:
            return None
        return (self.before.removeprefix("not "), 0.0 if self.before.startswith("not ") else 1.0)

    @property
    def among(self) -> str:
        """Who the share of all is a share of: a template with `entity`."""
        return _TAKES_PART if self.measure == USED_UNKNOWING else _EVERYBODY

    @property
    def among_before(self) -> str | None:
        """Who the share of the step before is a share of: a template with `entity`."""
        if self.before is None:
            return None
        return (_TAKES_PART_BEFORE if self.measure == USED_UNKNOWING else _BEFORE)[self.before]


def step_column(measure: str, code: str) -> str:
    """The name of the column that a step is computed in."""
    return f"step {column_of(measure, code)}"


@dataclass(frozen=True)
class _Asked:
    """The indicator columns of one entity, and the columns of its steps."""

    code: str
    columns: Mapping[str, Any]

    def has(self, measure: str) -> bool:
        return column_of(measure, self.code) in self.columns

    def answer(self, measure: str) -> "Expr":
        import narwhals as nw

        return nw.col(column_of(measure, self.code)).cast(nw.Float64())

    def step(self, measure: str) -> "Expr":
        import narwhals as nw

        return nw.col(step_column(measure, self.code))

    def later(self, measure: str) -> "Expr":
        """The answer of who answered the first question: only they are in any base."""
        import narwhals as nw

        first = [~self.answer(one).is_null() for one in (AIDED, UNAIDED) if self.has(one)]
        return nw.when(nw.any_horizontal(*first, ignore_nulls=True)).then(self.answer(measure))

    def rung(self, measure: str, value: "Expr", stage: int, before: str | None = None) -> Rung:
        return Rung(measure, step_column(measure, self.code), value, stage, before)


def rungs(entity: Entity, old_names: tuple[Entity, ...], columns: Mapping[str, Any]) -> list[Rung]:
    """The steps that a table can say something about, in the order of the ladder.

    Args:
        entity: a team, an old name or a fictitious team.
        old_names: the old names of the entity.
        columns: the columns of the table (a schema will do).
    """
    asked = _Asked(entity.code, columns)
    found = [asked.rung(UNAIDED, asked.answer(UNAIDED), 0)] if asked.has(UNAIDED) else []
    if not asked.has(AIDED):
        return found
    found.append(asked.rung(AIDED, _known(asked), 0))
    chain = _chain(asked)
    found += _name_only(asked) + chain
    if asked.has(USED_UNKNOWING):
        earlier = USED if asked.has(USED) else AIDED
        found.append(asked.rung(USED_UNKNOWING, asked.later(USED_UNKNOWING), 1, f"not {earlier}"))
    if asked.has(PERSON):
        found.append(_instead(asked, PERSON_ONLY, asked.answer(PERSON)))
    for old in (_Asked(one.code, columns) for one in old_names[:1]):
        if old.has(AIDED):
            found.append(_instead(asked, OLD_NAME_ONLY, old.answer(AIDED)))
    return found


def _known(asked: _Asked) -> "Expr":
    import narwhals as nw

    known = asked.answer(AIDED)
    if not asked.has(UNAIDED):
        return known
    # Who names it unaided knows it, also when the name was not read out any more.
    return nw.when(known.is_null() & (asked.answer(UNAIDED) == 1)).then(nw.lit(1.0)).otherwise(known)


def _chain(asked: _Asked) -> list[Rung]:
    """Knows what it does, how to reach it, has used it: each narrower than the one before, and than knowing it."""
    import narwhals as nw

    found: list[Rung] = []
    earlier = [AIDED]
    for measure in _CHAIN:
        if asked.has(measure):
            own = asked.later(measure)
            refused = nw.any_horizontal(*(asked.step(one) == 0 for one in earlier), ignore_nulls=True)
            value = nw.when(own.is_null() & refused).then(nw.lit(0.0)).otherwise(own)
            found.append(asked.rung(measure, value, len(earlier), earlier[-1]))
            earlier.append(measure)
    return found


def _name_only(asked: _Asked) -> list[Rung]:
    import narwhals as nw

    known = asked.step(AIDED)
    if asked.has(NAME_ONLY):
        own = asked.later(NAME_ONLY)
        value = nw.when(own.is_null() & (known == 0)).then(nw.lit(0.0)).otherwise(own)
        return [asked.rung(NAME_ONLY, value, 1, AIDED)]
    if asked.has(WHAT):
        # Knows it, and not what it does; unknown where either is.
        return [asked.rung(NAME_ONLY, known * (1 - asked.step(WHAT)), 2, AIDED)]
    return []


def _instead(asked: _Asked, measure: str, other: "Expr") -> Rung:
    """Who does not know the team, but does know what belongs to it."""
    import narwhals as nw

    known = asked.step(AIDED)
    value = nw.when(known == 1).then(nw.lit(0.0)).otherwise(nw.when(known == 0).then(other))
    return asked.rung(measure, value, 1, f"not {AIDED}")
