"""The interviews of the fieldwork, found by day, area, interviewer, device, how they stand and what stands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from sqlmodel import Session, col, select

from survey.collection.tables import Submission
from survey.monitor.conflicts import conflicted
from survey.monitor.mark import last_marks
from survey.monitor.signals import Signal, pointed_at
from survey.monitor.trace import Seen, seen
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


def listed(session: Session, study: Study, wave: Wave, wanted: Wanted) -> list[Line]:
    """The interviews of a wave that are wanted, the newest arrival first: by time only, never by what stands out."""
    every = seen(session, study, wave)
    marks = last_marks(session, study)
    pointed: Mapping[UUID, Sequence[Signal]] = pointed_at(one.trace for one in every)
    open_conflicts = {one.id for one in conflicted(session, study) if not one.judged}
    from_device = _sent_by(session, study, wanted.device)
    found = []
    for one in reversed(every):
        line = Line(
            one,
            marks.get(one.trace.id, ""),
            pointed.get(one.trace.id, ()),
            one.trace.id in open_conflicts,
        )
        if _fits(line, wanted) and (from_device is None or one.trace.id in from_device):
            found.append(line)
    return found


def _fits(line: Line, wanted: Wanted) -> bool:
    trace = line.one.trace
    return (
        _same(wanted.day, trace.day.isoformat())
        and _same(wanted.area, trace.area or "-")
        and _same(wanted.interviewer, trace.interviewer or "-")
        and _stands(line, wanted.state)
        and _same(wanted.mark, line.mark or UNMARKED)
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


def _same(wanted: str, value: str) -> bool:
    return not wanted or wanted == value


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
