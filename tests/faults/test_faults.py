"""No interview is lost and none counts twice, whatever happens on the way: ten thousand uploads in all."""

import os
from pathlib import Path

import pytest

from tests.faults.__main__ import DEFAULT
from tests.faults.line import FAULTS
from tests.faults.scenarios import SCENARIOS, Scenario, embedded, release, two_processes, two_workers
from tests.faults.verdict import Verdict
from tests.survey import postgresql

SEED = 20261122


def _run(scenario: Scenario, work: Path) -> Verdict:
    uploads = round(DEFAULT * SCENARIOS[scenario])
    verdict = scenario(uploads, SEED, work)
    assert verdict.sound, str(verdict)
    assert verdict.uploads >= uploads
    assert verdict.receipts + verdict.disputed == verdict.uploads
    return verdict


def test_the_shares_of_the_runs_are_the_whole() -> None:
    assert sum(SCENARIOS.values()) == 1


def test_a_server_on_sqlite_that_is_killed_and_deployed_loses_nothing(tmp_path: Path) -> None:
    verdict = _run(embedded, tmp_path)
    assert verdict.about["kill"] > 1
    assert verdict.disputed > 0
    assert all(verdict.faults[fault] > 20 for fault in FAULTS)


def test_two_servers_on_one_sqlite_file_lose_nothing(tmp_path: Path) -> None:
    _run(two_processes, tmp_path)


def test_a_release_under_load_loses_nothing_and_one_without_its_migrations_is_not_served(
    tmp_path: Path,
) -> None:
    assert _run(release, tmp_path).about["deploy"] > 0


def test_two_workers_on_postgresql_lose_nothing(tmp_path: Path) -> None:
    if postgresql.programs() is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(postgresql.WHY_ABSENT)
    verdict = _run(two_workers, tmp_path)
    assert verdict.about["kill"] > 0
    assert verdict.about["kill_worker"] > 0
