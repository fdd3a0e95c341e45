"""Begin or take up the form of an invitation: one form per person, whatever link, device or moment it comes from."""

from sqlmodel import Session

from survey.panel.begin import begin
from survey.panel.tables import Draft
from survey.rounds.invite import started
from survey.rounds.tables import Invitation, ResponseLink
from survey.studies.tables import Study


def begun(session: Session, invitation: Invitation) -> Draft | None:
    """The form that this invitation was begun with; None before that."""
    link = session.get(ResponseLink, invitation.id)
    return session.get(Draft, link.draft_id) if link else None


def take_up(session: Session, invitation: Invitation, study: Study, language: str) -> Draft:
    """The form of this invitation, made when there is none yet.

    The caller holds the invitation, so that of twenty who press at once one makes the form and the others get the same;
    and has seen that it is open. A form that is there is not written to: whoever sends it at this moment holds it.

    Args:
        session: the unit of work.
        invitation: whose form.
        study: what it is for.
        language: in which a new form begins.

    """
    draft = begun(session, invitation)
    if draft is None:
        draft = begin(session, study, language=language, origin="panel")
        link = session.get(ResponseLink, invitation.id)
        if link is None:
            session.add(ResponseLink(invitation_id=invitation.id, draft_id=draft.id))
        else:  # what was never sent was forgotten in the meantime
            link.draft_id = draft.id
    started(invitation)
    session.flush()
    return draft
