"""A job is done once, also after a crash, never by two at a time, and says how it ended."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.jobs import Failed, Stopped, Task, ask, kinds
from survey.jobs.kinds import Interrupted, Work
from survey.jobs.perform import claim, claim_next, perform, perform_here
from survey.jobs.tables import Job
from survey.problems import problem

Asking = Callable[[Work], UUID]


@pytest.fixture
def asking(engine: Engine, organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    """Asks for a job that is done by this function."""

    def asked(function: Work) -> UUID:
        monkeypatch.setitem(kinds._KINDS, "tests.one", function)
        with transaction(engine) as session:
            assert organisation.id is not None
            return ask(
                session, "tests.one", "Een taak", {"by": 3}, organisation_id=organisation.id, account_id=None
            ).id

    return asked


def job_of(engine: Engine, job_id: UUID) -> Job:
    with reading(engine) as session:
        return session.get_one(Job, job_id)


def test_a_job_is_done_and_its_outcome_kept(
    engine: Engine, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    job_id = asking(lambda task: {"made": task.arguments["by"] * 2})
    assert job_of(engine, job_id).state == "waiting"
    assert run_jobs() == 1
    done = job_of(engine, job_id)
    assert (done.state, done.result, done.attempts) == ("done", {"made": 6}, 1)
    assert done.ended_at is not None
    assert run_jobs() == 0


def test_what_was_rolled_back_was_never_asked(
    engine: Engine, organisation: Organisation, run_jobs: Callable[[], int]
) -> None:
    with reading(engine) as session:  # a session that ends without a commit
        assert organisation.id is not None
        ask(session, "tests.one", "Een taak", {}, organisation_id=organisation.id, account_id=None)
    assert run_jobs() == 0
    with reading(engine) as session:
        assert session.exec(select(Job)).all() == []


def test_a_job_that_is_being_done_is_not_taken_twice(app: Flask, engine: Engine, asking: Asking) -> None:
    job_id = asking(lambda _task: {})
    first = claim_next(app)
    assert first is not None
    assert claim_next(app) is None
    assert claim(app, job_id) is None
    perform(first)
    assert job_of(engine, job_id).state == "done"


def test_after_a_crash_the_job_is_done_again(
    app: Flask, engine: Engine, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    job_id = asking(lambda _task: {})
    crashed = claim_next(app)
    assert crashed is not None
    crashed.release()  # what the operating system, or the database server, does when a process dies
    assert job_of(engine, job_id).state == "running"
    assert run_jobs() == 1
    again = job_of(engine, job_id)
    assert (again.state, again.attempts) == ("done", 2)
    # The first run, were it still alive, may not say anything about it any more.
    with pytest.raises(Stopped):
        crashed.task.progress(1)
    assert job_of(engine, job_id).attempts == 2


def test_a_job_that_kills_every_worker_is_given_up(
    app: Flask, engine: Engine, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    job_id = asking(lambda _task: {})
    for _ in range(5):
        crashed = claim(app, job_id)
        assert crashed is not None
        crashed.release()
    assert run_jobs() == 0
    given_up = job_of(engine, job_id)
    assert given_up.state == "failed"
    assert "start de taak daarna opnieuw" in given_up.fault


def _raises(error: Exception) -> Work:
    def function(_task: Task) -> dict[str, object]:
        raise error

    return function


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Failed("Het bestand is weg. Kies het opnieuw."), "Het bestand is weg. Kies het opnieuw."),
        (ValueError("jan@example.org"), "Er ging iets mis in Wijkpeil zelf (ValueError)"),
        (problem("not_found", "Deze ronde is er niet meer."), "Deze ronde is er niet meer."),
    ],
)
def test_a_failed_job_says_what_to_do_and_keeps_secrets(
    engine: Engine, asking: Asking, run_jobs: Callable[[], int], error: Exception, sentence: str
) -> None:
    job_id = asking(_raises(error))
    run_jobs()
    failed = job_of(engine, job_id)
    assert failed.state == "failed"
    assert failed.fault.startswith(sentence)
    assert "jan@example.org" not in failed.fault


def test_a_kind_that_nobody_knows_fails(engine: Engine, asking: Asking, app: Flask) -> None:
    job_id = asking(lambda _task: {})
    with transaction(engine) as session:
        session.get_one(Job, job_id).kind = "tests.gone"
    assert perform_here(app, job_id).state == "failed"


def test_a_cancelled_job_stops_at_its_next_report(
    engine: Engine, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    went_on = []

    def function(task: Task) -> dict[str, object]:
        with transaction(engine) as session:
            session.get_one(Job, task.job_id).state = "cancelled"
        task.progress(1, 2)
        went_on.append(True)
        return {}

    job_id = asking(function)
    run_jobs()
    assert not went_on
    assert job_of(engine, job_id).state == "cancelled"


def test_a_worker_that_is_stopped_puts_its_job_back(app: Flask, engine: Engine, asking: Asking) -> None:
    seen = []

    def function(task: Task) -> dict[str, object]:
        seen.append(task.attempt)
        if task.stopping():
            with pytest.raises(Interrupted):
                task.progress(0, 1)
            raise Interrupted
        return {}

    job_id = asking(function)
    claimed = claim_next(app, lambda: True)
    assert claimed is not None
    perform(claimed)
    waits = job_of(engine, job_id)
    assert (waits.state, waits.attempts) == ("waiting", 0)
    assert perform_here(app, job_id).state == "done"
    assert seen == [1, 1]


def test_progress_is_written_at_the_end_and_not_at_every_step(
    engine: Engine, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    def function(task: Task) -> dict[str, object]:
        for step in range(1, 101):
            task.progress(step, 100)
            if step == 50:
                middle = job_of(engine, task.job_id)
                assert (middle.done, middle.total) == (1, 100)
        return {}

    job_id = asking(function)
    run_jobs()
    assert (job_of(engine, job_id).done, job_of(engine, job_id).state) == (100, "done")


def test_stopping_is_one_of_the_ways_to_be_stopped() -> None:
    assert issubclass(Interrupted, Stopped)


def test_nothing_is_left_beside_the_database(
    tmp_path: Path, asking: Asking, run_jobs: Callable[[], int]
) -> None:
    asking(lambda _task: {})
    run_jobs()
    assert [path for folder in tmp_path.glob("*.jobs") for path in folder.iterdir()] == []
