"""The fieldwork log: lines for the report, written by hand. A line is struck out, never taken away."""

from datetime import date

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.fieldwork.tables import FieldNote
from survey.moment import now
from survey.monitor.clock import LOCAL
from survey.problems import problem
from survey.studies.tables import Study

LONGEST = 1000
_LONGEST_PLACE = 20


def write(
    session: Session, study: Study, day: str, place: str, text: str, *, account_id: int | None
) -> FieldNote:
    """Add a line about a day; flushes, does not commit.

    Raises:
        Problem: `note_invalid`: no day, one that has yet to come, no text, or one that is too long.

    """
    text, place = text.strip(), place.strip()
    try:
        about = date.fromisoformat(day)
    except ValueError:
        about = None
    if about is None or about > now().astimezone(LOCAL).date():
        raise problem(
            "note_invalid", _("Kies de dag waarover u schrijft: vandaag of eerder. Er is niets bewaard.")
        )
    if not 0 < len(text) <= LONGEST or len(place) > _LONGEST_PLACE or "\x00" in text + place:
        raise problem(
            "note_invalid",
            _("Schrijf in hoogstens %(most)s tekens wat er was. Er is niets bewaard.", most=LONGEST),
        )
    made = FieldNote(study_id=study.id or 0, account_id=account_id, day=about, place=place, text=text)
    session.add(made)
    session.flush()
    return made


def strike(session: Session, study: Study, note_id: int, *, struck: bool) -> FieldNote:
    """Strike a line out, or let it stand again; it can be read either way.

    Raises:
        Problem: `not_found`, when this study has no such line.

    """
    found = session.get(FieldNote, note_id)
    if found is None or found.study_id != study.id:
        raise problem("not_found", _("Deze regel staat niet in het logboek van dit onderzoek."))
    found.struck_at = now() if struck else None
    session.add(found)
    session.flush()
    return found


def notes(session: Session, study: Study) -> list[FieldNote]:
    """Every line, the last day first, and within a day in the order of writing."""
    return list(
        session.exec(
            select(FieldNote)
            .where(col(FieldNote.study_id) == study.id)
            .order_by(col(FieldNote.day).desc(), col(FieldNote.id))
        )
    )
