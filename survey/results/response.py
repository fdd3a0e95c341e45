"""What came in for a study: interviews by origin, wave, area and day, and what a person must still look at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from survey.collection.replay import COMPLETE
from survey.collection.tables import Interview, Submission
from survey.studies import find
from survey.studies.tables import Area, Study, Wave

Key = TypeVar("Key")
_PAUSE = timedelta(weeks=4)
_KEYS: tuple[Any, ...] = (
    Interview.state,
    Interview.origin,
    Interview.mode,
    Interview.wave_id,
    Interview.area,
    Interview.outcome,
    Interview.completed_on,
)


@dataclass(frozen=True, slots=True)
class Response:
    """Counts of interviews: of those that were accepted and complete, unless the name says otherwise.

    `by_outcome` holds every accepted interview, by origin and how it ended: also those that did not reach the end.
    """

    origins: tuple[str, ...]
    waves: tuple[Wave, ...]
    areas: tuple[Area, ...]
    accepted: int = 0
    flagged: int = 0
    excluded: int = 0
    conflicts: int = 0
    by_outcome: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_origin: Counter[str] = field(default_factory=Counter)
    by_mode: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_wave: Counter[tuple[int, str]] = field(default_factory=Counter)
    by_area: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    by_day: Counter[tuple[date, str]] = field(default_factory=Counter)

    @property
    def days(self) -> list[date]:
        """The days on which an interview was held, the last one first."""
        return sorted({day for day, _ in self.by_day}, reverse=True)

    @property
    def last_day(self) -> date | None:
        """The last day on which an accepted interview was held."""
        return max((day for day, _ in self.by_day), default=None)

    @property
    def broken_off(self) -> int:
        """Interviews that are kept, and count in no figure because they did not reach the end."""
        return sum(n for (_origin, outcome), n in self.by_outcome.items() if outcome != COMPLETE)

    @property
    def held_from(self) -> tuple[str, ...]:
        """The origins of every accepted interview, also of those that did not reach the end."""
        return tuple(sorted({origin for origin, _outcome in self.by_outcome}))

    def outcomes(self, known: Iterable[str]) -> list[str]:
        """The ways in which interviews ended: those of `known` in that order, then any other that came in."""
        came = {outcome for _origin, outcome in self.by_outcome}
        return [*known, *sorted(came - set(known))]

    @property
    def stretches(self) -> list[list[date]]:
        """The days of fieldwork in order, apart where nothing was held for more than four weeks."""
        found: list[list[date]] = []
        for day in reversed(self.days):
            if not found or day - found[-1][-1] > _PAUSE:
                found.append([])
            found[-1].append(day)
        return found

    @property
    def without_area(self) -> int:
        """Accepted interviews that name no area of the study."""
        return sum(map(self.unplaced, self.origins))

    def unplaced(self, origin: str) -> int:
        """Accepted interviews of one origin that name no area of the study."""
        return self.by_origin[origin] - sum(self.by_area[area.code, origin] for area in self.areas)

    def in_area(self, code: str, origin: str | None = None) -> int:
        """Accepted interviews in one area, of one origin or of all."""
        return sum(self.by_area[code, known] for known in self.origins if origin in (None, known))


def response(session: Session, study: Study) -> Response:
    """Count what came in for a study; one pass over its interviews."""
    rows = session.execute(
        select_columns(*_KEYS, func.count()).where(col(Interview.study_id) == study.id).group_by(*_KEYS)
    ).all()
    states = _total((row[0], row[-1]) for row in rows)
    accepted = [row for row in rows if row[0] == "accepted" and row[5] == COMPLETE]
    return Response(
        origins=tuple(sorted({row[1] for row in accepted})),
        waves=tuple(find.waves(session, study)),
        areas=tuple(find.areas(session, study)),
        accepted=sum(row[-1] for row in accepted),
        flagged=states["flagged"],
        excluded=states["excluded"],
        conflicts=session.exec(
            select(func.count(func.distinct(Submission.interview_id))).where(
                Submission.study_id == study.id, Submission.outcome == "conflict"
            )
        ).one(),
        by_outcome=_total(((row[1], row[5]), row[-1]) for row in rows if row[0] == "accepted"),
        by_origin=_total((row[1], row[-1]) for row in accepted),
        by_mode=_total(((row[1], row[2]), row[-1]) for row in accepted),
        by_wave=_total(((row[3], row[1]), row[-1]) for row in accepted),
        by_area=_total(((row[4], row[1]), row[-1]) for row in accepted),
        by_day=_total(((row[6], row[1]), row[-1]) for row in accepted),
    )


def _total(pairs: Iterable[tuple[Key, int]]) -> Counter[Key]:
    total: Counter[Key] = Counter()
    for key, count in pairs:
        total[key] += count
    return total
