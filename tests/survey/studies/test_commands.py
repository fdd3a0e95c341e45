"""`wijkpeil study`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import wijkpeil
from survey.database import opened, reading, transaction
from survey.settings import Settings
from survey.studies import find, history
from tests.survey import staff
from tests.survey.samples import HASH, QUESTIONNAIRE


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(wijkpeil, arguments)


@pytest.fixture
def file(tmp_path: Path) -> str:
    assert _run("db", "upgrade").exit_code == 0
    path = tmp_path / "proef.yaml"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return str(path)


def test_a_questionnaire_is_published_and_listed(file: str) -> None:
    done = _run(
        "study",
        "publish",
        file,
        "--slug",
        "proef",
        "--area",
        "n=Noord",
        "--wave",
        "Lente=2026-03-01",
        "--json",
    )
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"slug": "proef", "version": 1, "questionnaire": HASH},
    )
    listed = json.loads(_run("study", "list", "--json").stdout)
    assert [(one["slug"], one["version"]) for one in listed["studies"]] == [("proef", 1)]
    assert "proef: Proef, versie 1" in _run("study", "list").stdout


def test_areas_come_from_a_file(file: str, tmp_path: Path) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text("code,name,residents\nn,Noord,4000\nz,Zuid,\n", encoding="utf-8")
    assert _run("study", "publish", file, "--slug", "proef", "--areas", str(areas)).exit_code == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("naam\nNoord\n", "code en name"), ("code,name,row\nn,Noord,x\n", "rij 2"), ("", "code en name")],
)
def test_a_file_of_areas_that_does_not_fit_is_wrong_use(
    file: str, tmp_path: Path, text: str, expected: str
) -> None:
    areas = tmp_path / "areas.csv"
    areas.write_text(text, encoding="utf-8")
    done = _run("study", "publish", file, "--slug", "proef", "--areas", str(areas))
    assert done.exit_code == 2
    assert expected in done.stderr


@pytest.mark.parametrize(
    ("options", "status"),
    [(["--area", "Noord"], 2), (["--wave", "Lente"], 2), (["--origin", "internet"], 2), ([], 1)],
)
def test_wrong_use_is_2_and_a_failure_is_1(file: str, options: list[str], status: int) -> None:
    done = _run("study", "publish", file, "--slug", "proef", *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert done.stderr


def test_the_mistakes_of_an_author_are_told_with_their_line(file: str, tmp_path: Path) -> None:
    path = tmp_path / "fout.yaml"
    path.write_text(QUESTIONNAIRE.replace("kind: number", "kind: getal"), encoding="utf-8")
    done = _run("study", "publish", str(path), "--slug", "proef", "--area", "n=Noord")
    assert done.exit_code == 1
    assert "regel" in done.stderr.lower()
    assert "niets veranderd" in done.stderr
    path.write_bytes(b"\xff\xfe")
    assert "UTF-8" in _run("study", "publish", str(path), "--slug", "proef").stderr


def test_without_tables_the_message_says_what_to_run(tmp_path: Path) -> None:
    done = _run("study", "list")
    assert done.exit_code == 1
    assert "wijkpeil db upgrade" in done.stderr


def test_with_more_organisations_a_new_study_needs_to_say_whose_it_is(file: str) -> None:
    with opened(Settings().database) as engine, transaction(engine) as session:
        staff.organisation(session, "hier")
        staff.organisation(session, "ginds")
    publish = ("study", "publish", file, "--slug", "proef", "--area", "n=Noord")
    assert "--organisation" in _run(*publish).stderr
    assert _run(*publish, "--organisation", "nergens").exit_code == 2
    assert _run(*publish, "--organisation", "ginds").exit_code == 0
    assert "al in gebruik" in _run(*publish, "--organisation", "hier").stderr
    assert "proef" in _run("study", "list", "--organisation", "ginds").stdout
    assert "proef" not in _run("study", "list", "--organisation", "hier", "--json").stdout


def test_what_a_command_publishes_stands_in_the_history(file: str) -> None:
    for _each in range(2):
        _run("study", "publish", file, "--slug", "proef", "--area", "n=Noord")
    with opened(Settings().database) as engine, reading(engine) as session:
        lines = history.lines(session, find.study(session, "proef"))
    assert [(line.event.what, line.by) for line in lines] == [("published", ""), ("made", "")]
