"""Find the places of a study, for its own people and for who comes by a poster."""

from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.locations.tables import Location, OpenVisit
from survey.problems import problem
from survey.studies.tables import Study


def places(session: Session, study: Study) -> list[Location]:
    """The places of a study by name, those that are switched off last."""
    return list(
        session.exec(
            select(Location)
            .where(col(Location.study_id) == study.id)
            .order_by(col(Location.active).desc(), col(Location.name), col(Location.id))
        )
    )


def place(session: Session, study: Study, code: str) -> Location:
    """The place of this study with this code; raises Problem `location_unknown`."""
    found = _by_code(session, study, code)
    if found is None:
        raise problem(
            "location_unknown",
            _(
                "Dit onderzoek heeft geen plek met de code '%(code)s'. Kies een plek uit de lijst.",
                code=code[:80],
            ),
        )
    return found


def open_place(session: Session, study: Study, code: str) -> Location | None:
    """The place that an open link names; None for a code that is not there or is switched off: nobody is sent away."""
    found = _by_code(session, study, code.strip().lower())
    return found if found is not None and found.active else None


def codes_by_form(session: Session, study: Study) -> dict[UUID, str]:
    """The code of the place by which each form came that was begun at one; the form's identity is the interview's."""
    rows = session.exec(
        select(OpenVisit.draft_id, Location.code)
        .join(Location, col(Location.id) == col(OpenVisit.location_id))
        .where(col(OpenVisit.study_id) == study.id)
    )
    return dict(rows.all())


def _by_code(session: Session, study: Study, code: str) -> Location | None:
    if not code or "\x00" in code or not code.isascii():
        return None
    return session.exec(
        select(Location).where(col(Location.study_id) == study.id, col(Location.code) == code)
    ).first()
