"""How often something may be tried: counted in the database, so that every process of the server sees one count."""

import hashlib
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Any

from flask import request
from flask_babel import ngettext
from sqlalchemy import Engine, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from survey.accounts.tables import Allowance
from survey.database import transaction
from survey.moment import now
from survey.problems import Problem, problem

_IPV6_NETWORK_BITS = 64
_MINUTE = 60
_SWEPT_AT_ONCE = 100
# The two databases know the same statement under two names.
_INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def allowed(session_or_engine: Session | Engine, key: str, times: int, seconds: int) -> bool:
    """Count one more try of `key`, and say whether it is within `times` per period of `seconds`.

    The period begins with the first try and ends `seconds` later, whatever happens in between. Count before
    the costly or secret work, and do not do that work when this says no.

    Args:
        session_or_engine: an engine counts in a transaction of its own, at once and for ever: use it where no
            transaction and no reading is open. A session counts within its own unit of work: when that is rolled
            back (because the code was wrong, say), the try was never counted.
        key: what is counted, with a word that says of what: `"code:" + address`. Only its digest is kept.
        times: how many tries a period may have.
        seconds: how long a period lasts.
    """
    if isinstance(session_or_engine, Engine):
        with transaction(session_or_engine) as session:
            return allowed(session, key, times, seconds)
    moment = now().timestamp()
    connection = session_or_engine.connection()
    insert: Any = _INSERTS[connection.dialect.name](Allowance)
    over = col(Allowance.expires_at) <= bindparam("now")
    count = connection.execute(
        insert.values(key=bindparam("key"), count=1, expires_at=bindparam("until"))
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=col(Allowance.count) + 1),
                "expires_at": case((over, bindparam("until")), else_=col(Allowance.expires_at)),
            },
        )
        .returning(col(Allowance.count)),
        {"key": _digest(key), "now": moment, "until": moment + seconds},
    ).scalar_one()
    if count == 1:
        _sweep(session_or_engine, moment)
    return bool(count <= times)


def forgive(session_or_engine: Session | Engine, key: str) -> None:
    """Forget the tries of `key`: after a success, so that honest mistakes do not add up."""
    if isinstance(session_or_engine, Engine):
        with transaction(session_or_engine) as session:
            forgive(session, key)
        return
    session_or_engine.connection().execute(delete(Allowance).where(col(Allowance.key) == _digest(key)))


def require(session_or_engine: Session | Engine, key: str, times: int, seconds: int) -> None:
    """The same as `allowed`, but ends the request with status 429 when it is too often; raises Problem."""
    if not allowed(session_or_engine, key, times, seconds):
        raise too_often(seconds)


def too_often(seconds: int) -> Problem:
    """The problem for somebody who tried too often and may try again after at most `seconds`."""
    minutes = ceil(timedelta(seconds=seconds).total_seconds() / _MINUTE)
    advice = ngettext(
        "U probeerde dit te vaak. Wacht %(num)s minuut en probeer het dan opnieuw.",
        "U probeerde dit te vaak. Wacht %(num)s minuten en probeer het dan opnieuw.",
        minutes,
    )
    return problem("too_often", advice, retry_after=seconds)


def visitor() -> str:
    """The network address of who makes this request, to count by; an IPv6 network of one home counts as one."""
    text = request.remote_addr or "unknown"
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return f"{int(address) >> _IPV6_NETWORK_BITS:x}"
    return str(getattr(address, "ipv4_mapped", None) or address)


def _digest(key: str) -> str:
    # A key can hold a mail address or a typed code: neither may stand in a table to be read.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _sweep(session: Session, moment: float) -> None:
    """Take away some counts whose period is over; rows that another process is at are left to that one."""
    over = (
        select(col(Allowance.key))
        .where(col(Allowance.expires_at) <= moment)
        .limit(_SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.connection().execute(delete(Allowance).where(col(Allowance.key).in_(over)))
