"""The bare database driver: the same bytes, and the same rows, as fast as it takes them, each commit on the disk."""

import itertools
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

import psycopg

_SECONDS = 3.0


@dataclass(frozen=True)
class Bare:
    """A database as its driver reaches it.

    Attributes:
        address: what the driver is given: a file of SQLite, or a connection string of PostgreSQL.
        is_file: whether it is SQLite.
    """

    address: str
    is_file: bool

    def open(self) -> Any:
        """A connection, as durable as the product's own."""
        if not self.is_file:
            return psycopg.connect(self.address)
        line = sqlite3.connect(self.address, timeout=60, isolation_level=None)
        line.execute("PRAGMA synchronous=FULL")
        line.execute("PRAGMA foreign_keys=ON")
        return line

    def statement(self, text: str) -> str:
        """The statement with the driver's own mark for a value."""
        return text.replace("%s", "?") if self.is_file else text


def make_table(bare: Bare) -> None:
    """A table for bytes alone."""
    line = bare.open()
    kind = "BLOB" if bare.is_file else "BYTEA"
    line.execute(f"CREATE TABLE bare (id CHAR(36) PRIMARY KEY, body {kind} NOT NULL)")
    line.commit()
    line.close()


def bytes_alone(bare: Bare, body: bytes, clients: int, together: int) -> tuple[float, float, float]:
    """Insert bodies into a table with nothing but a key: per second, seconds of processor, and how many."""
    add = bare.statement("INSERT INTO bare (id, body) VALUES (%s, %s)")

    def work(line: Any) -> int:
        if together == 1:
            line.execute(add, (str(uuid4()), body))
            return 1
        line.cursor().executemany(add, [(str(uuid4()), body) for _each in range(together)])
        return together

    return _measured(bare, work, clients)


def whole_rows(bare: Bare, together: int) -> tuple[float, float, float]:
    """Insert the rows that the product wrote once more, into its own tables, with their keys and indexes."""
    submission, interview = (_sample(bare, table) for table in ("submission", "interview"))
    add_submission, add_interview = (
        bare.statement(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})"  # noqa: S608 (our own columns)
        )
        for table, row in (("submission", submission), ("interview", interview))
    )
    keys = itertools.count(1_000_000_000)

    def work(line: Any) -> int:
        given, made = [], []
        for _each in range(together):
            identity, key = uuid4(), next(keys)
            name: Any = identity.hex if bare.is_file else identity
            given.append(tuple((submission | {"id": key, "interview_id": name}).values()))
            made.append(tuple((interview | {"id": name, "submission_id": key}).values()))
        cursor = line.cursor()
        cursor.executemany(add_submission, given)
        cursor.executemany(add_interview, made)
        return together

    return _measured(bare, work, 1)


def _sample(bare: Bare, table: str) -> dict[str, Any]:
    line = bare.open()
    cursor = line.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 (one of two names of ours)
    names, values = [each[0] for each in cursor.description], cursor.fetchone()
    line.close()
    plain = [json.dumps(value) if isinstance(value, dict | list) else value for value in values]
    return dict(zip(names, plain, strict=True))


def _measured(bare: Bare, work: Callable[[Any], int], clients: int) -> tuple[float, float, float]:
    context = get_context(
        "fork"
    )  # nothing runs beside it here, and starting anew would take longer than measuring
    results: Any = context.SimpleQueue()

    def client() -> None:
        line = bare.open()
        done, busy, until = 0, time.process_time(), time.perf_counter() + _SECONDS
        while time.perf_counter() < until:
            if bare.is_file:
                line.execute("BEGIN IMMEDIATE")
            done += work(line)
            line.commit()
        results.put((done, time.process_time() - busy))
        line.close()

    processes = [context.Process(target=client) for _client in range(clients)]
    begun = time.perf_counter()
    for process in processes:
        process.start()
    reports: Iterator[tuple[int, float]] = iter([results.get() for _process in processes])
    took = time.perf_counter() - begun
    for process in processes:
        process.join()
    done, busy = (sum(each) for each in zip(*reports, strict=True))
    return done / took, busy, done
