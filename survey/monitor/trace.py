"""How each interview of the fieldwork went, in a few numbers: read once from the database, then remembered.

Answers and the course of an interview never change under one body; only which interviews there are, and their state,
is asked again at each look. So the overview stays fast while a study grows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.tables import Interview, Submission
from survey.monitor.clock import aware
from survey.monitor.remembered import Remembered
from survey.monitor.statements import Block, blocks
from survey.monitor.tally import FIELDWORK
from survey.studies import find
from survey.studies.tables import Study, Wave

_CLOSED = frozenset({"single", "scale"})
_COLUMNS = columns(
    col(Interview.submission_id),
    *(col(each) for each in (Interview.id, Interview.mode, Interview.area, Interview.interviewer)),
    *(
        col(each)
        for each in (Interview.language, Interview.outcome, Interview.completed_on, Interview.started_at)
    ),
    *(col(each) for each in (Interview.completed_at, Interview.answers, Interview.paradata)),
    col(Interview.version_id),
    *(col(each) for each in (Submission.device_id, Submission.device_number, Submission.clock_offset_ms)),
).join(Submission, col(Submission.id) == col(Interview.submission_id))


class Longest(NamedTuple):
    """A page and how long it lasted, in seconds."""

    page: str
    seconds: float


class Alike(NamedTuple):
    """The first statement of a block, and how many of its statements got one and the same answer."""

    first: str
    statements: int


class Same(NamedTuple):
    """The code that was given most among closed questions, how often, and out of how many answers."""

    code: str
    times: int
    answers: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How one interview went. Durations are in seconds, moments in UTC."""

    id: UUID
    place: int
    version_id: int | None
    area: str
    interviewer: str
    device_id: int | None
    number: int | None
    language: str
    outcome: str
    day: date
    ended_at: datetime
    seconds: float
    longest: Longest | None
    hidden: Longest | None
    alike: Alike | None
    same: Same | None
    offset: float | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One interview and its state at this moment: accepted, flagged or excluded."""

    trace: Trace
    state: str


class Traces(dict[int, Trace]):
    """Traces by the place of their interview."""

    def add(self, row: tuple[int, Trace | None]) -> None:
        """Keep one; an interview that nobody held with a respondent has none."""
        if row[1] is not None:
            self[row[0]] = row[1]


_TRACES: Remembered[Traces] = Remembered(Traces)


def seen(session: Session, study: Study, wave: Wave) -> list[Seen]:
    """The interviews that interviewers held in a wave, in the order of arrival."""
    areas = find.areas(session, study)
    versions = find.versions(session, study)

    def read(where: Sequence[ColumnElement[bool]]) -> Iterable[tuple[int, Trace | None]]:
        asked = {version.id: _Asked(find.programme(version, areas)) for version in versions}
        rows: Iterable[Any] = session.connection().execute(_COLUMNS.where(*where))
        for row in rows:
            trace = _trace(row, asked.get(row.version_id)) if row.mode == FIELDWORK else None
            yield row[0], trace

    of_wave = col(Interview.wave_id) == wave.id
    place = col(Interview.submission_id)
    memory = _TRACES.look(session, (study.revision, wave.id), place, [of_wave], read)
    states = (
        session.connection()
        .execute(columns(place, col(Interview.state)).where(of_wave).order_by(place))
        .all()
    )
    with memory.lock:
        known = memory.made
        return [Seen(known[row[0]], row[1]) for row in states if row[0] in known]


class _Asked:
    """What of a questionnaire the traces need: its closed questions, and its blocks of statements."""

    def __init__(self, programme: Mapping[str, Any]) -> None:
        self.closed = frozenset(
            name for name, one in programme["variables"].items() if one["kind"] in _CLOSED
        )
        self.blocks: tuple[Block, ...] = blocks(programme)


def _trace(row: "Row[Any]", asked: _Asked | None) -> Trace:
    paradata: Mapping[str, Any] = row.paradata or {}
    answers: Mapping[str, Any] = row.answers
    started, ended = aware(row.started_at), aware(row.completed_at)
    offset = row.clock_offset_ms
    return Trace(
        id=row.id,
        place=row.submission_id,
        version_id=row.version_id,
        area=row.area or "",
        interviewer=row.interviewer,
        device_id=row.device_id,
        number=row.device_number,
        language=row.language,
        outcome=row.outcome,
        day=row.completed_on,
        ended_at=ended,
        seconds=(ended - started).total_seconds(),
        longest=_longest(paradata.get("times")),
        hidden=_longest(paradata.get("hidden")),
        alike=_alike(asked.blocks, answers) if asked else None,
        same=_same(asked.closed, answers) if asked else None,
        offset=None if offset is None else offset / 1000,
    )


def _longest(milliseconds: object) -> Longest | None:
    """The page with the longest time: what a tablet says is read carefully, it may say anything."""
    if not isinstance(milliseconds, dict):
        return None
    times = [
        Longest(str(page), value / 1000)
        for page, value in milliseconds.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return max(times, key=lambda one: one.seconds, default=None)


def _alike(every: Iterable[Block], answers: Mapping[str, Any]) -> Alike | None:
    """The longest block in which every answered statement got the same answer."""
    found: Alike | None = None
    for block in every:
        given = [_code(answers[name]) for name in block if name in answers]
        if (
            len(given) >= len(block)
            and len(set(given)) == 1
            and (found is None or len(given) > found.statements)
        ):
            found = Alike(block[0], len(given))
    return found


def _same(closed: frozenset[str], answers: Mapping[str, Any]) -> Same | None:
    given = Counter(_code(value) for name, value in answers.items() if name in closed)
    if not given:
        return None
    code, times = given.most_common(1)[0]
    return Same(code, times, given.total())


def _code(answer: object) -> str:
    return str(answer.get("missing")) if isinstance(answer, dict) else str(answer)
