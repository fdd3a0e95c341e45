"""Harvest what was left half done when a round closed: it becomes a partial interview, kept and counted in no figure.

One form is one unit of work: its interview is there, its draft is gone and its invitation says so, or nothing happened
yet. So whatever crashes in between, doing it again finishes the rest and doubles nothing.
"""

from collections.abc import Callable
from datetime import UTC
from uuid import UUID

from sqlmodel import Session, col, select

from questionnaires.engine.evaluate import absent
from survey.collection.receive import receive
from survey.database import reading, transaction
from survey.jobs import Task, work
from survey.panel.filling import Filling
from survey.panel.send import body
from survey.panel.tables import Draft
from survey.rounds.invite import Standing, of_draft
from survey.rounds.tables import Invitation, ResponseLink
from survey.studies import find
from survey.studies.tables import QuestionnaireVersion, Study

KIND = "round.harvest"
PARTIAL = "partial"


@work(KIND)
def harvest_round(task: Task) -> dict[str, object]:
    """Harvest every unfinished form of a closed round; gives how many became partial and how many were wiped."""
    round_id = UUID(task.arguments["round"])
    with reading(task.engine) as session:
        left = unfinished(session, round_id)
    counted = {"partial": 0, "wiped": 0}
    for done, draft_id in enumerate(left, 1):
        with transaction(task.engine) as session:
            became = harvest(session, draft_id)
        if became:
            counted[became] += 1
        task.progress(done, len(left))
    return dict(counted)


def unfinished(session: Session, round_id: UUID) -> list[UUID]:
    """The forms of a round that were begun and not sent; in the order of their random names, which tells nothing."""
    return list(
        session.exec(
            select(Draft.id)
            .join(ResponseLink, col(ResponseLink.draft_id) == col(Draft.id))
            .join(Invitation, col(Invitation.id) == col(ResponseLink.invitation_id))
            .where(col(Invitation.round_id) == round_id, col(Draft.sent_at).is_(None))
            .order_by(col(Draft.id))
        )
    )


def harvest(
    session: Session, draft_id: UUID, keep: Callable[[Session, UUID, bytes, str], object] = receive
) -> str | None:
    """Harvest one form; flushes, does not commit.

    Gives `partial` for one whose answers are kept; `wiped` for one without answers, without consent, or of somebody who
    refused or left; None for one that was sent, or harvested, a moment ago.

    Args:
        session: the unit of work.
        draft_id: which form.
        keep: what stores an interview.

    """
    draft = session.exec(select(Draft).where(col(Draft.id) == draft_id).with_for_update()).first()
    found = of_draft(session, draft_id, for_change=True)
    if draft is None or draft.sent_at is not None or found is None:
        return None
    filling = filling_of(session, draft)
    if found.standing != Standing.CLOSED or not _may_be_kept(filling):
        if found.invitation.state == "started" and _said_no(filling):
            found.invitation.state = "refused"
        session.delete(draft)
        session.flush()
        return "wiped"
    # The moment of the last answer: the same bytes each time that it is tried.
    keep(session, draft.id, body(filling, draft.updated_at.replace(tzinfo=UTC), outcome=PARTIAL), "panel")
    left_half_done(found.invitation)
    session.delete(draft)
    session.flush()
    return PARTIAL


def left_half_done(invitation: Invitation) -> None:
    """The form of this invitation was left half done."""
    invitation.state = PARTIAL


def _may_be_kept(filling: Filling) -> bool:
    """Whether there is an answer besides consent, and nobody said no on the way."""
    variables = filling.programme["variables"]
    given = {name for name, value in filling.draft.answers.items() if not absent(value)}
    return not _said_no(filling) and any(variables[name]["kind"] != "consent" for name in given)


def _said_no(filling: Filling) -> bool:
    ending = filling.walk.ending
    return ending is not None and ending["outcome"] == "refused"


def filling_of(session: Session, draft: Draft) -> Filling:
    """A form as it was left, whoever's it is."""
    study = session.get_one(Study, draft.study_id)
    version = session.get_one(QuestionnaireVersion, draft.version_id)
    programme = find.programme(version, find.areas(session, study))
    return Filling(study, version.hash, programme, draft, draft.language)
