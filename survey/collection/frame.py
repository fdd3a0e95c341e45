"""What the interviews of one study are compared with, remembered between requests."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from survey.studies import find
from survey.studies.tables import Study, Wave

# By revision: no two states of any study, in any database, share one.
_REMEMBERED: dict[str, "Frame"] = {}
_MOST = 256
_REVISION = select(Study.revision).where(col(Study.slug) == bindparam("slug"))


@dataclass(frozen=True, slots=True)
class Version:
    """A published questionnaire: its key, its programme, and which variable plays which role in analysis."""

    id: int
    programme: dict[str, Any]
    roles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """One state of a study."""

    study_id: int
    versions: dict[str, Version]
    areas: frozenset[str]
    waves: tuple[Wave, ...]

    def wave(self, day: date) -> int:
        """The key of the wave in which this day falls; else of the last one begun by then, else of the first."""
        begun = [wave for wave in self.waves if wave.starts_on <= day]
        running = [wave for wave in begun if wave.ends_on is None or day <= wave.ends_on]
        chosen = max(running or begun or self.waves[:1], key=lambda wave: wave.starts_on)
        if chosen.id is None:
            raise LookupError("the wave was not flushed")
        return chosen.id


def frame(session: Session, slug: str) -> Frame:
    """The frame of a study as it is in this transaction; costs one small query when nothing changed.

    Raises:
        Problem: `study_unknown`.

    """
    revision = session.connection().execute(_REVISION, {"slug": slug}).scalar()
    if revision is None:
        raise find.unknown_study(slug)
    known = _REMEMBERED.get(revision)
    if known is None:
        known = _read(session, slug)
        if len(_REMEMBERED) >= _MOST:
            _REMEMBERED.clear()
        _REMEMBERED[revision] = known
    return known


def _read(session: Session, slug: str) -> Frame:
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
        versions[version.hash] = Version(version.id or 0, programme, roles)
    return Frame(
        study.id or 0,
        versions,
        frozenset(area.code for area in areas),
        tuple(find.waves(session, study)),
    )
