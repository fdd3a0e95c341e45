"""The areas in which members can live: those of the organisation's own studies."""

from sqlmodel import Session, col, select

from survey.studies.tables import Area, Study


def areas(session: Session, organisation_id: int) -> dict[str, str]:
    """Name by code, of the areas of all studies of this organisation; the name of the newest study counts."""
    found = session.exec(
        select(Area.code, Area.name)
        .join(Study, col(Study.id) == col(Area.study_id))
        .where(col(Study.organisation_id) == organisation_id)
        .order_by(col(Study.created_at), col(Study.id), col(Area.position), col(Area.id))
    ).all()
    return dict(found)
