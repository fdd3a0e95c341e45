"""Who may go on with a form that was begun by invitation: until it is sent, refused, or too late."""

from sqlmodel import Session

from survey.panel import invitation_pages
from survey.panel.filling import Filling
from survey.panel.openly import Answer
from survey.rounds.invite import Invited, Standing, of_draft


def invited(session: Session, filling: Filling) -> Invited | None:
    """The invitation of this form; None for a form of the open link."""
    return of_draft(session, filling.draft.id) if filling.draft.origin == "panel" else None


def barred(session: Session, filling: Filling) -> Answer | None:
    """The page that says why this form can not be gone on with; None when it can.

    Asked after the form is held, so that a deadline, a refusal or a withdrawal of a moment ago counts. A sent form
    is not barred: it has its own thanks.
    """
    if filling.draft.sent_at is not None:
        return None
    found = invited(session, filling)
    if found is None or found.standing == Standing.OPEN:
        return None
    return invitation_pages.ended(session, found, filling)
