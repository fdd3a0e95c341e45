"""Two bodies came under one identity: a person says which of them counts. Both stay, and it can be turned back."""

from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.collection.body import read
from survey.collection.frame import frame
from survey.collection.judge import judge
from survey.collection.review import of_study, reason_given
from survey.collection.stand import quota_first, stand_again
from survey.collection.tables import Decision, Interview, Submission
from survey.problems import problem
from survey.studies.tables import Study

# What a receipt says, and was given for: it never changes, whichever body counts.
_KEPT = frozenset({"id", "received_at", "state"})


def bodies(session: Session, interview_id: UUID) -> list[Submission]:
    """Everything that came under this identity, the first one first."""
    return list(
        session.exec(
            select(Submission)
            .where(col(Submission.interview_id) == interview_id)
            .order_by(col(Submission.id))
        )
    )


def prefer(
    session: Session,
    study: Study,
    interview_id: UUID,
    submission_id: int,
    reason: str,
    *,
    account_id: int | None = None,
) -> Interview:
    """Let this body count for the interview; the others stay beside it. Flushes, does not commit.

    The row of the interview is made anew from the body, as if it had come first, and counts: who chose it has seen
    its doubts. Digest and moment of arrival stay those of the first body, because receipts were given for them.

    Raises:
        Problem: `interview_unknown` in this study; `decision_invalid`: no reason, or a body that is not of this
            interview or names another study.

    """
    quota_first(session, study)
    interview = of_study(session, study, interview_id)
    given = reason_given(reason)
    chosen = session.get(Submission, submission_id)
    if chosen is None or chosen.interview_id != interview_id or chosen.study_id != study.id:
        raise problem(
            "decision_invalid",
            _("Deze versie hoort niet bij dit interview. Kies een van de versies. Er is niets veranderd."),
        )
    interview.state = "accepted"
    if chosen.id != interview.submission_id:
        sent = read(chosen.body, interview_id)
        row = judge(frame(session, study.slug), sent, interview_id, chosen.received_at)
        for column, value in row.items():
            if column not in _KEPT:
                setattr(interview, column, value)
        interview.submission_id = submission_id
    stand_again(session, interview)
    session.add(
        Decision(
            interview_id=interview_id,
            verdict="include",
            reason=given,
            account_id=account_id,
            submission_id=submission_id,
        )
    )
    session.add(interview)
    session.flush()
    return interview
