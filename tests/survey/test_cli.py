"""The command line as a whole."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import COMMANDS, wijkpeil


def test_every_command_can_be_found_and_explains_itself() -> None:
    for name in COMMANDS:
        done = CliRunner().invoke(wijkpeil, [name, "--help"])
        assert (done.exit_code, name) == (0, name)
        assert "Usage" in done.stdout


def test_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(wijkpeil, ["bestaat-niet"]).exit_code == 2


def test_the_database_is_checked_upgraded_and_checked_again() -> None:
    before = CliRunner().invoke(wijkpeil, ["db", "check", "--json"])
    assert (before.exit_code, json.loads(before.stdout)["ok"]) == (1, False)
    assert CliRunner().invoke(wijkpeil, ["db", "upgrade"]).exit_code == 0
    after = CliRunner().invoke(wijkpeil, ["db", "check", "--json"])
    assert (after.exit_code, json.loads(after.stdout)["ok"]) == (0, True)


@pytest.mark.parametrize("command", ["upgrade", "check"])
def test_a_database_that_cannot_be_opened_is_told_in_dutch(tmp_path: Path, command: str) -> None:
    environment = {"WIJKPEIL_DATABASE_URL": f"sqlite:///{tmp_path}/nergens/wijkpeil.sqlite"}
    done = CliRunner().invoke(wijkpeil, ["db", command], env=environment)
    assert done.exit_code == 1
    assert "niet te openen" in done.stderr
