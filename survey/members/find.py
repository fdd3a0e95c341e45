"""Look members up: one, a page of them, or how many there are of each kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from survey.accounts.tables import Account
from survey.members.contact import find_by_email
from survey.members.keyring import Keyring
from survey.members.tables import Member, MemberEvent

PER_PAGE = 50
FILTERS = ("area", "sex", "language", "state")
NONE = "-"  # in an address: without a value
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: its members, how many there are in all, and which page it is of how many."""

    members: list[Member]
    total: int
    number: int
    pages: int


def one(session: Session, organisation_id: int, member_id: UUID) -> Member | None:
    """The member of this organisation; None for one of another, as for one that does not exist."""
    return session.exec(
        select(Member).where(col(Member.id) == member_id, col(Member.organisation_id) == organisation_id)
    ).first()


def page(session: Session, organisation_id: int, filters: Mapping[str, str], number: int) -> Page:
    """A page of the members with this profile, by number; a page that is not there is the last."""
    chosen = _where(organisation_id, filters)
    total = session.exec(select(func.count()).select_from(Member).where(*chosen)).one()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    found = session.exec(
        select(Member)
        .where(*chosen)
        .order_by(col(Member.number), col(Member.id))
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    return Page(list(found), total, number, pages)


def every(session: Session, organisation_id: int, filters: Mapping[str, str]) -> Iterator[Member]:
    """All members with this profile, by number, a few at a time."""
    wanted = (
        select(Member).where(*_where(organisation_id, filters)).order_by(col(Member.number), col(Member.id))
    )
    yield from session.exec(wanted.execution_options(yield_per=_CHUNK))


def by_text(session: Session, organisation_id: int, text: str, keyring: Keyring) -> Member | None:
    """The member with exactly this number or this address."""
    text = text.strip()
    if not text or "\x00" in text:
        return None
    if "@" in text:
        return find_by_email(session, organisation_id, text, keyring)
    return session.exec(
        select(Member).where(col(Member.organisation_id) == organisation_id, col(Member.number) == text)
    ).first()


def history(session: Session, member: Member) -> list[tuple[MemberEvent, str]]:
    """What happened to this member, newest first, with the name of who did it (empty: the member, or the server)."""
    found = session.exec(
        select(MemberEvent, Account.name)
        .join(Account, col(Account.id) == col(MemberEvent.account_id), isouter=True)
        .where(col(MemberEvent.member_id) == member.id)
        .order_by(col(MemberEvent.happened_on).desc(), col(MemberEvent.id))
    ).all()
    return [(event, name or "") for event, name in found]


def counts(session: Session, organisation_id: int) -> dict[str, dict[str, int]]:
    """How many members there are by state, and of those who can be asked by area, sex, language and channel."""
    told: dict[str, dict[str, int]] = {}
    for name in ("state", "area", "sex", "language", "channel"):
        column = getattr(Member, name)
        wanted = select(column, func.count()).where(col(Member.organisation_id) == organisation_id)
        if name != "state":
            wanted = wanted.where(col(Member.state) == "active")
        rows = session.exec(wanted.group_by(column).order_by(column)).all()
        told[name] = {value or NONE: count for value, count in rows}
    return told


def any_synthetic(session: Session, organisation_id: int) -> bool:
    """Whether a made-up member is in this panel."""
    made_up = select(Member.id).where(col(Member.organisation_id) == organisation_id, col(Member.synthetic))
    return session.exec(made_up.limit(1)).first() is not None


def _where(organisation_id: int, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [col(Member.organisation_id) == organisation_id]
    for name in FILTERS:
        value = filters.get(name, "")
        if value:
            column = col(getattr(Member, name))
            chosen.append(column.is_(None) if value == NONE else column == value)
    return chosen
