"""Interviews that came from one device in one wave: counted, and shown to a person who may leave them out.

A tablet of a family, or a computer in a library, is no fraud: nothing is blocked and nothing is left out by itself.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Subquery, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from survey.collection.replay import COMPLETE
from survey.collection.tables import Decision, Interview
from survey.locations.tables import OpenVisit
from survey.studies.tables import Study

_WAVE_AND_DEVICE = (col(Interview.wave_id), col(OpenVisit.device))


class Shared(NamedTuple):
    """The interviews of one device in one wave, the first one first, each with its last decision."""

    wave_id: int
    interviews: list[tuple[Interview, Decision | None]]


def shared(session: Session, study: Study) -> list[Shared]:
    """The devices with which the questionnaire was completed more than once in a wave, the newest wave first."""
    again = _again(study)
    rows = session.execute(
        select_columns(Interview, col(OpenVisit.device))
        .join(OpenVisit, col(OpenVisit.draft_id) == col(Interview.id))
        .join(
            again,
            (again.c.wave_id == col(Interview.wave_id)) & (again.c.device == col(OpenVisit.device)),
        )
        .where(col(Interview.study_id) == study.id, col(Interview.outcome) == COMPLETE)
        .order_by(
            col(Interview.wave_id).desc(),
            col(OpenVisit.device),
            col(Interview.completed_at),
            col(Interview.id),
        )
    ).all()
    last = _last_decisions(session, [interview.id for interview, _device in rows])
    return [
        Shared(wave, [(interview, last.get(interview.id)) for interview, _device in same])
        for (wave, _device), same in groupby(rows, key=lambda row: (row[0].wave_id, row[1]))
    ]


def undecided(found: Iterable[Shared]) -> int:
    """How many interviews count that came after another one from the same device, and that nobody decided about."""
    later = 0
    for each in found:
        counting = [decision for interview, decision in each.interviews if interview.state == "accepted"]
        later += sum(decision is None for decision in counting[1:])
    return later


def came_from_shared(session: Session, interview: Interview) -> bool:
    """Whether this interview is one of several from the same device in its wave."""
    device = session.exec(select(OpenVisit.device).where(col(OpenVisit.draft_id) == interview.id)).first()
    if device is None or interview.outcome != COMPLETE:
        return False
    several = (
        select_columns(func.count())
        .select_from(Interview)
        .join(OpenVisit, col(OpenVisit.draft_id) == col(Interview.id))
        .where(
            col(Interview.study_id) == interview.study_id,
            col(Interview.wave_id) == interview.wave_id,
            col(Interview.outcome) == COMPLETE,
            col(OpenVisit.device) == device,
        )
    )
    return int(session.execute(several).scalar_one()) > 1


def _again(study: Study) -> Subquery:
    return (
        select_columns(*_WAVE_AND_DEVICE)
        .join(OpenVisit, col(OpenVisit.draft_id) == col(Interview.id))
        .where(
            col(Interview.study_id) == study.id,
            col(Interview.outcome) == COMPLETE,
            col(OpenVisit.device).is_not(None),
        )
        .group_by(*_WAVE_AND_DEVICE)
        .having(func.count() > 1)
        .subquery()
    )


def _last_decisions(session: Session, interviews: list[UUID]) -> dict[UUID, Decision]:
    decided = session.exec(
        select(Decision).where(col(Decision.interview_id).in_(interviews)).order_by(col(Decision.id))
    )
    return {decision.interview_id: decision for decision in decided}
