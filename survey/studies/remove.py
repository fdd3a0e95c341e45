"""Delete a study on which nothing hangs yet, for good."""

import structlog
from flask_babel import gettext as _
from sqlmodel import Session, SQLModel, col, delete

from survey.studies import used
from survey.studies.change import lock
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Area, PopulationMargin, QuestionnaireVersion, Study, StudyEvent, Wave

log = structlog.get_logger()


def removable(session: Session, study: Study) -> bool:
    """Whether nothing of other features belongs to the study: no interview, form, round or place.

    Quotas and the keys that tablets fetched do not count: they go along.
    """
    return not used.pointing_at(session, "study", study.id or 0)


def remove(session: Session, study: Study, typed: str, *, account: int) -> None:
    """Delete the study with all of its set-up; this can not be undone.

    Args:
        session: the unit of work.
        study: the study.
        typed: its name in the address, as whoever asks for this typed it to confirm.
        account: who does it.

    Raises:
        SetupRefused: something hangs on the study, or another name was typed.
    """
    lock(session, study)
    if not removable(session, study):
        raise SetupRefused(
            _(
                "Dit onderzoek kan niet weg: er horen al interviews, formulieren, uitnodigingen of plekken bij. "
                "Zet het in het archief."
            )
        )
    if typed.strip() != study.slug:
        raise SetupRefused(
            _("Typ precies '%(slug)s' om te bevestigen. Er is niets verwijderd.", slug=study.slug)
        )
    for name in used.GOES_ALONG:
        along = SQLModel.metadata.tables[name]
        session.execute(delete(along).where(along.c.study_id == study.id, used.idle(along)))
    for table in (StudyEvent, PopulationMargin, Area, Wave, QuestionnaireVersion):
        session.exec(delete(table).where(col(table.study_id) == study.id))
    session.delete(study)
    session.flush()
    log.info("study deleted", study=study.slug, account=account)
