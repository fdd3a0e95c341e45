"""A database that can not write is told as what it is, and nothing is acknowledged meanwhile."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.collection.tables import Interview
from survey.database import reading
from survey.storage import ailment
from survey.studies.tables import Study
from tests.survey.samples import body, put

IDENTITY = "01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f"


def _sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("made up")
    cause.sqlite_errorcode = code  # type: ignore[misc]
    return OperationalError("INSERT", {}, cause)


class _Postgresql(psycopg.OperationalError):
    def __init__(self, state: str | None) -> None:
        super().__init__("made up")
        self.sqlstate = state


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR | 3 << 8, sqlite3.SQLITE_BUSY]
)
def test_a_folder_or_disk_that_is_out_of_order_is_503(app: Flask, code: int) -> None:
    with app.test_request_context("/api/v1/studies"):
        found = ailment(_sqlite(code))
        assert found is not None
        assert (found.status, found.code) == (503, "unavailable")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("53100", 507),
        ("53300", 503),
        ("57P01", 503),
        ("25006", 503),
        ("08006", 503),
        (None, 503),
        ("40P01", 503),
    ],
)
def test_a_server_that_is_full_or_gone_is_told_by_its_state(
    app: Flask, state: str | None, status: int
) -> None:
    with app.test_request_context("/api/v1/studies"):
        found = ailment(OperationalError("INSERT", {}, _Postgresql(state)))
        assert found is not None
        assert found.status == status
        assert found.extra["retry_after"] > 0


def test_a_pool_without_a_free_connection_is_503(app: Flask) -> None:
    with app.test_request_context("/api/v1/studies"):
        found = ailment(NoConnection())
        assert found is not None
        assert found.status == 503


@pytest.mark.parametrize(
    "error",
    [
        ValueError("ours"),
        ProgrammingError("SELECT", {}, sqlite3.ProgrammingError("ours")),
        OperationalError("SELECT", {}, _Postgresql("42P01")),
        OperationalError("SELECT", {}, ValueError("of somebody else")),
    ],
)
def test_a_fault_of_ours_stays_a_fault_of_ours(app: Flask, error: Exception) -> None:
    with app.test_request_context("/api/v1/studies"):
        assert ailment(error) is None


@pytest.fixture
def refuse(app: Flask, engine: Engine) -> Iterator[Callable[..., None]]:
    """Makes every connection begin with these statements; nothing else is changed about the database."""
    said: list[str] = []

    def begin(connection: sqlite3.Connection, *_: object) -> None:
        for statement in said:
            connection.execute(statement)
        connection.commit()

    def refuse(*statements: str) -> None:
        said[:] = statements
        engine.dispose()

    event.listen(engine, "connect", begin)
    yield refuse
    refuse()


FULL = "PRAGMA max_page_count = 1"  # it may not grow by one page: what SQLite says then is what it says of a full disk
CLOSED = {"sqlite": "PRAGMA query_only = 1", "postgresql": "SET default_transaction_read_only = on"}


def _number(engine: Engine) -> int:
    with reading(engine) as session:
        return len(session.exec(select(Interview.id)).all())


def _batch(client: FlaskClient, sent: bytes, identity: str) -> TestResponse:
    one = {"id": identity, "digest": hashlib.sha256(sent).hexdigest(), "body": sent.decode()}
    return client.post("/api/v1/interviews", json={"interviews": [one]})


def test_on_a_full_disk_nothing_is_acknowledged_and_all_goes_in_when_there_is_room(
    client: FlaskClient, engine: Engine, study: Study, refuse: Callable[..., None]
) -> None:
    large = body(paradata={"room": "x" * 100_000})
    if engine.dialect.name == "sqlite":
        refuse(FULL)
        answer = put(client, large, IDENTITY)
        assert (answer.status_code, answer.get_json()["code"]) == (507, "storage_full")
        assert answer.headers["Retry-After"] == "120"
        assert _batch(client, large, IDENTITY).status_code == 507
        assert _number(engine) == 0
        refuse()
    assert put(client, large, IDENTITY).status_code == 201
    assert _number(engine) == 1


def test_in_a_closed_database_nothing_is_acknowledged_and_reading_goes_on(
    client: FlaskClient, engine: Engine, study: Study, refuse: Callable[..., None]
) -> None:
    refuse(CLOSED[engine.dialect.name])
    for answer in (put(client, body(), IDENTITY), _batch(client, body(), IDENTITY)):
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert "niets opgeslagen" in answer.get_json()["detail"]
    assert client.get(f"/api/v1/interviews/{IDENTITY}/receipt").status_code == 404
    assert _number(engine) == 0
