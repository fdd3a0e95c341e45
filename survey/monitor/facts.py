"""What happened on each day of fieldwork, counted: beside the lines that people wrote."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.replay import COMPLETE
from survey.fieldwork.tables import Contact, FieldNote
from survey.monitor.clock import LOCAL, aware
from survey.monitor.note import notes
from survey.monitor.tally import lines
from survey.studies import find
from survey.studies.tables import Study


@dataclass(slots=True)
class DayFacts:
    """One day.

    Attributes:
        complete: interviews held to their end, whatever their state.
        stopped: interviews that ended before.
        contacts: approaches, by outcome.
        devices: how many devices something came from.
        interviewers: how many interviewers held an interview.
        areas: in how many areas.
        notes: the lines of the log.
    """

    complete: int = 0
    stopped: int = 0
    contacts: Counter[str] = field(default_factory=Counter)
    devices: set[int] = field(default_factory=set)
    interviewers: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    notes: list[FieldNote] = field(default_factory=list)


def log(session: Session, study: Study) -> dict[date, DayFacts]:
    """Every day with fieldwork or with a line in the log, the last day first. Days are those of the Netherlands."""
    days: dict[date, DayFacts] = {}
    for wave in find.waves(session, study):
        for one in lines(session, study, wave):
            facts = days.setdefault(one.day, DayFacts())
            if one.outcome == COMPLETE:
                facts.complete += 1
            else:
                facts.stopped += 1
            facts.interviewers.add(one.interviewer)
            facts.areas.add(one.area)
            if one.device_id is not None:
                facts.devices.add(one.device_id)
    for day, outcome, count in _contacts(session, study):
        days.setdefault(day, DayFacts()).contacts[outcome] += count
    for note in notes(session, study):
        days.setdefault(note.day, DayFacts()).notes.append(note)
    return dict(sorted(days.items(), reverse=True))


def _contacts(session: Session, study: Study) -> Iterable[tuple[date, str, int]]:
    rows = session.execute(
        columns(col(Contact.at), col(Contact.outcome)).where(col(Contact.study_id) == study.id)
    )
    by = Counter((aware(at).astimezone(LOCAL).date(), outcome) for at, outcome in rows)
    return ((day, outcome, count) for (day, outcome), count in by.items())
