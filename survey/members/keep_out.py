"""A member leaves: unsubscribed (is not asked any more), or withdrawn (and what we knew is wiped)."""

from sqlmodel import Session, col, select

from survey.members.contact import forget
from survey.members.import_members import event
from survey.members.tables import Member, MemberEvent
from survey.moment import now


def unsubscribe(session: Session, member: Member, *, account_id: int | None = None) -> bool:
    """Ask this member nothing more. Again is harmless; gives whether something changed.

    Args:
        session: an open transaction.
        member: of whom.
        account_id: the member of staff who does it for the member; None when the member did it.
    """
    if member.state in {"unsubscribed", "withdrawn"}:
        return False
    member.state = "unsubscribed"
    member.withdrawn_on = now().date()
    _note(session, member, "unsubscribed", account_id)
    return True


def withdraw(session: Session, member: Member, *, account_id: int | None = None) -> bool:
    """Consent is withdrawn: wipe name, addresses and profile for good. Again is harmless; gives whether it changed.

    What stays is the number, so that a later file does not bring this person back, and the days.
    """
    if member.state == "withdrawn":
        return False
    forget(member)
    member.area = member.sex = member.birth_year = None
    member.consented_on, member.consent_text = None, ""
    member.state = "withdrawn"
    member.withdrawn_on = now().date()
    _note(session, member, "withdrawn", account_id)
    return True


def held(session: Session, member: Member) -> Member:
    """The member for a change: two changes at once come one after the other."""
    return session.exec(
        select(Member)
        .where(col(Member.id) == member.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _note(session: Session, member: Member, kind: str, account_id: int | None) -> None:
    session.add(MemberEvent(**event(member.organisation_id, member.id, kind, account_id)))
    session.flush()
