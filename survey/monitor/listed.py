"""The interviews of the fieldwork, found by day, area, interviewer, device, how they stand and what stands out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from uuid import UUID

from sqlmodel import Session, col, select

from survey.collection.tables import Submission
from survey.monitor.conflicts import conflicted
from survey.monitor.mark import last_marks
from survey.monitor.signals import Signal, pace, signals
from survey.monitor.trace import Seen, Trace, seen
from survey.studies.tables import Study, Wave

UNMARKED = "none"
CONFLICT = "conflict"
ANY_SIGNAL = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which interviews; an empty word is all of them.

    Attributes:
        day: an ISO date.
        area: the code of an area; `-` is no area.
        interviewer: the code of an interviewer; `-` is none.
        device: the key of a device.
        state: accepted, flagged, excluded, `conflict` (more than one body, and nobody chose), or an outcome.
        mark: in_order, to_ask, settled, or `none`: not looked at.
        signal: the code of a signal, or `any`.
    """

    day: str = ""
    area: str = ""
    interviewer: str = ""
    device: str = ""
    state: str = ""
    mark: str = ""
    signal: str = ""

    def given(self) -> dict[str, str]:
        """What was filled in."""
        every = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        return {name: value for name, value in every.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One interview in the list."""

    one: Seen
    mark: str
    signals: Sequence[Signal]
    in_conflict: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the list, and what there is to choose from in the whole wave.

    Attributes:
        lines: this part.
        total: how many interviews are wanted.
        days: the last one first.
        interviewers: their codes; `-` is none.
        outcomes: how interviews ended.
    """

    lines: Sequence[Line]
    total: int
    days: Sequence[date]
    interviewers: Sequence[str]
    outcomes: Sequence[str]


def listed(
    session: Session, study: Study, wave: Wave, wanted: Wanted, first: int = 0, most: int | None = None
) -> Found:
    """The interviews of a wave that are wanted, the newest arrival first: by time only, never by what stands out.

    Args:
        session: the unit of work.
        study: the study.
        wave: the wave.
        wanted: which ones.
        first: how many are passed over.
        most: how many are given; None is all.
    """
    every = seen(session, study, wave)
    usual = pace(one.trace for one in every)
    marks = last_marks(session, study)
    open_conflicts = {one.id for one in conflicted(session, study) if not one.judged}
    from_device = _sent_by(session, study, wanted.device)
    lines = (
        Line(one, marks.get(one.trace.id, ""), signals(one.trace, usual), one.trace.id in open_conflicts)
        for one in reversed(every)
        if _quickly_fits(one.trace, wanted, from_device)
    )
    if wanted.state or wanted.mark or wanted.signal:
        found: Sequence[Line] = [line for line in lines if _fits(line, wanted)]
        total, shown = len(found), found[first : None if most is None else first + most]
    else:
        total = sum(_quickly_fits(one.trace, wanted, from_device) for one in every)
        shown = list(islice(lines, first, None if most is None else first + most))
    return Found(
        lines=shown,
        total=total,
        days=sorted({one.trace.day for one in every}, reverse=True),
        interviewers=sorted({one.trace.interviewer or "-" for one in every}),
        outcomes=sorted({one.trace.outcome for one in every}),
    )


def _quickly_fits(trace: Trace, wanted: Wanted, from_device: set[UUID] | None) -> bool:
    return (
        (not wanted.day or wanted.day == trace.day.isoformat())
        and (not wanted.area or wanted.area == (trace.area or "-"))
        and (not wanted.interviewer or wanted.interviewer == (trace.interviewer or "-"))
        and (from_device is None or trace.id in from_device)
    )


def _fits(line: Line, wanted: Wanted) -> bool:
    return (
        _stands(line, wanted.state)
        and wanted.mark in {"", line.mark or UNMARKED}
        and (
            not wanted.signal
            or (wanted.signal == ANY_SIGNAL and bool(line.signals))
            or wanted.signal in {signal.code for signal in line.signals}
        )
    )


def _stands(line: Line, state: str) -> bool:
    if state == CONFLICT:
        return line.in_conflict
    return not state or state in {line.one.state, line.one.trace.outcome}


def _sent_by(session: Session, study: Study, device: str) -> set[UUID] | None:
    """The interviews of which something came from this device; None when any will do."""
    if not device:
        return None
    if not device.isascii() or not device.isdigit() or len(device) > len("2147483647") - 1:
        return set()
    return set(
        session.exec(
            select(Submission.interview_id).where(
                col(Submission.device_id) == int(device), col(Submission.study_id) == study.id
            )
        )
    )
