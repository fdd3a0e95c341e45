"""Recovery codes: for who lost the second factor. Each works once; we keep only digests."""

import secrets

from sqlmodel import Session

from survey.accounts.secret import digest
from survey.accounts.tables import Account

_HOW_MANY = 10
_GROUPS, _PER_GROUP = 4, 5
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: 99 bits in twenty of them


def renew(session: Session, account: Account) -> list[str]:
    """New codes for this account, to show once; earlier ones stop working."""
    codes = ["-".join(_group() for _each in range(_GROUPS)) for _number in range(_HOW_MANY)]
    account.mf_recovery_codes = [digest(plain(code)) for code in codes]
    session.add(account)
    session.flush()
    return codes


def use(session: Session, account: Account, code: str) -> bool:
    """Take a code of this account, once; whether it was one."""
    locked = session.get(Account, account.id, with_for_update=True, populate_existing=True)
    left = list(locked.mf_recovery_codes or []) if locked else []
    given = digest(plain(code))
    if locked is None or given not in left:
        return False
    left.remove(given)
    locked.mf_recovery_codes = left
    session.flush()
    return True


def plain(code: str) -> str:
    """A code as it is compared: without what people add or forget when they type it over."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _place in range(_PER_GROUP))
