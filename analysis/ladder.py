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

# What each step says, who everybody is, and who the step before is.
EVERYBODY = N_("van iedereen aan wie is gevraagd of zij %(entity)s kennen (%(n)s antwoorden)")
BEFORE = {
    AIDED: N_("van wie %(entity)s kent (%(n)s antwoorden)"),
    WHAT: N_("van wie weet wat %(entity)s doet (%(n)s antwoorden)"),
    HOW: N_("van wie weet hoe %(entity)s te bereiken is (%(n)s antwoorden)"),
    f"not {AIDED}": N_("van wie %(entity)s niet kent (%(n)s antwoorden)"),
    f"not {USED}": N_("van wie %(entity)s niet bewust heeft gebruikt (%(n)s antwoorden)"),
}
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
_CHAIN = (AIDED, WHAT, HOW, USED)


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
    """One step to be estimated: its value per row (1, 0, null) and the step before (1: in its base)."""

    measure: str
    value: "Expr"
    before: str | None
    within: "Expr | None"


@dataclass(frozen=True)
class _Asked:
    """The indicator columns of one entity."""

    code: str
    columns: Mapping[str, Any]

    def has(self, measure: str) -> bool:
        return column_of(measure, self.code) in self.columns

    def answer(self, measure: str) -> "Expr":
        import narwhals as nw

        return nw.col(column_of(measure, self.code)).cast(nw.Float64())

    def everybody(self) -> "Expr":
        """Whoever answered the first question: only they are in any base."""
        import narwhals as nw

        first = [~self.answer(measure).is_null() for measure in (AIDED, UNAIDED) if self.has(measure)]
        return nw.any_horizontal(*first, ignore_nulls=True)

    def later(self, measure: str) -> "Expr":
        import narwhals as nw

        return nw.when(self.everybody()).then(self.answer(measure))


def rungs(entity: Entity, old_names: tuple[Entity, ...], columns: Mapping[str, Any]) -> list[Rung]:
    """The steps that a table can say something about, in the order of the ladder.

    Args:
        entity: a team, an old name or a fictitious team.
        old_names: the old names of the entity.
        columns: the columns of the table (a schema will do).
    """
    asked = _Asked(entity.code, columns)
    found = [Rung(UNAIDED, asked.answer(UNAIDED), None, None)] if asked.has(UNAIDED) else []
    if not asked.has(AIDED):
        return found
    known = _known(asked)
    chain = _chain(asked, known)
    values = {rung.measure: rung.value for rung in chain}
    found.append(chain[0])
    name_only = _name_only(asked, known, values.get(WHAT))
    if name_only is not None:
        found.append(Rung(NAME_ONLY, name_only, AIDED, known == 1))
    found += chain[1:]
    if asked.has(USED_UNKNOWING):
        earlier = USED if USED in values else AIDED
        found.append(
            Rung(USED_UNKNOWING, asked.later(USED_UNKNOWING), f"not {earlier}", values[earlier] == 0)
        )
    if asked.has(PERSON):
        found.append(_instead(PERSON_ONLY, known, asked.answer(PERSON)))
    for old in (_Asked(one.code, columns) for one in old_names[:1]):
        if old.has(AIDED):
            found.append(_instead(OLD_NAME_ONLY, known, old.answer(AIDED)))
    return found


def _known(asked: _Asked) -> "Expr":
    import narwhals as nw

    known = asked.answer(AIDED)
    if not asked.has(UNAIDED):
        return known
    # Who names it unaided knows it, also when the name was not read out any more.
    return nw.when(known.is_null() & (asked.answer(UNAIDED) == 1)).then(nw.lit(1.0)).otherwise(known)


def _chain(asked: _Asked, known: "Expr") -> list[Rung]:
    """Knows it, knows what it does, how to reach it, has used it: each narrower than the one before."""
    import narwhals as nw

    found = [Rung(AIDED, known, None, None)]
    refused = known == 0
    for measure in _CHAIN[1:]:
        if asked.has(measure):
            own, before = asked.later(measure), found[-1]
            value: Expr = nw.when(own.is_null() & refused).then(nw.lit(0.0)).otherwise(own)
            found.append(Rung(measure, value, before.measure, before.value == 1))
            refused = refused | (value == 0)
    return found


def _name_only(asked: _Asked, known: "Expr", what: "Expr | None") -> "Expr | None":
    import narwhals as nw

    if asked.has(NAME_ONLY):
        own = asked.later(NAME_ONLY)
        return nw.when(own.is_null() & (known == 0)).then(nw.lit(0.0)).otherwise(own)
    # Knows it, and not what it does; unknown where either is.
    return None if what is None else known * (1 - what)


def _instead(measure: str, known: "Expr", other: "Expr") -> Rung:
    """Who does not know the team, but does know what belongs to it."""
    import narwhals as nw

    value: Expr = nw.when(known == 1).then(nw.lit(0.0)).otherwise(nw.when(known == 0).then(other))
    return Rung(measure, value, f"not {AIDED}", known == 0)
