"""What waits to be harvested is not forgotten first; what was harvested long ago keeps no draft."""

from datetime import timedelta

from survey.closing import harvest
from survey.database import reading, transaction
from survey.moment import now
from survey.panel.forget import forget_abandoned
from survey.panel.tables import Draft
from tests.survey.closing.asked import HALF, Asked


def test_old_drafts_of_a_round_that_closed_just_now_wait_for_the_harvest(asked: Asked) -> None:
    old = asked.draft_of(HALF)
    with transaction(asked.engine) as session:
        session.get_one(Draft, old).updated_at = now() - timedelta(days=20)
    asked.change(state="closed", closed_at=now())
    _forget(asked)
    with reading(asked.engine) as session:
        assert old in harvest.unfinished(session, asked.round_id)
    asked.change(closed_at=now() - timedelta(days=15))
    _forget(asked)
    with reading(asked.engine) as session:
        assert old not in harvest.unfinished(session, asked.round_id)


def _forget(asked: Asked) -> None:
    with asked.app.app_context(), transaction(asked.engine) as session:
        forget_abandoned(session)


def test_the_moment_of_a_partial_interview_is_that_of_the_last_answer(asked: Asked) -> None:
    left = (now() - timedelta(hours=3)).replace(microsecond=0)
    half = asked.draft_of(HALF)
    with transaction(asked.engine) as session:
        draft = session.get_one(Draft, half)
        draft.started_at, draft.updated_at = left - timedelta(minutes=9), left
    asked.change(state="closed", closed_at=now())
    with asked.app.app_context(), transaction(asked.engine) as session:
        assert harvest.harvest(session, half) == "partial"
    kept = next(each for each in asked.interviews() if each.id == half)
    assert kept.completed_at.replace(tzinfo=left.tzinfo) == left
    assert kept.flags == []
