"""Those who wait to write together are committed together: one of them does it for all.

A commit waits for the disk, and while it waits others arrive. Who finds nobody at work takes everything that waits, its
own work included, and commits it at once; who comes in the meantime waits for the next turn. So there is one
transaction at a time per process, no thread of its own, and nothing is answered before it is on the disk.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from threading import Lock
from typing import Any, Protocol, TypeVar, cast

import psycopg
import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from survey.database import transaction
from survey.storage import ailment

Result = TypeVar("Result")
Item = TypeVar("Item")
log = structlog.get_logger()
_MOST_TOGETHER = 64
_IDLE_SECONDS = 5.0


class Shortcut(Protocol):
    """A line to the database that can do some work at once, in a transaction of its own."""

    def keep(self, items: Sequence[Any], /) -> Sequence[Any]:
        """Do it, and give the result of each item; None for an item that it leaves to the work itself."""

    @property
    def lost(self) -> bool:
        """Whether the line is there no more."""

    def close(self) -> None:
        """Let go of the line."""


class _Job:
    """Work that somebody waits for, on its items; of the same work on several items a part can be shared."""

    def __init__(self, work: Callable[[Session, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> None:
        self.work, self.items = work, items
        self.results: list[Any] = [None] * len(items)  # of each item its result, or the exception that it met
        self.done = False
        self._busy = Lock()  # lighter than a condition: one waits, once
        self._busy.acquire()

    def wake(self) -> None:
        self._busy.release()

    def sleep(self) -> None:
        self._busy.acquire()


class Writer:
    """Runs work in transactions; what is given back is on the disk."""

    def __init__(
        self,
        engine: Engine,
        shortcut: Callable[[Engine], Shortcut] | None = None,
        shortened: Callable[..., Any] | None = None,
    ) -> None:
        """Write to this database.

        Args:
            engine: the database.
            shortcut: opens a line that can do one kind of work at once.
            shortened: the work that it can do.
        """
        self._engine = engine
        self._shortcut, self._shortened = shortcut, shortened
        self._short_line: Shortcut | None = None
        self._long_until = 0.0
        self._alone = engine.dialect.name == "sqlite"
        self._waiting: deque[_Job] = deque()
        self._led = False
        self._lock = Lock()
        self._line: Connection | None = None  # kept open: who leads is the only one to use it
        self._used = 0.0
        event.listen(engine, "engine_disposed", self._let_go)

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Do the work, commit, and give its result; raises what the work raised, and then nothing of it is kept.

        The work may be done twice, the first time without effect: when another one in the same commit failed.
        """
        return self.share(lambda session, _items: [work(session)], None)

    def share(self, work: Callable[[Session, Sequence[Item]], Sequence[Result]], item: Item) -> Result:
        """Like `write`, for work that takes several items at once and gives a result for each, in their order.

        Those who wait with the same work are done in one call.
        """
        result = self.share_all(work, [item])[0]
        if isinstance(result, Exception):
            raise result
        return result

    def share_all(
        self, work: Callable[[Session, Sequence[Item]], Sequence[Result]], items: Sequence[Item]
    ) -> list[Result | Exception]:
        """Like `share`, for several items of one sender; an item that fails gives its exception and spoils no other."""
        job = _Job(work, items)
        with self._lock:
            self._waiting.append(job)
            leads = not self._led
            self._led = True
        if not leads:
            job.sleep()  # until it is done, or until it is the first in line and nobody leads
        if not job.done:
            self._lead()
        return cast("list[Result | Exception]", job.results)

    def _lead(self) -> None:
        with self._lock:
            jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_TOGETHER))]
        try:
            self._commit(jobs)
        except BaseException as error:  # the process is told to stop: nobody may wait for ever
            failed = RuntimeError(f"the writer was stopped: {type(error).__name__}")
            for job in jobs:
                job.results, job.done = [failed] * len(job.items), True
            raise
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            if following is not None:
                following.wake()
            for job in jobs[1:]:  # the first one is this one's own
                job.wake()

    def _commit(self, jobs: list[_Job]) -> None:
        self._shorten(jobs)
        left = [(job, place) for job in jobs for place, result in enumerate(job.results) if result is None]
        if left:
            for (job, place), result in zip(left, self._results(left), strict=True):
                job.results[place] = result
        for job in jobs:
            job.done = True

    def _shorten(self, jobs: list[_Job]) -> None:
        """Do at once what can be done so."""
        short = [
            (job, place) for job in jobs if job.work is self._shortened for place in range(len(job.items))
        ]
        if self._shortcut is None or not short or time.monotonic() < self._long_until:
            return
        try:
            if self._short_line is None or self._short_line.lost:
                self._short_line = self._shortcut(self._engine)
            found = self._short_line.keep([job.items[place] for job, place in short])
        except Exception as error:  # noqa: BLE001 (the long way is there, and it will tell)
            log.warning("the short way to the database failed", kind=type(error).__name__)
            self._long_until = time.monotonic() + _IDLE_SECONDS
            return
        for (job, place), result in zip(short, found, strict=True):
            job.results[place] = result

    def _results(self, left: list[tuple[_Job, int]]) -> list[Any]:
        items = [(job.work, job.items[place]) for job, place in left]
        try:
            with self._transaction() as session:
                return [
                    result
                    for work, same in groupby(items, key=itemgetter(0))
                    for result in work(session, [item for _work, item in same])
                ]
        except Exception as error:  # noqa: BLE001 (whatever it is, it belongs to the one who asked)
            # Nothing was kept; one that fails must not spoil the others. Without a database nobody succeeds.
            if self._hopeless(error):
                return [error] * len(items)
            return [self._one(work, item) for work, item in items]

    def _one(self, work: Callable[[Session, Sequence[Any]], Sequence[Any]], item: Any) -> Any:
        try:
            with self._transaction() as session:
                return work(session, [item])[0]
        except Exception as error:  # noqa: BLE001 (idem)
            return error

    def _hopeless(self, error: Exception) -> bool:
        """Whether it is the database that fails, and not this one work."""
        ill = ailment(error)
        if ill is None:
            return False
        return self._alone or ill.code == "storage_full" or self._line is None or self._line.invalidated

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        if self._alone:
            with transaction(self._engine) as session:
                yield session
            return
        line = self._open_line()
        try:
            with Session(line, expire_on_commit=False) as session:
                yield session
                session.commit()
        except BaseException as error:
            line.rollback()
            # What went wrong in the driver itself is not known to SQLAlchemy.
            if not line.invalidated and getattr(line.connection.driver_connection, "closed", False):
                line.invalidate()
            if isinstance(error, psycopg.Error):
                raise DBAPIError("writing what waits", None, error) from error
            raise
        self._used = time.monotonic()

    def _let_go(self, _engine: Engine) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.invalidate()  # the pool it came from is there no more
            line.close()
        short, self._short_line = self._short_line, None
        if short is not None:
            short.close()

    def _open_line(self) -> Connection:
        """The line to the server, opened again when it was lost; looked after when nothing was written for a while."""
        line = self._line
        if line is not None and not line.invalidated and time.monotonic() - self._used > _IDLE_SECONDS:
            try:
                line.exec_driver_sql("SELECT 1")
                line.rollback()
            except DBAPIError:
                line.invalidate()
        if line is None or line.invalidated:
            if line is not None:
                line.close()
            self._line = line = self._engine.connect()
        return line
