"""Who makes a request: the cookie of somebody who signed in, or the key of a program."""

import hashlib

from flask import request
from flask_security import current_user
from sqlalchemy import bindparam
from sqlmodel import col, select

from survey.accounts.tables import Account, ApiKey
from survey.database import database, reading
from survey.permissions import Role
from survey.security import Person

_BEARER = "bearer "
_BY_KEY = (
    select(Account)
    .join(ApiKey, col(ApiKey.account_id) == col(Account.id))
    .where(col(ApiKey.key_hash) == bindparam("digest"), col(ApiKey.revoked_at).is_(None))
)


def identify() -> Person | None:
    """The person behind this request; None when there is none, or when the account was closed."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith(_BEARER):
        account = _of_key(header[len(_BEARER) :].strip())
    else:
        account = current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 (werkzeug's way)
    return described(account) if account is not None and account.active else None


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


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _of_key(key: str) -> Account | None:
    with reading(database()) as session:
        return session.exec(_BY_KEY, params={"digest": digest(key)}).first()
