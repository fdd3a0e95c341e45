"""The database: one engine per process, SQLite by default, PostgreSQL by address."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import Any, cast
from weakref import WeakKeyDictionary

from flask import current_app
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, create_engine

# SQLite before these versions can lose a commit in WAL mode with two or more connections.
_WAL_IS_SAFE_FROM = (3, 51, 3)
_BACKPORTS = ((3, 44, 6), (3, 50, 7))
_BUSY_MILLISECONDS = 15_000
_CONNECTIONS = 16
_TURNS: "WeakKeyDictionary[Engine, AbstractContextManager[object]]" = WeakKeyDictionary()


def connect(url: str) -> Engine:
    """Open the database at `url`; the tables are made by `migrate.upgrade`, not here."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=_CONNECTIONS, max_overflow=-1)
    # A request can need two at once: one for its own work, one for the account that makes it.
    engine = create_engine(
        url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000}, pool_size=_CONNECTIONS, max_overflow=-1
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The database at `url` for as long as one command needs it."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One unit of work: commits at the end, rolls back on any error. Use cases flush, they never commit."""
    with turn(engine), Session(engine, expire_on_commit=False) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def turn(engine: Engine) -> AbstractContextManager[object]:
    """Who writes to SQLite in this process waits here, in line, instead of asking the file every few milliseconds."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    # A second transaction inside a first one is a fault: SQLite says so after a while, a plain lock never would.
    return _TURNS.setdefault(engine, RLock())


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One consistent view for reading, without the write lock; what is changed in it is never kept."""
    with Session(engine.execution_options(read_only=True), expire_on_commit=False) as session:
        yield session


def database() -> Engine:
    """The engine of the running application."""
    return cast("Engine", current_app.extensions["wijkpeil.database"])


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may use a write-ahead log without the risk of losing a commit."""
    return version >= _WAL_IS_SAFE_FROM or any(version[:2] == b[:2] and version >= b for b in _BACKPORTS)


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA journal_mode={'WAL' if wal_is_safe() else 'TRUNCATE'}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is deleted is not left in the file: a destroyed link is gone.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # Readers say so with `connection.execution_options(read_only=True)`: they need no write lock.
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return  # each statement stands by itself
    read_only = options.get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
