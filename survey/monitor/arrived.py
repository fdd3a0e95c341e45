"""What came in for a study, by device: which interviews, which numbers, and which of them came with more than one body."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.tables import Submission
from survey.monitor.remembered import Remembered
from survey.studies.tables import Study


class Received:
    """What came from one device: each interview once, and who bears each number."""

    def __init__(self) -> None:
        self.ids: set[UUID] = set()
        self.bearers: dict[int, set[UUID]] = {}
        self.unnumbered = 0
        self.highest = 0
        self.doubles: set[int] = set()

    def add(self, interview: UUID, number: int | None) -> None:
        """Take one submission in; other bytes for the same interview make no second one."""
        if interview in self.ids:
            return
        self.ids.add(interview)
        if number is None or number < 1:
            self.unnumbered += 1
            return
        bearers = self.bearers.setdefault(number, set())
        bearers.add(interview)
        if len(bearers) > 1:
            self.doubles.add(number)
        self.highest = max(self.highest, number)

    def with_more(self, numbers: Mapping[UUID, int]) -> "Received":
        """The same with interviews that this device sent, too, after they had come in by another way."""
        if not numbers:
            return self
        whole = Received()
        whole.ids, whole.unnumbered, whole.highest = set(self.ids), self.unnumbered, self.highest
        whole.bearers = {number: set(ids) for number, ids in self.bearers.items()}
        whole.doubles = set(self.doubles)
        for interview, number in numbers.items():
            whole.add(interview, number)
        return whole


class Arrived(NamedTuple):
    """What came in: by device, in all, and the moments at which other bytes came for an interview."""

    devices: dict[int, Received]
    ids: set[UUID]
    conflicts: dict[UUID, list[datetime]]

    def add(self, row: Any) -> None:
        """Take one submission in."""
        self.ids.add(row.interview_id)
        if row.device_id is not None:
            self.devices.setdefault(row.device_id, Received()).add(row.interview_id, row.device_number)
        if row.outcome == "conflict":
            self.conflicts.setdefault(row.interview_id, []).append(row.received_at)


def _fresh() -> Arrived:
    return Arrived({}, set(), {})


_ARRIVED: Remembered[Arrived] = Remembered(_fresh)


def arrived(session: Session, study: Study) -> Any:
    """The memory of what came in for a study; take its lock while you use `made`."""

    def read(where: Sequence[ColumnElement[bool]]) -> Iterable[Any]:
        table = columns(
            col(Submission.id),
            *(
                col(each)
                for each in (Submission.interview_id, Submission.device_id, Submission.device_number)
            ),
            *(col(each) for each in (Submission.outcome, Submission.received_at)),
        )
        return session.connection().execute(table.where(*where).order_by(col(Submission.id)))

    of_study = col(Submission.study_id) == study.id
    return _ARRIVED.look(session, (study.revision, study.id), col(Submission.id), [of_study], read)
