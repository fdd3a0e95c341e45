import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from survey.accounts.organisation import Organisation
from survey.cli import wijkpeil
from survey.database import connect, transaction
from survey.demo.panel_members import as_csv, made_up
from survey.members.keyring import fresh_key
from tests.survey.members.files import as_csv as file_of
from tests.survey.members.files import row

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_template: Path, tmp_path: Path) -> Run:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "wijkpeil.sqlite").write_bytes(sqlite_template.read_bytes())
    return lambda *words: CliRunner().invoke(wijkpeil, ["panel", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leden.csv"
    path.write_bytes(as_csv(made_up(30, [])))
    return path


def _told(result: Result) -> Any:
    return json.loads(result.stdout)


def test_members_are_imported_and_counted_and_named_only_when_asked(run: Run, file: Path) -> None:
    dry = run("import", file, "--dry-run", "--json")
    assert _told(dry) == {"dry_run": True, "new": 30, "changed": 0, "unchanged": 0, "left": 0}
    assert _told(run("members", "--json"))["counts"]["state"] == {}
    assert "Nieuw: 30" in run("import", file).stdout
    assert _told(run("import", file, "--json"))["unchanged"] == 30
    told = run("members", "--json")
    assert _told(told)["counts"]["state"] == {"active": 30}
    assert _told(told)["synthetic"] is True
    assert "Testpersoon" not in told.stdout + run("members").stdout
    assert "synthetische" in run("members").stdout
    assert len(_told(run("members", "--contact", "--json"))["members"]) == 30
    assert "Testpersoon 0007" in run("members", "--contact").stdout


def test_a_faulty_file_says_where_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fout.csv"
    path.write_bytes(file_of([row(1), row(2, geboortejaar="²")]))
    refused = run("import", path)
    assert refused.exit_code == 1
    assert "rij 3, kolom geboortejaar" in refused.stderr
    faults = run("import", path, "--json")
    assert faults.exit_code == 1
    assert _told(faults)["faults"][0]["row"] == 3
    assert _told(run("members", "--json"))["counts"]["state"] == {}


def test_what_is_no_file_of_members_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fout.csv"
    path.write_bytes(b"%PDF\x00")
    assert "teken dat niet in een tekst hoort" in run("import", path).stderr


def test_with_several_organisations_one_must_be_named(run: Run, file: Path, tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/var/wijkpeil.sqlite")
    with transaction(engine) as session:
        _add(session, "een", "twee")
    engine.dispose()
    refused = run("import", file)
    assert refused.exit_code == 1
    assert "--organisation" in refused.stderr
    assert "--organisation" in run("import", file, "--organisation", "drie").stderr
    assert run("import", file, "--organisation", "twee").exit_code == 0
    assert _told(run("members", "--organisation", "een", "--json"))["counts"]["state"] == {}


def test_a_new_key_takes_over_everything(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = fresh_key(1)
    monkeypatch.setenv("WIJKPEIL_CONTACT_KEY", old)
    run("import", file)
    new = run("new-key")
    assert new.stdout.startswith("2:")
    assert "rotate-key" in new.stderr
    fresh = new.stdout.strip()
    monkeypatch.setenv("WIJKPEIL_CONTACT_KEY", fresh)
    assert "sleutel 1, en die staat niet in" in run("members", "--contact").stderr
    monkeypatch.setenv("WIJKPEIL_CONTACT_KEY", f"{fresh},{old}")
    assert _told(run("rotate-key", "--json")) == {"resealed": 30, "key": 2}
    assert (
        "0 leden, bestanden en sleutels van onderzoeken opnieuw verzegeld met sleutel 2"
        in run("rotate-key").stdout
    )
    monkeypatch.setenv("WIJKPEIL_CONTACT_KEY", fresh)
    assert len(_told(run("members", "--contact", "--json"))["members"]) == 30


def test_a_bad_key_is_refused_without_showing_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_CONTACT_KEY", "geheim")
    for command in ("members", "new-key", "rotate-key"):
        refused = run(command)
        assert refused.exit_code == 1
        assert "is niet goed" in refused.stderr
        assert "geheim" not in refused.stderr


def test_without_tables_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var" / "wijkpeil.sqlite").unlink()
    assert "wijkpeil db upgrade" in run("members").stderr


def _add(session: Session, *slugs: str) -> None:
    for slug in slugs:
        session.add(Organisation(slug=slug, name=slug))
