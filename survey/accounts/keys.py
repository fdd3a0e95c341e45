"""Keys with which a program works for an account: shown once, kept as a digest, revoked at once."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from survey.accounts.secret import digest, fresh
from survey.accounts.tables import Account, ApiKey
from survey.moment import now

LONGEST_LABEL = 80


def make(session: Session, account: Account, label: str) -> str:
    """A new key of this account, to show once."""
    key = f"wp_{fresh()}"
    session.add(ApiKey(account_id=account.id or 0, key_hash=digest(key), label=label[:LONGEST_LABEL]))
    session.flush()
    return key


def of(session: Session, account_id: int) -> Sequence[ApiKey]:
    """The keys of this account that work, newest first."""
    working = (
        select(ApiKey)
        .where(col(ApiKey.account_id) == account_id, col(ApiKey.revoked_at).is_(None))
        .order_by(col(ApiKey.id).desc())
    )
    return session.exec(working).all()


def revoke(session: Session, account_id: int, key_id: int) -> bool:
    """Let a key of this account work no longer; False when it has no such key."""
    done = session.execute(
        update(ApiKey)
        .where(
            col(ApiKey.id) == key_id, col(ApiKey.account_id) == account_id, col(ApiKey.revoked_at).is_(None)
        )
        .values(revoked_at=now())
        .returning(col(ApiKey.id))
    )
    return done.first() is not None
