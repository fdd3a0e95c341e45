"""A person decides about an interview that did not agree with its questionnaire."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from survey.collection.same_device import came_from_shared
from survey.collection.stand import quota_first, stand_again
from survey.collection.tables import Decision, Interview, Submission
from survey.fieldwork.place import withdraw
from survey.problems import problem
from survey.studies.tables import Study

_STATE = {"include": "accepted", "exclude": "excluded"}
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A body that does not count (`came`) of an interview for which another one does (`kept`): both digests."""

    interview_id: UUID
    kept: str
    came: str
    received_at: datetime
    route: str


def decide(
    session: Session,
    study: Study,
    interview_id: UUID,
    verdict: str,
    reason: str,
    *,
    account_id: int | None = None,
    in_doubt_only: bool = True,
) -> Interview:
    """Count an interview (`include`) or leave it out (`exclude`), with the reason; what was sent stays as it is.

    An interview that is left out gives its place in the quota back, and takes one again when it counts again.

    Args:
        session: the unit of work.
        study: the study that it must belong to.
        interview_id: which interview.
        verdict: `include` or `exclude`.
        reason: why, in a person's own words.
        account_id: who decides; None for the command line.
        in_doubt_only: whether something must have been noticed about it; a supervisor may judge any.

    Raises:
        Problem: `interview_unknown` in this study, or `decision_invalid`: no verdict, no reason, or nothing was in doubt.

    """
    quota_first(session, study)
    interview = of_study(session, study, interview_id)
    noticed = not in_doubt_only or interview.flags or came_from_shared(session, interview)
    if verdict not in _STATE or not noticed:
        raise problem(
            "decision_invalid",
            _("U kunt een interview waaraan iets opviel laten meetellen of niet. Er is niets veranderd."),
        )
    given = reason_given(reason)
    before, interview.state = interview.state, _STATE[verdict]
    if before != interview.state == "excluded":
        withdraw(session, interview.id)
    elif before == "excluded" != interview.state:
        stand_again(session, interview)
    session.add(Decision(interview_id=interview.id, verdict=verdict, reason=given, account_id=account_id))
    session.add(interview)
    session.flush()
    return interview


def of_study(session: Session, study: Study, interview_id: UUID) -> Interview:
    """The interview, held until the transaction ends so that two people do not decide at once.

    Raises:
        Problem: `interview_unknown` in this study.

    """
    interview = session.get(Interview, interview_id, with_for_update=True)
    if interview is None or interview.study_id != study.id:
        raise problem("interview_unknown", _("Dit interview hoort niet bij dit onderzoek."))
    return interview


def reason_given(reason: str) -> str:
    """The reason as it is kept.

    Raises:
        Problem: `decision_invalid`, when there is none or it is too long.

    """
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON or "\x00" in reason:
        raise problem(
            "decision_invalid",
            _(
                "Schrijf op waarom u dit besluit, in hoogstens %(most)s tekens. Er is niets veranderd.",
                most=LONGEST_REASON,
            ),
        )
    return reason


def doubted(session: Session, study: Study) -> list[tuple[Interview, Decision | None]]:
    """Interviews that did not agree with their questionnaire, undecided ones first, each with its last decision."""
    found = session.exec(
        select(Interview)
        .where(col(Interview.study_id) == study.id)
        # Compared as a state or a decision: a JSON column has no "=" in PostgreSQL.
        .where((col(Interview.state) == "flagged") | col(Interview.id).in_(select(Decision.interview_id)))
        .order_by(col(Interview.state) != "flagged", col(Interview.received_at).desc())
    ).all()
    decisions = session.exec(
        select(Decision)
        .where(col(Decision.interview_id).in_([one.id for one in found]))
        .order_by(col(Decision.id))
    )
    last = {decision.interview_id: decision for decision in decisions}
    # One without a doubt was decided about because of its device: it stands with the others of that device.
    return [(one, last.get(one.id)) for one in found if one.flags]


def conflicts(session: Session, study: Study) -> list[Conflict]:
    """The bodies that do not count of interviews for which more than one came, the newest first."""
    several = select(Submission.interview_id).where(
        col(Submission.study_id) == study.id, col(Submission.outcome) == "conflict"
    )
    counting = aliased(Submission)
    rows = session.exec(
        select(Submission, counting.digest)
        .join(Interview, col(Interview.id) == col(Submission.interview_id))
        .join(counting, col(counting.id) == col(Interview.submission_id))
        .where(
            col(Submission.interview_id).in_(several),
            col(Submission.study_id) == study.id,
            col(Submission.id) != col(Interview.submission_id),
        )
        .order_by(col(Submission.id).desc())
    )
    return [Conflict(one.interview_id, kept, one.digest, one.received_at, one.route) for one, kept in rows]
