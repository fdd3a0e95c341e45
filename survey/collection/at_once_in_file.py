"""The same short way for SQLite: one transaction of plain statements, on a connection of its own.

Nobody else writes in the meantime, so what was looked at is still so when it is written.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Engine

from survey.collection.at_once import shortened
from survey.collection.known import ACTION, Sender
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival
from survey.database import turn
from survey.permissions import Role, may

_KEY = """
    SELECT a.organisation_id, a.role_names, NULL FROM api_key AS k JOIN account AS a ON a.id = k.account_id
    WHERE k.key_hash = ?1 AND k.revoked_at IS NULL AND a.active
    UNION ALL
    SELECT organisation_id, NULL, id FROM device WHERE token_hash = ?1 AND revoked_at IS NULL
"""
_STATE = """
    SELECT revision, organisation_id, EXISTS (SELECT 1 FROM quota_cell AS c WHERE c.study_id = s.id)
    FROM study AS s WHERE id = ?
"""
_KNOWN = "SELECT 1 FROM interview WHERE id = ?"
_SUBMISSION = """
    INSERT INTO submission (interview_id, study_id, digest, body, outcome, route, received_at, device_id,
    device_number, clock_offset_ms) VALUES (?, ?, ?, ?, 'accepted', ?, ?, ?, ?, ?)
"""
_PLAIN = (
    *("version_id", "wave_id", "origin", "mode", "language", "area", "state", "outcome", "weight"),
    *("interviewer", "stratum", "psu"),
)
_MOMENTS = ("started_at", "completed_at")
_DOCUMENTS = ("answers", "counted", "flags", "paradata")
_COLUMNS = (
    *("id", "submission_id", "study_id", "digest", "received_at", "completed_on"),
    *_PLAIN,
    *_MOMENTS,
    *_DOCUMENTS,
)
_INTERVIEW = f"INSERT INTO interview ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 (our own columns)
_DEVICE = frozenset({Role.DEVICE})


class File:
    """A connection of its own to the file."""

    def __init__(self, engine: Engine) -> None:
        held = engine.raw_connection()
        driver: Any = held.driver_connection
        held.detach()  # ours alone from here on
        self._engine, self._driver = engine, driver

    def keep(self, arrivals: Sequence[Arrival]) -> list[Receipt | None]:
        """Keep the interviews that are new and good; of each its receipt, or None when it is left to `keep`."""
        return shortened(arrivals, self._written)

    @property
    def lost(self) -> bool:
        """A file is not lost: it opens, or it says why not."""
        return False

    def close(self) -> None:
        """Let go of the file."""
        self._driver.close()

    def _written(self, arrivals: Sequence[Arrival], moment: datetime) -> set[str]:
        with turn(self._engine):
            line = self._driver.cursor()
            line.execute("BEGIN IMMEDIATE")
            try:
                kept = self._add(line, arrivals, _moment(moment))
                line.execute("COMMIT")
            except BaseException:
                if self._driver.in_transaction:
                    line.execute("ROLLBACK")
                raise
        return kept

    def _add(self, line: Any, arrivals: Sequence[Arrival], received_at: str) -> set[str]:
        senders = {secret: _sender(line, secret) for secret in {each.secret for each in arrivals}}
        states = {
            study: line.execute(_STATE, (study,)).fetchone()
            for study in {each.row["study_id"] for each in arrivals}
        }
        kept, rows = set(), []
        for each in arrivals:
            sender, state, row = senders[each.secret], states[each.row["study_id"]], each.row
            if sender is None or each.frame is None or state != (each.frame.revision, sender.organisation, 0):
                continue
            name, study, digest = each.id.hex, row["study_id"], each.digest
            if line.execute(_KNOWN, (name,)).fetchone() is not None:
                continue
            came = (received_at, sender.device_id, each.number, each.offset_ms)
            line.execute(_SUBMISSION, (name, study, digest, each.body, each.route, *came))
            rows.append((name, line.lastrowid, study, digest, received_at, *_of_row(row)))
            kept.add(str(each.id))
        line.executemany(_INTERVIEW, rows)
        return kept


def _sender(line: Any, secret: str | None) -> Sender | None:
    found = line.execute(_KEY, (secret,)).fetchone()
    if found is None:
        return None
    organisation, roles, device = found
    who = _DEVICE if roles is None else frozenset(Role(name) for name in json.loads(roles))
    return Sender(organisation, device) if may(ACTION, who) else None


def _of_row(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        row["completed_on"].isoformat(),
        *[row[name] for name in _PLAIN],
        *[_moment(row[name]) for name in _MOMENTS],
        *[_document(row[name]) for name in _DOCUMENTS],
    )


def _moment(at: datetime) -> str:
    """A moment in UTC as SQLAlchemy writes it there."""
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


def _document(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
