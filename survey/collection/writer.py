"""The one writer of an embedded database: those who wait together are committed together.

Several connections that write one SQLite file wait for each other by polling, and each commit waits for the disk
alone. One thread that takes whatever is waiting and commits it at once is both faster and fairer. PostgreSQL does this by itself, so there every request has its own transaction.
"""

from collections.abc import Callable, Sequence
from itertools import groupby, islice
from operator import attrgetter
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar, cast

from flask import current_app
from sqlalchemy import Engine
from sqlmodel import Session

from survey.database import database, transaction

Result = TypeVar("Result")
Item = TypeVar("Item")
_MOST_TOGETHER = 64


class _Job:
    """Work that somebody waits for, on its items; of the same work on several items a part can be shared."""

    def __init__(self, work: Callable[[Session, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> None:
        self.work, self.items = work, items
        self._result: Any = None
        self._error: Exception | None = None
        self._busy = Lock()  # lighter than a condition: one waits, once
        self._busy.acquire()

    def done(self, result: Any) -> None:
        self._result = result
        self._busy.release()

    def failed(self, error: Exception) -> None:
        self._error = error
        self._busy.release()

    def wait(self) -> Any:
        with self._busy:
            if self._error is not None:
                raise self._error
            return self._result


class Writer:
    """Runs work in transactions; `write` returns only when the work is on the disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._alone = engine.dialect.name == "sqlite"
        self._waiting: SimpleQueue[_Job] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Do the work, commit, and give its result; raises what the work raised, and then nothing of it is kept.

        The work may be done twice, the first time without effect: when another one in the same commit failed.
        """
        return self.share(lambda session, _items: [work(session)], [None])[0]

    def share(
        self, work: Callable[[Session, Sequence[Item]], Sequence[Result]], items: Sequence[Item]
    ) -> list[Result]:
        """Like `write`, for work that takes several items at once and gives a result for each, in their order.

        Those who wait with the same work are done in one call.
        """
        if not self._alone:
            with transaction(self._engine) as session:
                return list(work(session, items))
        self._start()
        job = _Job(work, items)
        self._waiting.put(job)
        return cast("list[Result]", job.wait())

    def _start(self) -> None:
        # Not in the constructor: the server makes its processes after the application may have been made.
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = Thread(target=self._run, name="writer", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            jobs = [self._waiting.get()]
            try:
                while len(jobs) < _MOST_TOGETHER:
                    jobs.append(self._waiting.get_nowait())
            except Empty:
                pass
            self._commit(jobs)

    def _commit(self, jobs: list[_Job]) -> None:
        try:
            with transaction(self._engine) as session:
                results = [
                    result
                    for work, same in groupby(jobs, key=attrgetter("work"))
                    for result in work(session, [item for job in same for item in job.items])
                ]
        except Exception as error:  # noqa: BLE001 (whatever it is, it belongs to the one who asked)
            if len(jobs) == 1:
                jobs[0].failed(error)
                return
            for job in jobs:  # nothing of the batch was kept; one that fails must not spoil the others
                self._commit([job])
            return
        given = iter(results)
        for job in jobs:
            job.done(list(islice(given, len(job.items))))


def writer() -> Writer:
    """The writer of the running application; one per process."""
    found = current_app.extensions.get("wijkpeil.writer")
    if found is None:
        # Of two threads that come here at once both get the same one.
        found = current_app.extensions.setdefault("wijkpeil.writer", Writer(database()))
    return cast("Writer", found)
