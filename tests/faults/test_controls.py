"""Each sabotage turns the harness red: a harness that can not see a fault proves nothing."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import false

from survey.collection import known
from tests.faults.installation import install
from tests.faults.load import Load
from tests.faults.sabotage import drop_keys, server_made_id
from tests.faults.scenarios import kill
from tests.faults.server import SERVE, InThisProcess, Server
from tests.faults.tablet import DeletesTooEarly, SaysSavedTooEarly
from tests.faults.verdict import Verdict

FEW = 240
OFTEN = (0.3, 0.6)


def test_a_receipt_before_the_commit_is_seen_to_lose_interviews(tmp_path: Path) -> None:
    server = Server(install(tmp_path / "var"), ("tests.faults.sabotage", "receipt_before_commit", *SERVE[1:]))
    server.start()
    try:
        verdict = Load([server], FEW, 1, [kill], OFTEN).run(tmp_path)
    finally:
        server.kill()
    assert verdict.lost != []


def _verdict(server: InThisProcess, work: Path, **load: Any) -> Verdict:
    server.start()
    try:
        return Load([server], FEW, 2, **load).run(work)
    finally:
        server.kill()


def test_an_identity_made_by_the_server_is_seen_to_count_twice(tmp_path: Path) -> None:
    server = InThisProcess(install(tmp_path / "var"), server_made_id)
    assert _verdict(server, tmp_path, is_wary=False).double != []


def test_a_dropped_unique_key_is_seen_and_so_is_what_then_counts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = install(tmp_path / "var")
    drop_keys(tmp_path / "var" / "wijkpeil.sqlite")
    monkeypatch.setattr(known, "_KEPT", known._KEPT.where(false()))  # it trusts the keys to find what it has
    verdict = _verdict(InThisProcess(installation), tmp_path)
    assert "the database: no unique key guards the interviews" in verdict.wrong
    assert verdict.double != []


def test_a_device_that_deletes_before_the_receipt_is_seen_to_lose_interviews(tmp_path: Path) -> None:
    verdict = _verdict(InThisProcess(install(tmp_path / "var")), tmp_path, tablet=DeletesTooEarly, stops=0)
    assert any("neither on its device nor sent" in one for one in verdict.lost)


def test_a_device_that_says_saved_before_it_is_is_seen_to_lose_interviews(tmp_path: Path) -> None:
    verdict = _verdict(
        InThisProcess(install(tmp_path / "var")), tmp_path, tablet=SaysSavedTooEarly, stops=0.02
    )
    assert any("called saved" in one for one in verdict.lost)


def test_the_same_without_a_sabotage_is_sound(tmp_path: Path) -> None:
    verdict = _verdict(InThisProcess(install(tmp_path / "var")), tmp_path, stops=0.02)
    assert verdict.sound, str(verdict)
