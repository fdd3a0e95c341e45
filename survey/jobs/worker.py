"""The worker: huey's consumer, which takes jobs from our own table and does what is due every so often."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_OID, uuid5

import structlog
from flask import Flask
from huey import Huey
from huey.consumer import Consumer
from huey.storage import MemoryStorage

from survey.jobs.hold import holding
from survey.jobs.kinds import Periodic, chores
from survey.jobs.perform import Claim, claim_next, perform

log = structlog.get_logger()
_THREADS = 2  # a long import does not keep a mailing waiting
_LONGEST_SLEEP_SECONDS = 1.0
_PATIENCE_SECONDS = 15


class _JobTable(MemoryStorage):  # type: ignore[misc] # huey has no types
    """A queue for huey whose messages are rows of the table `job`; what is periodic waits in memory."""

    def __init__(self, name: str, take: Callable[[], bytes | None]) -> None:
        super().__init__(name)
        self._take = take

    def dequeue(self) -> bytes | None:
        """The next message, or None."""
        message: bytes | None = super().dequeue()
        return self._take() if message is None else message


def consumer(app: Flask) -> Consumer:
    """What `run()` makes a worker until a signal ends it; SIGTERM lets jobs come to a place where they can stop."""
    logging.getLogger("huey").setLevel(logging.ERROR)
    claims: dict[str, Claim] = {}

    def stopping() -> bool:
        return bool(made.stop_flag.is_set())

    def take() -> bytes | None:
        claimed = claim_next(app, stopping)
        if claimed is None:
            return None
        claims[str(claimed.task.job_id)] = claimed
        message: bytes = queue.serialize_task(run.s(str(claimed.task.job_id)))
        return message

    queue = Huey("wijkpeil", results=False, storage_class=_JobTable, take=take)

    @queue.task(name="job")  # type: ignore[untyped-decorator] # huey has no types
    def run(job_id: str) -> None:
        perform(claims.pop(job_id))

    for chore in chores():
        task = queue.periodic_task(partial(_is_due, chore.minutes), name=chore.name)(_once(app, chore))
        task()  # once at the start: a server that is seldom on would never come to it
    made = queue.create_consumer(
        workers=_THREADS,
        periodic=True,
        backoff=1.3,
        max_delay=_LONGEST_SLEEP_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=_PATIENCE_SECONDS,
    )
    return made


def _once(app: Flask, chore: Periodic) -> Callable[[], None]:
    """The chore as a function without arguments, which no other worker does at the same time."""

    def chore_once() -> None:
        engine = app.extensions["wijkpeil.database"]
        try:
            with holding(engine, uuid5(NAMESPACE_OID, chore.name)) as ours, app.app_context():
                if ours:
                    chore.function(engine)
        except Exception as error:  # noqa: BLE001 (the worker goes on; the next time may succeed)
            log.error(  # noqa: TRY400 (the text of an exception can hold contact data)
                "chore failed", chore=chore.name, error=type(error).__name__
            )

    return chore_once


def _is_due(minutes: int, moment: datetime) -> bool:
    return (moment.hour * 60 + moment.minute) % minutes == 0
