import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from survey.cli import wijkpeil
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.interviews import hold


@pytest.fixture(autouse=True)
def _here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(settings.data_dir))


def test_export_and_import_tell_what_they_did(engine: Engine, study: Study, tmp_path: Path) -> None:
    hold(engine, 3, knows_vet="yes")
    file = tmp_path / "out.csv"
    done = CliRunner().invoke(
        wijkpeil, ["responses", "export", "proef", "--format", "csv", "-o", str(file), "--json"]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["interviews"] == 3
    again = CliRunner().invoke(wijkpeil, ["responses", "import", "proef", str(file), "--json"])
    assert json.loads(again.stdout) == {"stored": 0, "repeated": 3, "flagged": 0, "excluded": 0}


def test_a_wrong_file_ends_with_one_and_says_where(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(
        "origin,mode,language,started_at,completed_at,age\npanel,online,nl,x,2026-11-02T10:00,oud\n"
    )
    done = CliRunner().invoke(wijkpeil, ["responses", "import", "proef", str(file)])
    assert done.exit_code == 1
    assert "rij 2, kolom started_at" in done.stderr
    assert "rij 2, kolom age: 'oud' is geen getal" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["import", "nergens", "{file}"], ["export", "nergens", "-o", "{file}"]]
)
def test_an_unknown_study_is_named(study: Study, tmp_path: Path, arguments: list[str]) -> None:
    file = tmp_path / "x.csv"
    file.write_text("origin\n")
    given = [one.format(file=file) for one in arguments]
    done = CliRunner().invoke(wijkpeil, ["responses", *given])
    assert done.exit_code == 1
    assert "nergens" in done.stderr


def test_wrong_use_ends_with_two(study: Study) -> None:
    assert CliRunner().invoke(wijkpeil, ["responses", "import", "proef", "/no/such/file.csv"]).exit_code == 2
