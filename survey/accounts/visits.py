"""Sessions of people who signed in: each is a row, so that it can be seen, ended from elsewhere, and expires."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from survey.accounts.secret import digest, fresh
from survey.accounts.tables import Account, Visit
from survey.moment import now

IDLE = timedelta(hours=12)  # without a request
LONGEST = timedelta(days=7)  # however busy
NOTED_EVERY = timedelta(minutes=5)  # how exactly "last seen" is kept: not each request may cost a write
_BY_TOKEN = (
    select(Visit, Account)
    .join(Account, col(Account.id) == col(Visit.account_id))
    .where(col(Visit.token_hash) == bindparam("digest"))
)


class Here(NamedTuple):
    """A session that goes on, and whose it is."""

    visit: Visit
    account: Account

    @property
    def must_be_noted(self) -> bool:
        """Whether "last seen" is long enough ago to write it down again."""
        return now() - self.visit.seen_at >= NOTED_EVERY


def begin(session: Session, account: Account, device: str) -> str:
    """Start a session of this account on this device; gives the token for the cookie, which is not kept."""
    token = fresh()
    session.add(Visit(account_id=account.id or 0, token_hash=digest(token), device=device))
    session.flush()
    return token


def find(session: Session, token: str) -> Here | None:
    """The session with this token; None when it ended, expired, or when its account was closed."""
    row = session.exec(_BY_TOKEN, params={"digest": digest(token)}).first()
    if row is None:
        return None
    visit, account = row
    return Here(visit, account) if account.active and _goes_on(visit, now()) else None


def note(session: Session, visit_id: int) -> None:
    """Write down that this session was used now."""
    session.execute(update(Visit).where(col(Visit.id) == visit_id).values(seen_at=now()))


def of(session: Session, account_id: int) -> Sequence[Visit]:
    """The sessions of this account that go on, the last used first."""
    moment = now()
    newest = (
        select(Visit)
        .where(col(Visit.account_id) == account_id, col(Visit.ended_at).is_(None))
        .order_by(col(Visit.seen_at).desc(), col(Visit.id).desc())
    )
    return [visit for visit in session.exec(newest) if _goes_on(visit, moment)]


def end(session: Session, account_id: int, visit_id: int) -> bool:
    """End one session of this account; False when it has no such session."""
    ended = session.execute(
        update(Visit)
        .where(col(Visit.id) == visit_id, col(Visit.account_id) == account_id, col(Visit.ended_at).is_(None))
        .values(ended_at=now())
        .returning(col(Visit.id))
    )
    return ended.first() is not None


def end_all(session: Session, account_id: int, *, but: int | None = None) -> int:
    """End the sessions of this account, except `but`; gives how many ended."""
    ended = session.execute(
        update(Visit)
        .where(
            col(Visit.account_id) == account_id, col(Visit.ended_at).is_(None), col(Visit.id) != (but or 0)
        )
        .values(ended_at=now())
        .returning(col(Visit.id))
    )
    return len(ended.all())


def _goes_on(visit: Visit, moment: datetime) -> bool:
    return visit.ended_at is None and moment - visit.seen_at < IDLE and moment - visit.began_at < LONGEST
