"""What the interviews of one study are compared with, remembered between requests."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col, select

from questionnaires.engine.compiled import Compiled
from survey.fieldwork.tables import QuotaCell
from survey.studies import find
from survey.studies.calendar import falls_in
from survey.studies.tables import Study

# By revision: no two states of any study, in any database, share one. Quotas come and go without a new revision.
_REMEMBERED: dict["State", "Frame"] = {}
# By the study's name in the address: its last known state, only to prepare with. `frame` has the last word.
_LATEST: dict[str, "Frame"] = {}
_MOST = 256
_HAS_QUOTAS = exists().where(col(QuotaCell.study_id) == col(Study.id))
STATES = select(Study.slug, Study.revision, _HAS_QUOTAS).where(
    col(Study.slug).in_(bindparam("slugs", expanding=True))
)


class State(NamedTuple):
    """What tells one state of a study from another."""

    revision: str
    has_quotas: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A published questionnaire: its key, its programme, which variable plays which role in analysis, its languages."""

    id: int
    programme: dict[str, Any]
    compiled: Compiled
    roles: dict[str, str]
    languages: frozenset[str]


class Round(NamedTuple):
    """A wave as it is remembered: a row of the database would be forgotten when its transaction is undone."""

    id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One state of a study."""

    study_id: int
    organisation_id: int
    versions: dict[str, Version]
    areas: frozenset[str]
    waves: tuple["Round", ...]
    has_quotas: bool = False
    revision: str = ""

    def wave(self, day: date) -> int:
        """The key of the wave in which this day falls; else of the last one begun by then, else of the first."""
        return falls_in(day, self.waves).id


def frame(session: Session, slug: str) -> Frame:
    """The frame of a study as it is in this transaction; costs one small query when nothing changed.

    Raises:
        Problem: `study_unknown`.

    """
    found = session.connection().execute(STATES, {"slugs": [slug]}).first()
    if found is None:
        raise find.unknown_study(slug)
    return of_state(session, slug, State(found[1], bool(found[2])))


def of_state(session: Session, slug: str, state: State) -> Frame:
    """The frame of a study of which the state in this transaction is known."""
    known = _REMEMBERED.get(state)
    if known is None:
        known = _read(session, slug, state)
        if len(_REMEMBERED) >= _MOST:
            _REMEMBERED.clear()
            _LATEST.clear()
        _REMEMBERED[state] = known
    _LATEST[slug] = known
    return known


def expected(slug: str) -> Frame | None:
    """The state in which a study was last seen, without asking the database; it may have changed since."""
    return _LATEST.get(slug)


def _read(session: Session, slug: str, state: State) -> Frame:
    study = find.study(session, slug)
    areas = find.areas(session, study)
    versions = {}
    for version in find.versions(session, study):
        programme = find.programme(version, areas)
        roles = {
            variable["role"]: name
            for name, variable in programme["variables"].items()
            if variable["role"] is not None
        }
        versions[version.hash] = Version(
            version.id or 0,
            programme,
            Compiled(programme),
            roles,
            frozenset(language["code"] for language in programme["languages"]),
        )
    return Frame(
        study.id or 0,
        study.organisation_id,
        versions,
        frozenset(area.code for area in areas),
        tuple(Round(wave.id or 0, wave.starts_on, wave.ends_on) for wave in find.waves(session, study)),
        state.has_quotas,
        state.revision,
    )
