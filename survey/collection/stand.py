"""The place of an interview in the quota, taken again after a person judged it otherwise."""

from sqlmodel import Session

from survey.collection.tables import Interview, Submission
from survey.fieldwork import ledger
from survey.fieldwork.place import Placing, place, withdraw
from survey.studies.tables import Study

ONLINE = "online"  # filled in by people themselves: takes no place of the fieldwork


def quota_first(session: Session, study: Study) -> None:
    """Lock the quota of a study before any of its interviews: whoever needs both takes them in this order."""
    ledger.opened(session, study.id or 0)


def stand_again(session: Session, interview: Interview) -> None:
    """Take a place by the answers of now, instead of the one that the interview had; it may be over the target."""
    withdraw(session, interview.id)
    if interview.mode == ONLINE:
        return
    ended_by = (interview.paradata or {}).get("quota")
    submission = session.get_one(Submission, interview.submission_id)
    placing = Placing(
        interview_id=interview.id,
        device_id=submission.device_id,
        area=interview.area,
        answers=interview.answers,
        counted=interview.counted,
        outcome=interview.outcome,
        ended_by=ended_by if isinstance(ended_by, int) and not isinstance(ended_by, bool) else None,
    )
    place(session, interview.study_id, [placing])
