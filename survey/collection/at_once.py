"""Keep many interviews with one statement of PostgreSQL, which is its own transaction: one question, one answer.

It does what `receive.keep` does for interviews with which nothing is the matter, and leaves out every other: one whose
sender may not send, whose study is not (any more) as it was judged by, or has quotas, and one of which something was
kept before. What it leaves out goes through `keep`. When it returns, what it kept is on the disk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

import msgspec
from sqlalchemy import Engine

from survey.collection.known import ACTION
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival
from survey.moment import now
from survey.permissions import ACTIONS, STAFF, Role

_NAME = b"keep"
_TUPLES = 2  # libpq's PGRES_TUPLES_OK
_COMMAND = 1  # and PGRES_COMMAND_OK
_BINARY, _TEXT = 1, 0
_SEES = ACTIONS[ACTION].roles

# How each column is sent: an array of this kind with a value per interview.
_OF_BOTH = {"study_id": "int", "digest": "text"}
_OF_SUBMISSION = {"route": "text", "device_number": "int", "clock_offset_ms": "bigint"}
_OF_INTERVIEW = {
    "version_id": "int",
    "wave_id": "int",
    "origin": "text",
    "mode": "text",
    "language": "text",
    "area": "text",
    "started_at": "timestamptz",
    "completed_at": "timestamptz",
    "completed_on": "date",
    "state": "text",
    "answers": "json",
    "counted": "json",
    "flags": "json",
    "outcome": "text",
    "weight": "float8",
    "interviewer": "text",
    "paradata": "json",
    "stratum": "text",
    "psu": "text",
}
_KINDS = {"secret": "text", "revision": "text", "id": "uuid", "start": "int", "length": "int"}
_KINDS |= _OF_BOTH | _OF_SUBMISSION | _OF_INTERVIEW


def _statement() -> str:
    arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(_KINDS.values(), 1))
    bodies, at, secrets, roles = (f"${len(_KINDS) + more}" for more in (1, 2, 3, 4))
    both, submission, interview = (", ".join(each) for each in (_OF_BOTH, _OF_SUBMISSION, _OF_INTERVIEW))
    devices = "true" if Role.DEVICE in _SEES else "false"
    # The names in it are those of our own columns.
    return f"""
        WITH came AS (SELECT * FROM unnest({arrays}) AS came ({", ".join(_KINDS)})),
        sender AS (
            SELECT k.key_hash AS secret, a.organisation_id, NULL::int AS device_id
            FROM api_key AS k JOIN account AS a ON a.id = k.account_id
            WHERE k.key_hash = ANY ({secrets}::text[]) AND k.revoked_at IS NULL AND a.active
            AND a.role_names::jsonb ?| {roles}::text[]
            UNION ALL SELECT token_hash, organisation_id, id FROM device
            WHERE token_hash = ANY ({secrets}::text[]) AND revoked_at IS NULL AND {devices}
        ),
        good AS MATERIALIZED (
            SELECT came.*, sender.device_id, nextval('submission_id_seq') AS submission_id
            FROM came JOIN sender USING (secret)
            JOIN study AS s ON s.id = came.study_id AND s.revision = came.revision
            WHERE s.organisation_id = sender.organisation_id
            AND NOT EXISTS (SELECT FROM quota_cell AS c WHERE c.study_id = s.id)
            AND NOT EXISTS (SELECT FROM interview AS i WHERE i.id = came.id)
            FOR SHARE OF s
        ),
        added AS (
            INSERT INTO submission (id, interview_id, outcome, received_at, device_id, body, {both}, {submission})
            SELECT submission_id, id, 'accepted', {at}::timestamptz, device_id,
                substring({bodies}::bytea FROM start FOR length), {both}, {submission} FROM good
        )
        INSERT INTO interview (id, submission_id, received_at, {both}, {interview})
        SELECT id, submission_id, {at}::timestamptz, {both}, {interview} FROM good RETURNING id
    """  # noqa: S608 (idem)


_STATEMENT = _statement().encode()
# It is planned once; whatever the sizes of the tables were then, a row is looked up by its key.
_BY_KEY = b"""
    SET plan_cache_mode = force_generic_plan; SET jit = off;
    SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
_ROLES = ("{" + ",".join(sorted(role.value for role in _SEES & set(STAFF))) + "}").encode()
_encoded = msgspec.json.encode
_FORMATS = [_TEXT] * len(_KINDS) + [_BINARY] + [_TEXT] * 3


def shortened(
    arrivals: Sequence[Arrival], write: Callable[[Sequence[Arrival], datetime], set[str]]
) -> list[Receipt | None]:
    """Of each interview its receipt when `write` wrote it; it is asked only for those that need no thought."""
    ready: dict[Any, Arrival] = {}
    for each in arrivals:
        if each.secret is not None and each.frame is not None and not each.frame.has_quotas:
            ready.setdefault(each.id, each)
    moment = now()
    # In one order: two writers that have the same interviews never wait for each other.
    kept = write([ready[identity] for identity in sorted(ready)], moment) if ready else set()
    return [
        Receipt(each.id, each.digest, moment, "stored")
        if ready.get(each.id) is each and str(each.id) in kept
        else None
        for each in arrivals
    ]


class Line:
    """A connection of its own, on which this one statement is prepared."""

    def __init__(self, engine: Engine) -> None:
        held = engine.raw_connection()
        driver: Any = held.driver_connection
        held.detach()  # ours alone from here on
        self._driver = driver
        driver.autocommit = True
        self._server = driver.pgconn
        for made in (self._server.exec_(_BY_KEY), self._server.prepare(_NAME, _STATEMENT)):
            if made.status != _COMMAND:
                raise ConnectionError("the statement could not be prepared")

    def keep(self, arrivals: Sequence[Arrival]) -> list[Receipt | None]:
        """Keep the interviews that are new and good; of each its receipt, or None when it is left to `keep`."""
        return shortened(arrivals, self._send)

    def _send(self, arrivals: Sequence[Arrival], moment: datetime) -> set[str]:
        answer = self._server.exec_prepared(_NAME, _parameters(arrivals, moment), param_formats=_FORMATS)
        if answer.status != _TUPLES:
            # Another process was at the same interviews, or the line was lost: `keep` will tell.
            return set()
        return {answer.get_value(row, 0).decode() for row in range(answer.ntuples)}

    @property
    def lost(self) -> bool:
        """Whether the server is not at the other end any more."""
        return bool(self._driver.closed)

    def close(self) -> None:
        """Let go of the server."""
        self._driver.close()


def _parameters(arrivals: Sequence[Arrival], moment: datetime) -> list[bytes]:
    starts = accumulate([len(each.body) for each in arrivals], initial=1)
    rows = [_texts(each, start) for each, start in zip(arrivals, starts, strict=False)]
    return [
        *[f"{{{','.join(column)}}}".encode() for column in zip(*rows, strict=True)],
        b"".join([each.body for each in arrivals]),
        moment.isoformat().encode(),
        f"{{{','.join(sorted({each.secret for each in arrivals if each.secret is not None}))}}}".encode(),
        _ROLES,
    ]


def _texts(each: Arrival, start: int) -> list[str]:
    """Each value as it stands in an array of PostgreSQL, in the order of `_KINDS`."""
    row = each.row
    first = (
        each.secret,
        each.frame.revision if each.frame else None,
        each.id,
        start,
        len(each.body),
        row["study_id"],
        each.digest,
        each.route,
        each.number,
        each.offset_ms,
    )
    return [
        *["NULL" if value is None else str(value) for value in first],
        *["NULL" if row[name] is None else written(row[name]) for name, written in _WRITTEN],
    ]


def _word(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _document(value: Any) -> str:
    return _word(_encoded(value).decode())


# Numbers, times and our own words hold no sign that means something in an array; what others wrote may.
_OF_OTHERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("area", "outcome", "interviewer", "stratum", "psu"), _word),
    **dict.fromkeys(("answers", "counted", "flags", "paradata"), _document),
}
_WRITTEN: list[tuple[str, Callable[[Any], str]]] = [
    (name, _OF_OTHERS.get(name, str)) for name in _OF_INTERVIEW
]
