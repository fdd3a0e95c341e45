"""The end of a round on the command line."""

import json

import pytest
from click.testing import CliRunner

from survey.cli import wijkpeil
from survey.settings import Settings
from tests.survey.closing.asked import SLUG, Asked


@pytest.fixture
def at_the_shell(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("WIJKPEIL_SECRET_KEY", settings.secret)
    return CliRunner()


def test_a_round_is_closed_harvested_and_counted(asked: Asked, at_the_shell: CliRunner) -> None:
    closing = ["panel", "close", SLUG, "--round", "1"]
    done = at_the_shell.invoke(wijkpeil, [*closing, "--json"])
    assert json.loads(done.stdout) == {"partial": 2, "wiped": 1}
    assert asked.states().count("partial") == 2
    again = at_the_shell.invoke(wijkpeil, closing)
    assert (again.exit_code, "al gesloten" in again.stderr) == (1, True)
    counting = ["panel", "response", SLUG, "--round", "1"]
    found = json.loads(at_the_shell.invoke(wijkpeil, [*counting, "--json"]).stdout)
    assert found["states"]["complete"] == 1
    assert found["rates"]["RR2"] == pytest.approx(3 / 6)
    assert found["pages"][0] == {"page": "consent", "seen": 3, "went_on": 3}
    told = at_the_shell.invoke(wijkpeil, counting).stdout
    assert "vraag aided: 2 van 3 ging door" in told
    assert "channel=email: 16.7% van 6 (3.0% - 56.4%) n < 30" in told


def test_a_round_that_is_not_there_is_named(asked: Asked, at_the_shell: CliRunner) -> None:
    done = at_the_shell.invoke(wijkpeil, ["panel", "response", SLUG, "--round", "7"])
    assert (done.exit_code, "geen ronde 7" in done.stderr) == (1, True)
    assert asked.round().number == 1
