"""Whether an address and a password belong together, without telling who has an account."""

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.accounts import passwords
from survey.accounts.tables import Account
from survey.database import reading, transaction
from survey.throttle import allowed, forgive, too_often, visitor

# A period in seconds, and how often: enough for an office behind one address and for a forgetful person.
_PERIOD = 900
_PER_NETWORK, _PER_ACCOUNT, _PER_BOTH = 100, 50, 10


def verify(engine: Engine, email: str, password: str) -> Account | None:
    """The account that signs in with this address and password, or None; each answer costs one argon2.

    Call it where no transaction is open. Raises Problem (429) for who tries too often.
    """
    email = address(email)
    pair = f"sign-in:both:{visitor()}:{email}"
    with transaction(engine) as session:
        within = [
            allowed(session, pair, _PER_BOTH, _PERIOD),
            allowed(session, f"sign-in:account:{email}", _PER_ACCOUNT, _PERIOD),
            allowed(session, f"sign-in:network:{visitor()}", _PER_NETWORK, _PERIOD),
        ]
    if not all(within):
        raise too_often(_PERIOD)
    with reading(engine) as session:
        account = by_address(session, email)
    open_ = account if account is not None and account.active else None
    if not passwords.matches(password, open_.password if open_ else None) or open_ is None:
        return None
    renewed = passwords.hashed(password) if passwords.is_outdated(open_.password or "") else None
    with transaction(engine) as session:
        forgive(session, pair)
        if renewed:
            session.get_one(Account, open_.id).password = renewed
    return open_


def by_address(session: Session, email: str) -> Account | None:
    """The account with this mail address, written in whatever case; None when there is none."""
    wanted = address(email)
    if "\0" in wanted:
        return None  # PostgreSQL takes no NUL
    return session.exec(select(Account).where(col(Account.email) == wanted)).first()


def address(typed: str) -> str:
    """A mail address as it is kept."""
    return typed.strip().lower()[:320]
