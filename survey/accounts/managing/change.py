"""Change what somebody may do, close an account and open it again. There is always an administrator left."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from survey.accounts import visits
from survey.accounts.managing.add import in_order
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account, ApiKey, Passkey
from survey.permissions import Role


class LastAdministrator(ValueError):  # noqa: N818 (it says what is the matter)
    """Without this account nobody could manage the accounts of the organisation."""


def of(session: Session, organisation_id: int) -> Sequence[Account]:
    """The accounts of this organisation: open ones first, by name."""
    ordered = (
        select(Account)
        .where(col(Account.organisation_id) == organisation_id)
        .order_by(col(Account.active).desc(), col(Account.name), col(Account.id))
    )
    return session.exec(ordered).all()


def find(session: Session, organisation_id: int, account_id: int) -> Account | None:
    """This account of this organisation; None when it has no such account."""
    account = session.get(Account, account_id)
    return account if account is not None and account.organisation_id == organisation_id else None


def change(
    session: Session,
    account: Account,
    *,
    name: str,
    roles: Iterable[str],
    sees_single_answers: bool,
    may_export: bool,
) -> None:
    """Change the name and what this account may do, at once.

    Raises:
        LastAdministrator: it would be one no longer, and there is no other.
        ValueError: there is no role, or one that does not exist.
    """
    wanted = in_order(roles)
    if Role.ADMINISTRATOR not in wanted:
        _keep_an_administrator(session, account)
    account.name, account.role_names = name.strip(), wanted
    account.sees_single_answers, account.may_export = sees_single_answers, may_export
    session.add(account)
    session.flush()


def close(session: Session, account: Account) -> None:
    """Let this account be used no longer: sessions and keys end. Raises LastAdministrator."""
    _keep_an_administrator(session, account)
    account.active = False
    session.add(account)
    visits.end_all(session, account.id or 0)


def reopen(session: Session, account: Account) -> None:
    """Let this account be used again, with the password and the keys that it had."""
    account.active = True
    session.add(account)
    session.flush()


def remove_second_factor(session: Session, account: Account) -> None:
    """For who lost it: no app, no passkeys, no recovery codes; sessions end, so a thief is out too."""
    account.tf_totp_secret = account.totp_counter = account.mf_recovery_codes = None
    session.add(account)
    session.execute(delete(Passkey).where(col(Passkey.account_id) == account.id))
    visits.end_all(session, account.id or 0)


def factors(session: Session, accounts: Iterable[Account]) -> dict[int, bool]:
    """For each account whether it has a second factor."""
    accounts = list(accounts)
    keys = select(Passkey.account_id).where(col(Passkey.account_id).in_([account.id for account in accounts]))
    with_key = set(session.exec(keys))
    return {account.id or 0: bool(account.tf_totp_secret) or account.id in with_key for account in accounts}


def key_count(session: Session, account: Account) -> int:
    """How many keys for programs this account has."""
    working = select(ApiKey.id).where(col(ApiKey.account_id) == account.id, col(ApiKey.revoked_at).is_(None))
    return len(session.exec(working).all())


def _keep_an_administrator(session: Session, account: Account) -> None:
    # Two administrators who take each other's role away at once wait for one another here.
    session.get(Organisation, account.organisation_id, with_for_update=True)
    others = select(Account).where(
        col(Account.organisation_id) == account.organisation_id,
        col(Account.active),
        col(Account.id) != account.id,
    )
    left = any(Role.ADMINISTRATOR in other.role_names for other in session.exec(others))
    if account.active and Role.ADMINISTRATOR in account.role_names and not left:
        raise LastAdministrator
