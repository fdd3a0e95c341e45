"""Undo a change to the set-up of a study."""

from flask_babel import gettext as _
from sqlmodel import Session

from survey.studies import history, waves
from survey.studies.change import PARTS, change, lock
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study, StudyEvent


def can_undo(session: Session, study: Study, event: StudyEvent) -> bool:
    """Whether the part is still as this change left it, so that going back takes nothing of anybody else along."""
    return event.before is not None and PARTS[event.part].read(session, study) == event.after


def undo(session: Session, study: Study, key: int, *, account: int, agreed: int = 0) -> StudyEvent | None:
    """Bring the part back to what it was before this change; gives None when there is no such change.

    Args:
        session: the unit of work.
        study: the study.
        key: the change.
        account: who undoes it.
        agreed: how many interviews may go to another wave by this.

    Raises:
        SetupRefused: it was changed again since, or what was there can not come back.
        WouldMove: another number of interviews would go to another wave.
    """
    lock(session, study)
    event = history.event(session, study, key)
    if event is None:
        return None
    if not can_undo(session, study, event):
        raise SetupRefused(
            _("Dit kan niet meer ongedaan worden gemaakt: er is daarna weer iets aan veranderd.")
        )
    if event.part == "waves":
        waves.agree(session, study, event.before, agreed)
    return change(
        session, study, event.part, event.before, account=account, made_from=study.revision, what="undone"
    )
