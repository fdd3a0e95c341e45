"""The interviews of one wave, counted as they come in: what the overview and the log stand on."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, cast
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.replay import COMPLETE
from survey.collection.tables import Interview, Submission
from survey.monitor.clock import aware
from survey.monitor.pace import Counted, Pace, lasted
from survey.monitor.remembered import Remembered
from survey.monitor.stopped import BROKEN_OFF, Stop, in_order
from survey.studies.tables import Study, Wave

FIELDWORK = "interviewer"


class Light(NamedTuple):
    """What of one interview is needed to count it."""

    area: str
    interviewer: str
    day: date
    outcome: str
    device_id: int | None


class Tally:
    """The interviews by what they are counted by; the state of each is asked anew, because a person may change it."""

    def __init__(self) -> None:
        self.lines: dict[int, Light] = {}
        self.by: tuple[dict[Any, Counter[str]], ...] = ({}, {}, {})
        self.days: tuple[dict[Any, set[date]], ...] = ({}, {}, {})
        self.seconds: dict[str, list[float]] = {}
        self.shown: Counter[tuple[str, ...]] = Counter()  # few interviews go their very own way
        self.left: dict[str, Counter[str]] = {}
        self.last: datetime | None = None

    def add(self, row: Any) -> None:
        """Count one interview; one that nobody held with a respondent is none of the fieldwork."""
        if row.mode != FIELDWORK:
            return
        light = Light(row.area or "", row.interviewer, row.completed_on, row.outcome, row.device_id)
        self.lines[row[0]] = light
        for by, days, key in zip(self.by, self.days, light, strict=False):
            by.setdefault(key, Counter())[light.outcome] += 1
            days.setdefault(key, set()).add(light.day)
        if light.outcome == COMPLETE:
            took = (aware(row.completed_at) - aware(row.started_at)).total_seconds()
            self.seconds.setdefault(row.language, []).append(took)
        shown = _pages(row.shown or "[]")
        self.shown[shown] += 1
        if shown and light.outcome in BROKEN_OFF:
            self.left.setdefault(shown[-1], Counter())[light.outcome] += 1
        received = aware(row.received_at)
        self.last = received if self.last is None else max(self.last, received)

    def pace(self, states: Iterable[tuple[int, str]]) -> Pace:
        """The counts; `states` are the places of the interviews that do not simply count, each with its state."""
        by = [
            {key: _counted(each, days[key]) for key, each in all_.items()}
            for all_, days in zip(self.by, self.days, strict=True)
        ]
        whole: Counter[str] = Counter()
        for each in self.by[2].values():
            whole.update(each)
        every = _counted(whole, set(self.by[2]))
        for place, state in states:
            light = self.lines.get(place)
            if light is None or light.outcome != COMPLETE:
                continue
            for one in (every, *(known[key] for known, key in zip(by, light, strict=False))):
                one.counts -= 1
                if state == "excluded":
                    one.aside += 1
                else:
                    one.waits += 1
        for took in self.seconds.values():
            took.sort()  # what came since stands at the end: this costs next to nothing
        return Pace(
            all=every,
            by_interviewer=dict(sorted(by[1].items())),
            by_day=dict(sorted(by[2].items(), reverse=True)),
            by_area=by[0],
            lasted=lasted(sorted(seconds for each in self.seconds.values() for seconds in each)),
            by_language={language: lasted(each) for language, each in sorted(self.seconds.items())},
        )

    def stops(self, pages: Iterable[str]) -> list[Stop]:
        """Where interviews stopped, in the order of the newest questionnaire."""
        reached: Counter[str] = Counter()
        for shown, times in self.shown.items():
            reached.update(dict.fromkeys(shown, times))
        return [Stop(page, reached[page], dict(self.left.get(page, {}))) for page in in_order(pages, reached)]


_TALLIES: Remembered[Tally] = Remembered(Tally)


class Now(NamedTuple):
    """The fieldwork of a wave at this moment."""

    pace: Pace
    stops: list[Stop]
    last: datetime | None


def count(session: Session, study: Study, wave: Wave, pages: Sequence[str]) -> Now:
    """Count the interviews that interviewers held in a wave; `pages` are those of the newest questionnaire."""
    memory = _look(session, study, wave)
    not_counting = session.connection().execute(
        columns(col(Interview.submission_id), col(Interview.state)).where(
            col(Interview.wave_id) == wave.id, col(Interview.state).in_(("flagged", "excluded"))
        )
    )
    states = [(int(place), str(state)) for place, state in not_counting]
    with memory.lock:
        tally = memory.made
        return Now(tally.pace(states), tally.stops(pages), tally.last)


def lines(session: Session, study: Study, wave: Wave) -> list[Light]:
    """Every interview that interviewers held in a wave."""
    memory = _look(session, study, wave)
    with memory.lock:
        return list(memory.made.lines.values())


def _look(session: Session, study: Study, wave: Wave) -> Any:
    def read(where: Sequence[ColumnElement[bool]]) -> Iterable[Any]:
        table = columns(
            col(Interview.submission_id),
            *(
                col(each)
                for each in (Interview.mode, Interview.area, Interview.interviewer, Interview.language)
            ),
            *(col(each) for each in (Interview.outcome, Interview.completed_on)),
            *(col(each) for each in (Interview.started_at, Interview.completed_at)),
            cast(col(Interview.paradata)["shown"], Text).label("shown"),
            *(col(each) for each in (Submission.device_id, Submission.received_at)),
        ).join(Submission, col(Submission.id) == col(Interview.submission_id))
        return session.connection().execute(table.where(*where))

    of_wave = col(Interview.wave_id) == wave.id
    return _TALLIES.look(session, (study.revision, wave.id), col(Interview.submission_id), [of_wave], read)


def _counted(outcomes: Counter[str], days: set[date]) -> Counted:
    others = Counter({outcome: n for outcome, n in outcomes.items() if outcome != COMPLETE})
    return Counted(counts=outcomes[COMPLETE], by_outcome=others, days=set(days))


@lru_cache(maxsize=4096)
def _pages(text: str) -> tuple[str, ...]:
    """The pages in this JSON; what a tablet says may be anything."""
    found = json.loads(text)
    return tuple(page for page in found if isinstance(page, str)) if isinstance(found, list) else ()
