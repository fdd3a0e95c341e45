"""A link with which somebody sets a password: used once, for a while, kept as a digest."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from survey.accounts import visits
from survey.accounts.secret import digest, fresh
from survey.accounts.tables import Account, PasswordLink
from survey.moment import now
from survey.settings import Settings

FORGOTTEN = timedelta(hours=2)
INVITED = timedelta(days=7)


def issue(session: Session, account: Account, lasts: timedelta) -> str:
    """A new token for this account; earlier ones stop working, so only the last mail counts."""
    _spend(session, account)
    token = fresh()
    session.add(PasswordLink(account_id=account.id or 0, token_hash=digest(token), expires_at=now() + lasts))
    session.flush()
    return token


def address(settings: Settings, token: str) -> str:
    """The whole link. It is built from the settings: the name in a request can be made up by who sends it."""
    return f"{settings.base_url.rstrip('/')}/wachtwoord/{token}"


def find(session: Session, token: str) -> Account | None:
    """Whose link this is; None when it was used, replaced or is too old, or when the account was closed."""
    there = (
        select(Account)
        .join(PasswordLink, col(PasswordLink.account_id) == col(Account.id))
        .where(
            col(PasswordLink.token_hash) == digest(token),
            col(PasswordLink.used_at).is_(None),
            col(PasswordLink.expires_at) > now(),
            col(Account.active),
        )
    )
    return session.exec(there).first()


def redeem(session: Session, token: str, hashed: str) -> Account | None:
    """Set the password behind this link, once, and end every session; None when the link works no longer.

    Args:
        session: an open transaction.
        token: what the address holds.
        hashed: the argon2 hash, made before the transaction began.
    """
    used = session.execute(
        update(PasswordLink)
        .where(
            col(PasswordLink.token_hash) == digest(token),
            col(PasswordLink.used_at).is_(None),
            col(PasswordLink.expires_at) > now(),
        )
        .values(used_at=now())
        .returning(col(PasswordLink.account_id))
    ).scalar()
    account = session.get(Account, used) if used is not None else None
    if account is None or not account.active:
        return None
    set_password(session, account, hashed)
    return account


def set_password(session: Session, account: Account, hashed: str, *, but_visit: int | None = None) -> None:
    """Keep a new password: every session ends (except `but_visit`), and every link for one stops working."""
    account.password = hashed
    account.fs_uniquifier = uuid4().hex  # the mark that every session carries
    session.add(account)
    _spend(session, account)
    visits.end_all(session, account.id or 0, but=but_visit)


def _spend(session: Session, account: Account) -> None:
    session.execute(
        update(PasswordLink)
        .where(col(PasswordLink.account_id) == account.id, col(PasswordLink.used_at).is_(None))
        .values(used_at=now())
    )
