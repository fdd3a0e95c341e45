"""Doing a job: take the one that waits longest, do it once, and write down how it ended."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.jobs.hold import Release, hold
from survey.jobs.kinds import Failed, Interrupted, Stopped, Task, function_of
from survey.jobs.tables import Job
from survey.moment import now
from survey.problems import Problem

log = structlog.get_logger()
_TRIES = 5
_LOOKED_AT = 50
_SECONDS_BETWEEN_LOOKS = 0.3
_ENDED = ("done", "failed", "cancelled")
_TOO_OFTEN = (
    "Deze taak brak een paar keer achter elkaar af, zonder melding. Wat al klaar was, blijft. "
    "Vraag de beheerder van de server om in het logboek te kijken en start de taak daarna opnieuw."
)
_UNKNOWN = "Deze versie van Wijkpeil kent dit soort taak niet meer. Vraag de taak opnieuw aan."


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process holds and must now do."""

    task: Task
    kind: str
    release: Release


def _never() -> bool:
    return False


def claim_next(app: Flask, stopping: Callable[[], bool] = _never) -> Claim | None:
    """Take the job that waits longest, or one whose worker crashed; None when there is nothing to do."""
    engine: Engine = app.extensions["wijkpeil.database"]
    with reading(engine) as session:
        found = session.exec(
            select(Job.id)
            .where(col(Job.state).in_(("waiting", "running")))
            .order_by(col(Job.asked_at))
            .limit(_LOOKED_AT)
        ).all()
    claims = (claim(app, job_id, stopping) for job_id in found)
    return next((one for one in claims if one is not None), None)


def claim(app: Flask, job_id: UUID, stopping: Callable[[], bool] = _never) -> Claim | None:
    """Take this job; None when it has ended, or when a worker that lives is doing it."""
    engine: Engine = app.extensions["wijkpeil.database"]
    release = hold(engine, job_id)
    if release is None:
        return None
    begun = None
    try:
        begun = _begin(app, engine, job_id, stopping)
    finally:
        if begun is None:
            release()
    return Claim(begun[0], begun[1], release) if begun else None


def perform(claimed: Claim) -> None:
    """Do this job and write down how it ended; never raises for what goes wrong inside the job."""
    try:
        with claimed.task.app.app_context():
            values = _outcome(claimed)
        with transaction(claimed.task.engine) as session:
            session.connection().execute(claimed.task.mine().values(values))
    finally:
        claimed.release()


def perform_waiting(app: Flask) -> int:
    """Do everything that waits, in this process, one after the other; gives how many jobs that were."""
    count = 0
    while (claimed := claim_next(app)) is not None:
        perform(claimed)
        count += 1
    return count


def perform_here(app: Flask, job_id: UUID, report: Callable[[Job], None] = lambda _job: None) -> Job:
    """Do this job in this process, or wait until the worker that was first has done it; gives the job as it ended."""
    engine: Engine = app.extensions["wijkpeil.database"]
    while True:
        claimed = claim(app, job_id)
        if claimed is not None:
            perform(claimed)
        with reading(engine) as session:
            job = session.get_one(Job, job_id)
        report(job)
        if job.state in _ENDED:
            return job
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _begin(app: Flask, engine: Engine, job_id: UUID, stopping: Callable[[], bool]) -> tuple[Task, str] | None:
    with transaction(engine) as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.state in _ENDED:
            return None
        if job.attempts >= _TRIES:
            job.state, job.fault, job.ended_at = "failed", _TOO_OFTEN, now()
            return None
        job.state = "running"
        job.attempts += 1
        job.began_at = job.began_at or now()
        task = Task(
            job.id, job.organisation_id, job.account_id, job.arguments, job.attempts, engine, app, stopping
        )
        return task, job.kind


def _outcome(claimed: Claim) -> dict[str, Any]:
    function = function_of(claimed.kind)
    if function is None:
        return _failed(_UNKNOWN)
    try:
        result = function(claimed.task)
    except Interrupted:
        # Stopping a worker in the ordinary way is no crash: it does not count.
        return {"state": "waiting", "attempts": claimed.task.attempt - 1}
    except Stopped:
        return {"ended_at": now()}
    except (Failed, Problem) as failure:
        return _failed(failure.detail if isinstance(failure, Problem) else str(failure))
    except Exception as error:  # noqa: BLE001 (whatever it is, who asked must see that it failed)
        # The text of an exception can hold contact data or answers: only its kind is written down.
        log.error(  # noqa: TRY400 (idem)
            "job failed", kind=claimed.kind, job=str(claimed.task.job_id), error=type(error).__name__
        )
        return _failed(_sentence(error))
    return {"state": "done", "result": result, "ended_at": now()}


def _failed(sentence: str) -> dict[str, Any]:
    return {"state": "failed", "fault": sentence[:1000], "ended_at": now()}


def _sentence(error: Exception) -> str:
    return (
        f"Er ging iets mis in Wijkpeil zelf ({type(error).__name__}). Wat al klaar was, blijft. "
        "Start de taak opnieuw; lukt het dan weer niet, vraag dan de beheerder om in het logboek te kijken."
    )
