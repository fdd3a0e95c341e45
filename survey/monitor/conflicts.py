"""Interviews under whose identity more than one body came in: which of them wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from survey.collection.tables import Decision, Interview
from survey.monitor.arrived import arrived
from survey.studies.tables import Study


@dataclass(frozen=True, slots=True)
class Conflicted:
    """One interview with more than one body: how many came, when the last one did, and whether a person chose since."""

    id: UUID
    others: int
    last_at: datetime
    judged: bool


def conflicted(session: Session, study: Study) -> list[Conflicted]:
    """The interviews of a study with more than one body, those that wait for a person first, then the newest."""
    memory = arrived(session, study)
    with memory.lock:
        elsewhere = {key: list(moments) for key, moments in memory.made.conflicts.items()}
    ours = session.exec(
        select(Interview.id).where(col(Interview.id).in_(elsewhere), col(Interview.study_id) == study.id)
    ).all()
    came = {key: elsewhere[key] for key in ours}
    decided = session.execute(
        select(Decision.interview_id, Decision.decided_at)
        .where(col(Decision.submission_id).is_not(None), col(Decision.interview_id).in_(came))
        .order_by(col(Decision.id))
    )
    last: dict[UUID, datetime] = {}
    last.update((interview, moment) for interview, moment in decided)
    found = [
        Conflicted(key, len(moments), max(moments), key in last and last[key] >= max(moments))
        for key, moments in came.items()
    ]
    return sorted(found, key=lambda one: (one.judged, -one.last_at.timestamp()))
