"""The two made-up municipalities of the demo: what belongs to one is never seen by the other."""

from sqlmodel import Session, col, select

from survey.accounts.organisation import Organisation
from survey.studies.tables import Study

FIRST, SECOND = "voorbeeldgemeente", "buurgemeente"
NAMES = {FIRST: "Voorbeeldgemeente (verzonnen)", SECOND: "Buurgemeente (verzonnen)"}


def municipality(session: Session, slug: str, studies: tuple[str, ...] = ()) -> int:
    """The key of this municipality, made when it is not there.

    Ready studies of an earlier version stay where they are: the organisation that has one of `studies` is the one.
    """
    found = session.exec(select(Organisation).where(col(Organisation.slug) == slug)).first()
    if found is None:
        owner = session.exec(select(Study.organisation_id).where(col(Study.slug).in_(studies))).first()
        found = session.get(Organisation, owner) if owner is not None else None
    if found is None:
        found = Organisation(slug=slug, name=NAMES[slug])
        session.add(found)
        session.flush()
    return found.id or 0
