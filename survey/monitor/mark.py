"""A supervisor marks an interview: in order, to be asked about, or settled with the interviewer. Marks are only added."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.collection.review import of_study
from survey.collection.tables import Interview
from survey.monitor.tables import Review
from survey.problems import problem
from survey.studies.tables import Study

STATES: Mapping[str, LazyString] = {
    "in_order": lazy_gettext("In orde"),
    "to_ask": lazy_gettext("Navragen"),
    "settled": lazy_gettext("Nagevraagd en afgehandeld"),
}
LONGEST_NOTE = 1000


def mark(
    session: Session, study: Study, interview_id: UUID, state: str, note: str, *, account_id: int | None
) -> Review:
    """Add a mark; flushes, does not commit. Whether the interview counts does not change by it.

    Raises:
        Problem: `interview_unknown` in this study, or `decision_invalid`: no such mark, or a note that is too long, or
            none where the interviewer must be asked something.

    """
    interview = of_study(session, study, interview_id)
    note = note.strip()
    if state not in STATES or len(note) > LONGEST_NOTE or "\x00" in note:
        raise problem(
            "decision_invalid",
            _(
                "Kies ‘In orde’, ‘Navragen’ of ‘Nagevraagd en afgehandeld’, met een notitie van hoogstens %(most)s tekens. Er is niets veranderd.",
                most=LONGEST_NOTE,
            ),
        )
    if state == "to_ask" and not note:
        raise problem(
            "decision_invalid",
            _("Schrijf op wat u wilt navragen, zodat een collega het ook weet. Er is niets veranderd."),
        )
    made = Review(interview_id=interview.id, account_id=account_id, state=state, note=note)
    session.add(made)
    session.flush()
    return made


def marks(session: Session, interview_id: UUID) -> list[Review]:
    """Every mark of one interview, the last one first."""
    return list(
        session.exec(
            select(Review).where(col(Review.interview_id) == interview_id).order_by(col(Review.id).desc())
        )
    )


def last_marks(session: Session, study: Study) -> dict[UUID, str]:
    """The mark that holds now, by interview; one without a mark is not in it."""
    rows = session.execute(
        select(Review.interview_id, Review.state)
        .join(Interview, col(Interview.id) == col(Review.interview_id))
        .where(col(Interview.study_id) == study.id)
        .order_by(col(Review.id))
    )
    found: dict[UUID, str] = {}
    found.update((interview, state) for interview, state in rows)
    return found
