"""The panel of a made-up municipality: made-up members in the areas of its first study."""

from sqlmodel import Session, col, func, select

from survey.demo.organisations import municipality
from survey.demo.panel_members import as_rows, made_up
from survey.members.import_members import import_members
from survey.members.keyring import keyring
from survey.members.tables import Member
from survey.settings import Settings
from survey.studies import find

MEMBERS = 300


def panel(session: Session, slug: str, studies: tuple[str, ...], settings: Settings) -> int:
    """Make the members when this municipality has none yet, and count them; flushes."""
    organisation = municipality(session, slug, studies)
    ours = select(func.count()).select_from(Member).where(col(Member.organisation_id) == organisation)
    if not session.exec(ours).one():
        areas = {
            area.code: area.name
            for study in studies
            for area in find.areas(session, find.study(session, study))
        }
        rows = as_rows(made_up(MEMBERS, areas, seed=organisation), areas)
        import_members(session, organisation, rows, keyring(settings), account_id=None)
    return session.exec(ours).one()
