"""How the invitations of a round ended: counts per state, by group, and the rates of AAPOR that follow from them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import LazyString, lazy_gettext
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.results.wording import SMALL
from survey.rounds.strata import UNKNOWN
from survey.rounds.tables import STATES, Invitation, Round

if TYPE_CHECKING:
    from analysis.quality.outcome_rates import OutcomeRates

GROUPS = ("area", "sex", "age", "language", "channel")
REST = "rest"  # small groups together, where they may not stand alone

# Which of AAPOR's dispositions each state is, and why. Members of a panel are known to belong to it: who is never heard
# of is an eligible person who was not reached, not somebody of whom nothing is known.
DISPOSITIONS: Mapping[str, tuple[str, LazyString]] = {
    "complete": ("I", lazy_gettext("volledig ingevuld")),
    "partial": ("P", lazy_gettext("gedeeltelijk ingevuld: minstens één antwoord")),
    "refused": ("R", lazy_gettext("wilde niet meedoen")),
    "started": ("R", lazy_gettext("begon en stopte zonder antwoord dat bewaard mocht blijven")),
    "opened": ("O", lazy_gettext("las de uitnodiging en begon niet")),
    "invited": ("NC", lazy_gettext("uitgenodigd, niets van gehoord")),
    "undeliverable": ("UO", lazy_gettext("niet bezorgd: onbekend of dit lid er nog woont")),
    "drawn": ("UO", lazy_gettext("getrokken, nooit iets verstuurd")),
}
RATES = (
    ("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"),
    ("COOP1", "COOP2", "COOP3", "COOP4"),
    ("REF1", "REF2", "REF3"),
    ("CON1", "CON2", "CON3"),
)
_COMPLETE, _BOTH = lazy_gettext("volledig"), lazy_gettext("volledig of gedeeltelijk")
_REFUSED, _HEARD = lazy_gettext("wilde niet of stopte"), lazy_gettext("iets van gehoord")
_ALL, _LIKELY = lazy_gettext("van iedereen"), lazy_gettext("van wie waarschijnlijk meetelt")
_CERTAIN, _MET = lazy_gettext("van wie zeker meetelt"), lazy_gettext("van wie is bereikt")
_ANSWERED = lazy_gettext("van wie meedeed of weigerde")
# What each rate counts, and of whom.
MEANINGS: Mapping[str, tuple[LazyString, LazyString]] = {
    "RR1": (_COMPLETE, _ALL),
    "RR2": (_BOTH, _ALL),
    "RR3": (_COMPLETE, _LIKELY),
    "RR4": (_BOTH, _LIKELY),
    "RR5": (_COMPLETE, _CERTAIN),
    "RR6": (_BOTH, _CERTAIN),
    "COOP1": (_COMPLETE, _MET),
    "COOP2": (_BOTH, _MET),
    "COOP3": (_COMPLETE, _ANSWERED),
    "COOP4": (_BOTH, _ANSWERED),
    "REF1": (_REFUSED, _ALL),
    "REF2": (_REFUSED, _LIKELY),
    "REF3": (_REFUSED, _CERTAIN),
    "CON1": (_HEARD, _ALL),
    "CON2": (_HEARD, _LIKELY),
    "CON3": (_HEARD, _CERTAIN),
}
States = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the invitations of a round ended.

    Attributes:
        states: how many in each state; every state is there.
        groups: for each variable of the profile the same, per group.
    """

    states: dict[str, int]
    groups: dict[str, dict[str, dict[str, int]]]

    @property
    def total(self) -> int:
        """All invitations."""
        return sum(self.states.values())

    @property
    def rates(self) -> "OutcomeRates | None":
        """The rates of AAPOR; None without any invitation."""
        return rates(self.states)


@dataclass(frozen=True, slots=True)
class Part:
    """One group of the sample: how many were asked, and which share gave a complete answer (RR1), as a share of a sample.

    `low` and `high` are Wilson's 95 percent interval. `small`: too few to lean on.
    """

    code: str
    states: dict[str, int]
    n: int
    share: float
    low: float
    high: float
    small: bool


def outcomes(session: Session, round_: Round) -> Outcomes:
    """The counts of a round: of its invitations, or those that were kept when the link was destroyed."""
    if round_.link_destroyed_on is not None:
        return kept(round_.outcomes)
    groups: dict[str, dict[str, Counter[str]]] = {name: {} for name in GROUPS}
    states: Counter[str] = Counter()
    rows = session.execute(
        columns(col(Invitation.state), col(Invitation.channel), col(Invitation.profile)).where(
            col(Invitation.round_id) == round_.id
        )
    )
    for state, channel, profile in rows:
        states[state] += 1
        known = {**profile, "channel": channel}
        for name in GROUPS:
            groups[name].setdefault(str(known.get(name, UNKNOWN)), Counter())[state] += 1
    return Outcomes(
        _every(states),
        {
            name: {code: _every(found) for code, found in sorted(by_code.items())}
            for name, by_code in groups.items()
        },
    )


def kept(document: Mapping[str, Any]) -> Outcomes:
    """The counts as they are kept in `Round.outcomes`."""
    return Outcomes(
        _every(document.get("states", {})),
        {
            name: {code: _every(found) for code, found in by_code.items()}
            for name, by_code in document.get("groups", {}).items()
        },
    )


def coarse(found: Outcomes, least: int) -> Outcomes:
    """The same without groups of fewer than `least`: those are put together, so that no count points at somebody."""
    return Outcomes(found.states, {name: _together(by_code, least) for name, by_code in found.groups.items()})


def parts(by_code: Mapping[str, Mapping[str, int]]) -> list[Part]:
    """The groups of one variable, each with its response."""
    return [_part(code, states) for code, states in by_code.items()]


def rates(states: States) -> "OutcomeRates | None":
    """The rates of AAPOR for these counts; None when there is nothing to count."""
    from analysis.quality.outcome_rates import outcome_rates

    cases: Counter[str] = Counter()
    for state, count in states.items():
        cases[DISPOSITIONS[state][0]] += count
    return outcome_rates(cases) if sum(cases.values()) else None


def _part(code: str, states: Mapping[str, int]) -> Part:
    n, complete = sum(states.values()), states["complete"]
    from analysis.intervals.single import wilson_count

    low, high = wilson_count(complete, n) if n else (0.0, 1.0)
    return Part(code, dict(states), n, complete / n if n else 0.0, low, high, n < SMALL)


def _together(by_code: Mapping[str, dict[str, int]], least: int) -> dict[str, dict[str, int]]:
    by_size = sorted(by_code, key=lambda code: (sum(by_code[code].values()), code))
    rest: list[str] = []
    for code in by_size:
        # One small group alone would be what is left when the others are taken from the total.
        if sum(by_code[code].values()) >= least and (not rest or _size(by_code, rest) >= least):
            break
        rest.append(code)
    found = {code: states for code, states in by_code.items() if code not in rest}
    return found | ({REST: _sum(by_code[code] for code in rest)} if rest else {})


def _size(by_code: Mapping[str, Mapping[str, int]], codes: Iterable[str]) -> int:
    return sum(sum(by_code[code].values()) for code in codes)


def _sum(found: Iterable[Mapping[str, int]]) -> dict[str, int]:
    whole: Counter[str] = Counter()
    for states in found:
        whole.update(states)
    return _every(whole)


def _every(states: Mapping[str, int]) -> dict[str, int]:
    return {state: int(states.get(state, 0)) for state in STATES}
