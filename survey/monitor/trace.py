"""How each interview of the fieldwork went, in a few numbers: read once from the database, then remembered.

Answers and the course of an interview never change under one body; only which interviews there are, and their state,
is asked again at each look. So the overview stays fast while a study grows.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.tables import Interview, Submission
from survey.monitor.clock import aware
from survey.monitor.statements import Block, blocks
from survey.studies import find
from survey.studies.tables import Study, Wave

FIELDWORK = "interviewer"
_CLOSED = frozenset({"single", "scale"})
_MOST_STUDIES = 8
_MOST_NAMED = 500  # more new interviews than this are read all at once
_REMEMBERED: "OrderedDict[tuple[str, int], dict[int, Trace | None]]" = OrderedDict()
_TURN = Lock()


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
    received_at: datetime
    seconds: float
    shown: tuple[str, ...]
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


def seen(session: Session, study: Study, wave: Wave) -> list[Seen]:
    """The interviews that interviewers held in a wave, in the order of arrival."""
    states = session.execute(
        columns(col(Interview.submission_id), col(Interview.state))
        .where(col(Interview.wave_id) == wave.id)
        .order_by(col(Interview.submission_id))
    ).all()
    known = _known(session, study, wave, [place for place, _state in states])
    found = []
    for place, state in states:
        trace = known.get(place)
        if trace is not None:
            found.append(Seen(trace, state))
    return found


def _known(session: Session, study: Study, wave: Wave, places: Sequence[int]) -> Mapping[int, "Trace | None"]:
    key = (study.revision, wave.id or 0)
    with _TURN:
        known = _REMEMBERED.pop(key, {})
        _REMEMBERED[key] = known
        while len(_REMEMBERED) > _MOST_STUDIES:
            _REMEMBERED.popitem(last=False)
    missing = [place for place in places if place not in known]
    if missing:
        areas = find.areas(session, study)
        programmes = {version.id: find.programme(version, areas) for version in find.versions(session, study)}
        # A new dictionary: another thread may be looking at the old one.
        known = dict(known)
        known.update(dict.fromkeys(missing))
        known.update((one.place, one) for one in _read(session, wave, missing, programmes))
        with _TURN:
            _REMEMBERED[key] = known
    return known


def _read(
    session: Session, wave: Wave, places: Sequence[int], programmes: Mapping[int | None, Mapping[str, Any]]
) -> Iterable[Trace]:
    wanted = (
        columns(
            Interview.id,  # type: ignore[call-overload] # a column, as SQLModel declares it
            *(
                Interview.submission_id, Interview.version_id, Interview.area, Interview.interviewer,
                Interview.language, Interview.outcome, Interview.completed_on, Interview.started_at,
                Interview.completed_at, Interview.answers, Interview.paradata,
            ),
            *(Submission.device_id, Submission.device_number, Submission.clock_offset_ms, Submission.received_at),
        )
        .join(Submission, col(Submission.id) == col(Interview.submission_id))
        .where(col(Interview.wave_id) == wave.id, col(Interview.mode) == FIELDWORK)
    )  # fmt: skip
    if len(places) <= _MOST_NAMED:
        wanted = wanted.where(col(Interview.submission_id).in_(places))
    asked = {version: _Asked(programme) for version, programme in programmes.items()}
    wanted_places = set(places)
    for row in session.execute(wanted):
        if row.submission_id in wanted_places:
            yield _trace(row, asked.get(row.version_id))


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
        received_at=aware(row.received_at),
        seconds=(ended - started).total_seconds(),
        shown=tuple(page for page in _listed(paradata.get("shown")) if isinstance(page, str)),
        longest=_longest(paradata.get("times")),
        hidden=_longest(paradata.get("hidden")),
        alike=_alike(asked.blocks, answers) if asked else None,
        same=_same(asked.closed, answers) if asked else None,
        offset=None if offset is None else offset / 1000,
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


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
