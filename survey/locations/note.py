"""Note that a form was begun through the open link, and that it was finished."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from survey.locations import find
from survey.locations.tables import Location, OpenVisit
from survey.studies.tables import Study


def begun(session: Session, study: Study, draft_id: UUID, *, code: str, device: str, proof: str) -> OpenVisit:
    """Note that a form was begun; flushes, does not commit.

    Args:
        session: the unit of work.
        study: what the form is for.
        draft_id: the form; its identity becomes the interview's.
        code: the place that the link named; one that is unknown or switched off counts without a place.
        device: the digest of the device.
        proof: the number of the challenge that was solved or waited for.

    Raises:
        IntegrityError: this challenge began a form already.
    """
    place = find.open_place(session, study, code)
    visit = OpenVisit(
        study_id=study.id or 0,
        draft_id=draft_id,
        location_id=place.id if place else None,
        device=device,
        proof=proof,
    )
    session.add(visit)
    session.flush()
    return visit


def begun_with(session: Session, proof: str) -> OpenVisit | None:
    """The form that this challenge began; None when it was not used yet."""
    return session.exec(select(OpenVisit).where(col(OpenVisit.proof) == proof)).first()


def finished(session: Session, draft_id: UUID, moment: datetime) -> str | None:
    """Note that a form was sent; gives the code of its place, None when it has none or was not begun by a link."""
    visit = session.exec(select(OpenVisit).where(col(OpenVisit.draft_id) == draft_id)).first()
    if visit is None:
        return None
    visit.finished_at = moment
    session.add(visit)
    place = session.get(Location, visit.location_id) if visit.location_id else None
    return place.code if place else None


def forget_devices(session: Session, before: datetime) -> None:
    """Wipe the device of forms that were begun before this moment and never sent; that they were begun is kept."""
    session.connection().execute(
        update(OpenVisit)
        .where(
            col(OpenVisit.finished_at).is_(None),
            col(OpenVisit.began_at) < before,
            col(OpenVisit.device).is_not(None),
        )
        .values(device=None)
    )
