"""The study that is being looked at: what it asks, where, in which waves, and the interviews that count now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Engine

from analysis.indicators import Indicator, indicator_of
from survey.collection.measured import in_order, indicators, indicators_of
from survey.collection.snapshot import Snapshot, refresh
from survey.database import reading
from survey.settings import Settings
from survey.studies import find
from survey.studies.tables import Area, Study, Wave

CLOSED = frozenset({"single", "scale", "area", "consent"})


@dataclass(frozen=True, eq=False)
class Subject:
    """One study at one moment. `key` is the same as long as every figure and every label is."""

    key: str
    study: Study = field(repr=False)
    areas: tuple[Area, ...] = field(repr=False)
    waves: tuple[Wave, ...] = field(repr=False)
    programmes: tuple[Mapping[str, Any], ...] = field(repr=False)  # the newest first
    snapshot: Snapshot = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subject) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """What the study measures, in the order of the questionnaire."""
        names = (name for programme in self.programmes for name in indicators(programme))
        return tuple(indicator_of(name) for name in dict.fromkeys(names))

    @cached_property
    def variables(self) -> dict[str, Mapping[str, Any]]:
        """The questions by name, as the newest version that has them asks them."""
        found: dict[str, Mapping[str, Any]] = {}
        for programme in self.programmes:
            found = found | {name: one for name, one in in_order(programme).items() if name not in found}
        return found

    @cached_property
    def entities(self) -> dict[str, Mapping[str, Any]]:
        """What the questions are about, by name."""
        found: dict[str, Mapping[str, Any]] = {}
        for programme in reversed(self.programmes):
            found |= programme["entities"]
        return found

    @cached_property
    def missing(self) -> dict[str, Mapping[str, str]]:
        """The labels of the missing codes."""
        return dict(self.programmes[0]["missing"])

    @property
    def closed(self) -> list[str]:
        """The questions with one answer out of a list: what figures may be split by."""
        return [name for name, variable in self.variables.items() if variable["kind"] in CLOSED]

    def asked_in(self, indicator: str) -> Mapping[str, Any] | None:
        """The question that measures this indicator."""
        for variable in self.variables.values():
            if indicator in indicators_of(variable):
                return variable
        return None


def subject(engine: Engine, settings: Settings, slug: str) -> Subject:
    """Look at the study with this name in the address, as it is now.

    Raises:
        Problem: `study_unknown`, when there is none.
    """
    with reading(engine) as session:
        study = find.study(session, slug)
        areas = tuple(find.areas(session, study))
        waves = tuple(find.waves(session, study))
        versions = find.versions(session, study)
    snapshot = refresh(engine, settings, study.id or 0)
    known = (
        study.slug,
        study.title,
        snapshot.hash,
        *(version.hash for version in versions),
        *((area.code, area.name, area.row, area.col) for area in areas),
        *((wave.number, wave.label) for wave in waves),
    )
    return Subject(
        key=repr(known),
        study=study,
        areas=areas,
        waves=waves,
        programmes=tuple(find.programme(version, areas) for version in reversed(versions)),
        snapshot=snapshot,
    )
