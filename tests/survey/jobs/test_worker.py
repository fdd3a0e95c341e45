"""The worker as a process: killed in the middle, stopped in the ordinary way, and two at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.jobs import ask
from survey.jobs.kinds import Periodic
from survey.jobs.tables import Job
from survey.jobs.worker import _is_due, _once
from survey.moment import now
from tests.survey.jobs.working import STEPS

_PATIENCE_SECONDS = 30
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts a worker that knows the slow kind of job; all are ended with the test."""
    begun: list[subprocess.Popen[bytes]] = []

    def worker() -> "subprocess.Popen[bytes]":
        environment = {"WIJKPEIL_DATABASE_URL": database_url, "WIJKPEIL_DATA_DIR": str(tmp_path / "var")}
        command = [sys.executable, "-m", "tests.survey.jobs.working"]
        begun.append(subprocess.Popen(command, env=os.environ | environment))
        return begun[-1]

    yield worker
    for process in begun:
        process.kill()
        process.wait()


@pytest.fixture
def slow(engine: Engine, organisation: Organisation, tmp_path: Path) -> UUID:
    with transaction(engine) as session:
        arguments = {"diary": str(tmp_path / "diary")}
        assert organisation.id is not None
        return ask(
            session, "tests.slowly", "Traag", arguments, organisation_id=organisation.id, account_id=None
        ).id


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def state(engine: Engine, job_id: UUID) -> str:
    with reading(engine) as session:
        return session.get_one(Job, job_id).state


STEPS_ONCE = [f"step {step}" for step in range(STEPS)]


def test_a_job_whose_worker_was_killed_is_finished_by_another_that_already_runs(
    engine: Engine, start: Start, slow: UUID, tmp_path: Path
) -> None:
    diary = tmp_path / "diary"
    first = start()
    until(lambda: diary.exists() and "step 2" in diary.read_text())
    second = start()
    first.kill()
    first.wait()
    assert state(engine, slow) == "running"
    until(lambda: state(engine, slow) == "done")
    assert diary.read_text().split("\n")[:-1] == STEPS_ONCE
    with reading(engine) as session:
        assert session.get_one(Job, slow).attempts == 2
    second.send_signal(signal.SIGTERM)
    assert second.wait(_PATIENCE_SECONDS) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing in it depends on the database
def test_a_worker_that_is_told_to_stop_puts_its_job_back_at_once(
    engine: Engine, start: Start, slow: UUID, tmp_path: Path
) -> None:
    worker = start()
    until((tmp_path / "diary").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(_PATIENCE_SECONDS) == 0
    assert state(engine, slow) == "waiting"


def test_a_chore_goes_on_after_a_failure_and_is_not_done_by_two_at_once(app: Flask) -> None:
    done = []

    def chore(engine: Engine) -> None:
        done.append(engine)
        nested()  # another worker comes to it at the same time
        raise ValueError

    def unused(engine: Engine) -> None:
        done.append(engine)

    nested = _once(app, Periodic("tests.chore", 5, unused))
    _once(app, Periodic("tests.chore", 5, chore))()
    assert len(done) == 1
    nested()
    assert len(done) == 2


def test_every_hour_means_every_hour() -> None:
    moments = [now().replace(hour=hour, minute=minute) for hour in range(24) for minute in range(60)]
    assert sum(_is_due(60, moment) for moment in moments) == 24
    assert sum(_is_due(1440, moment) for moment in moments) == 1
