"""What the database knows about interviews that are about to be written: who sends them, their studies, what is kept.

It is asked in the transaction that writes them, for all that are written together: a key or a device that was revoked
a moment ago is refused, and so is a study that was changed.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from survey.accounts.tables import Account, ApiKey
from survey.collection.frame import STATES, State
from survey.collection.tables import Interview
from survey.devices.tables import Device
from survey.permissions import Role, may
from survey.studies.tables import Study

ACTION = "interview.submit"


class Sender(NamedTuple):
    """Who may send: for which organisation (None is any), and which device when it is one."""

    organisation: int | None
    device_id: int | None


class Kept(NamedTuple):
    """What counts for an interview: the digest of its bytes, since when, and of which organisation it is."""

    digest: str
    received_at: datetime
    organisation: int


class Known(NamedTuple):
    """What was found.

    Attributes:
        senders: by the digest of the key or token that was sent; who may not send is not there.
        states: of each study, by its name in the address; one that does not exist is not there.
        kept: of each interview of which something is kept already.
    """

    senders: dict[str, Sender]
    states: dict[str, State]
    kept: dict[UUID, Kept]


_KEYS = (
    select(ApiKey.key_hash, Account.organisation_id, Account.role_names)
    .join(Account, col(Account.id) == col(ApiKey.account_id))
    .where(
        col(ApiKey.key_hash).in_(bindparam("secrets", expanding=True)),
        col(ApiKey.revoked_at).is_(None),
        col(Account.active).is_(True),
    )
)
_DEVICES = select(Device.token_hash, Device.organisation_id, Device.id).where(
    col(Device.token_hash).in_(bindparam("secrets", expanding=True)), col(Device.revoked_at).is_(None)
)
_KEPT = (
    select(Interview.id, Interview.digest, Interview.received_at, Study.organisation_id)
    .join(Study, col(Study.id) == col(Interview.study_id))
    .where(col(Interview.id).in_(bindparam("interviews", expanding=True)))
)

# The same questions to PostgreSQL, sent in one go.
_LOCK = (
    "SELECT pg_advisory_xact_lock(each) FROM (SELECT unnest(%s::bigint[]) AS each ORDER BY 1) AS interview"
)
_SENDERS_AT_ONCE = """
    SELECT k.key_hash, a.organisation_id, a.role_names::text, NULL::int FROM api_key AS k
    JOIN account AS a ON a.id = k.account_id WHERE k.key_hash = ANY (%s) AND k.revoked_at IS NULL AND a.active
    UNION ALL
    SELECT token_hash, organisation_id, NULL, id FROM device WHERE token_hash = ANY (%s) AND revoked_at IS NULL
"""
_STATES_AT_ONCE = """
    SELECT s.slug, s.revision, EXISTS (SELECT FROM quota_cell AS c WHERE c.study_id = s.id) FROM study AS s
    WHERE s.slug = ANY (%s)
"""
_KEPT_AT_ONCE = """
    SELECT i.id, i.digest, i.received_at, s.organisation_id FROM interview AS i
    JOIN study AS s ON s.id = i.study_id WHERE i.id = ANY (%s)
"""
_DEVICE = frozenset({Role.DEVICE})


def known(
    session: Session, secrets: Collection[str], slugs: Collection[str], interviews: Collection[UUID]
) -> Known:
    """What is known of these, in this transaction; from here on nobody else works on these interviews.

    Args:
        session: the unit of work.
        secrets: digests of the keys and tokens that were sent.
        slugs: names of studies.
        interviews: the interviews.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        return _at_once(driver, list(secrets), list(slugs), list(interviews))
    senders: list[Any] = []
    if secrets:
        asked = {"secrets": list(secrets)}
        senders += [
            (secret, organisation, roles, None)
            for secret, organisation, roles in connection.execute(_KEYS, asked)
        ]
        senders += [
            (secret, organisation, None, device)
            for secret, organisation, device in connection.execute(_DEVICES, asked)
        ]
    states = connection.execute(STATES, {"slugs": list(slugs)}).all()
    kept = connection.execute(_KEPT, {"interviews": list(interviews)}).all()
    return _found(senders, states, kept)


def _at_once(connection: Any, secrets: list[str], slugs: list[str], interviews: list[UUID]) -> Known:
    # One lock per interview, always in one order, so that two transactions never wait for each other. Each statement
    # sees what was committed before it began, so what is kept is asked when the locks are there.
    locks = [
        int.from_bytes(each.bytes[:8], signed=True) ^ int.from_bytes(each.bytes[8:], signed=True)
        for each in interviews
    ]
    with connection.pipeline():
        connection.execute(_LOCK, (locks,), prepare=True)
        senders = connection.execute(_SENDERS_AT_ONCE, (secrets, secrets), prepare=True) if secrets else None
        states = connection.execute(_STATES_AT_ONCE, (slugs,), prepare=True)
        kept = connection.execute(_KEPT_AT_ONCE, (interviews,), prepare=True)
    who = [
        (secret, organisation, roles and json.loads(roles), device)
        for secret, organisation, roles, device in (senders.fetchall() if senders else [])
    ]
    return _found(who, states.fetchall(), kept.fetchall())


def _found(senders: list[Any], states: Any, kept: Any) -> Known:
    return Known(
        {
            secret: Sender(organisation, device)
            for secret, organisation, roles, device in senders
            if may(ACTION, _DEVICE if roles is None else frozenset(Role(name) for name in roles))
        },
        {slug: State(revision, bool(has_quotas)) for slug, revision, has_quotas in states},
        {identity: Kept(digest, at, organisation) for identity, digest, at, organisation in kept},
    )
