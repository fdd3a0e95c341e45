"""What a worker can do: each kind of job has a name and a function, and some things are done every so often."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, update
from sqlmodel import col

from survey.database import transaction
from survey.jobs.tables import Job

Work = Callable[["Task"], dict[str, object]]
Chore = Callable[[Engine], object]
_SECONDS_BETWEEN_REPORTS = 0.4
_KINDS: dict[str, Work] = {}
_CHORES: list["Periodic"] = []


class Stopped(Exception):  # noqa: N818 (it is no error: somebody cancelled)
    """Somebody cancelled this job, or another worker has it now: leave everything as it is and end."""


class Interrupted(Stopped):
    """The worker itself is being stopped: the job waits and will be done again by the next one."""


class Failed(Exception):  # noqa: N818 (the state of the job that follows)
    """The job cannot be done. The text is for who asked: what went wrong and what to do, without contact data."""


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something that is done every so many minutes; `name` keeps two workers from doing it at once."""

    name: str
    minutes: int
    function: Chore


@dataclass(slots=True)
class Task:
    """One run of one job, as its function sees it."""

    job_id: UUID
    organisation_id: int
    account_id: int | None
    arguments: dict[str, Any]
    attempt: int
    engine: Engine
    app: Flask  # its context is pushed
    stopping: Callable[[], bool] = field(default=lambda: False)
    _reported: float = field(default=float("-inf"), init=False)

    def progress(self, done: int, total: int | None = None) -> None:
        """Write down how far the job is. Call it between transactions, as often as you like: few calls write.

        Raises:
            Stopped: the job was cancelled, or its worker is being stopped; what was committed stays.
        """
        moment = time.monotonic()
        if moment - self._reported < _SECONDS_BETWEEN_REPORTS and done != total:
            return
        self._reported = moment
        if self.stopping():
            raise Interrupted
        values = {"done": done} | ({} if total is None else {"total": total})
        with transaction(self.engine) as session:
            mine = session.connection().execute(self.mine().values(values)).rowcount
        if not mine:
            raise Stopped

    def mine(self) -> Any:
        """An update of this job as long as it is running and this run is its latest."""
        return update(Job).where(
            col(Job.id) == self.job_id, col(Job.state) == "running", col(Job.attempts) == self.attempt
        )


def work(kind: str) -> Callable[[Work], Work]:
    """Name a function as what is done for jobs of this kind.

    The function must come to the same when it is done again from the start: after a crash it will be. It gives what
    the page of the job shows as its outcome (plain numbers and words).
    """

    def register(function: Work) -> Work:
        if kind in _KINDS:
            raise LookupError(f"two functions for jobs of kind {kind!r}")
        _KINDS[kind] = function
        return function

    return register


def every(minutes: int) -> Callable[[Chore], Chore]:
    """Have a function called by the worker when it starts and every so many minutes; it gets the database.

    Two workers never do it at the same time, but doing it twice must do no harm.
    """

    def register(function: Chore) -> Chore:
        _CHORES.append(Periodic(f"{function.__module__}.{function.__qualname__}", minutes, function))
        return function

    return register


def function_of(kind: str) -> Work | None:
    """What is done for jobs of this kind; None when nothing here knows it."""
    return _KINDS.get(kind)


def chores() -> list[Periodic]:
    """Everything that is done every so often."""
    return list(_CHORES)
