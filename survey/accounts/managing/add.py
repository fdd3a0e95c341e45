"""Make an account for somebody; nobody makes one for themselves."""

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from survey.accounts.entering.verify import address, by_address
from survey.accounts.tables import Account
from survey.permissions import STAFF


class Taken(ValueError):  # noqa: N818 (it says what is the matter)
    """There is an account with this mail address already, here or in another organisation."""


def add(
    session: Session,
    organisation_id: int,
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    sees_single_answers: bool = True,
    may_export: bool = True,
) -> Account:
    """Make an account without a password: its owner sets that with a link.

    Raises:
        Taken: the address has an account.
        ValueError: there is no role, or one that does not exist.
    """
    if by_address(session, email) is not None:
        raise Taken
    account = Account(
        organisation_id=organisation_id,
        email=address(email),
        name=name.strip(),
        role_names=in_order(roles),
        sees_single_answers=sees_single_answers,
        may_export=may_export,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken from error  # somebody else was just before us
    return account


def in_order(roles: Iterable[str]) -> list[str]:
    """These roles, each once, in the order of the table of permissions; raises ValueError for none or an unknown one."""
    wanted = set(roles)
    known = [str(role) for role in STAFF if role in wanted]
    if not known or len(known) != len(wanted):
        raise ValueError(sorted(wanted))
    return known
