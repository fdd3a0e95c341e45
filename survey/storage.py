"""What is said when the database can not write: the disk is full, the folder is closed, the server is gone.

Then nothing was committed, so nothing was acknowledged: whoever sent something still has it, and sends it again.
"""

import sqlite3

import psycopg
import structlog
from flask import Flask, Response, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from survey.problems import Problem, answer, problem

log = structlog.get_logger()
_FULL_SECONDS, _SOON_SECONDS = 120, 15
# Of these the lower byte tells which; the rest tells more than we need.
_OUT_OF_ORDER = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
}
_DISK_FULL, _NOT_REACHED = "53100", "08000"
# Connections that break, too many of them, shutting down, out of order, read-only, given up because of a lock.
_OUT_OF_ORDER_STATES = ("08", "53", "57", "58", "25006", "40", "55P03")


def install(app: Flask) -> None:
    """Answer 507 or 503 instead of 500 when it is the database that can not write."""

    def told(error: Exception) -> Response:
        ill = ailment(error)
        if ill is None:
            raise error
        log.error("the database can not write", code=ill.code, endpoint=request.endpoint)
        return answer(ill)

    app.register_error_handler(DBAPIError, told)
    app.register_error_handler(NoConnection, told)


def ailment(error: BaseException) -> Problem | None:
    """What to answer when the database failed this way: 507 or 503; None when the fault is ours."""
    if isinstance(error, NoConnection):
        return _unavailable()
    cause = error.orig if isinstance(error, DBAPIError) else None
    full, out_of_order = False, False
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        full, out_of_order = code == sqlite3.SQLITE_FULL, code in _OUT_OF_ORDER
    elif isinstance(cause, psycopg.Error):
        state = cause.sqlstate or _NOT_REACHED
        full, out_of_order = state == _DISK_FULL, state.startswith(_OUT_OF_ORDER_STATES)
    if full:
        return _full()
    return _unavailable() if out_of_order else None


def _full() -> Problem:
    return problem(
        "storage_full",
        _(
            "De server heeft geen ruimte meer. Er is niets opgeslagen; wat u stuurde blijft op uw apparaat en gaat later "
            "vanzelf. Meld het de beheerder."
        ),
        retry_after=_FULL_SECONDS,
    )


def _unavailable() -> Problem:
    return problem(
        "unavailable",
        _(
            "De server kan nu niets opslaan. Er is niets opgeslagen; probeer het over een paar minuten opnieuw. "
            "Duurt het langer, meld het dan de beheerder."
        ),
        retry_after=_SOON_SECONDS,
    )
