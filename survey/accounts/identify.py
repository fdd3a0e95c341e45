"""Who makes a request: the cookie of somebody who signed in, or the key of a program."""

from flask import g, request, session
from sqlalchemy import bindparam
from sqlmodel import col, select

from survey.accounts import visits
from survey.accounts.secret import digest
from survey.accounts.tables import Account, ApiKey
from survey.database import database, reading
from survey.permissions import Role
from survey.security import Person

VISIT = "visit"  # what the cookie calls the token of a session
_BEARER = "bearer "
_BY_KEY = (
    select(Account)
    .join(ApiKey, col(ApiKey.account_id) == col(Account.id))
    .where(col(ApiKey.key_hash) == bindparam("digest"), col(ApiKey.revoked_at).is_(None))
)


def identify() -> Person | None:
    """The person behind this request; None when there is none, or when the account was closed."""
    key = bearer()
    if key is not None:
        account = _of_key(key)
        return described(account) if account is not None and account.active else None
    here = visit_here()
    return described(here.account) if here else None


def bearer() -> str | None:
    """The secret that a program sends along; None when it sends none."""
    header = request.headers.get("Authorization", "")
    return header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else None


def visit_here() -> visits.Here | None:
    """The session of this request, found once; None for a program or for somebody who did not sign in."""
    if "visit" not in g:
        token = session.get(VISIT)
        g.visit = None
        if isinstance(token, str):
            with reading(database()) as unit:
                found = visits.find(unit, token)
            # Flask-Security's own mark of the account must agree: it changes with the password.
            g.visit = found if found and session.get("_user_id") == found.account.fs_uniquifier else None
    here: visits.Here | None = g.visit
    return here


def described(account: Account) -> Person:
    """What the rest of the product knows of an account."""
    return Person(
        account.id or 0,
        account.organisation_id,
        account.name,
        frozenset(Role(name) for name in account.role_names),
        account.sees_single_answers,
        account.may_export,
    )


def _of_key(key: str) -> Account | None:
    with reading(database()) as unit:
        return unit.exec(_BY_KEY, params={"digest": digest(key)}).first()
