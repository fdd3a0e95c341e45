import csv
import io
import json
import re
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.cli import wijkpeil
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.interviews import hold

WHERE = "/onderzoek/proef/cijfers"


def of_command(*arguments: str) -> Any:
    done = CliRunner().invoke(wijkpeil, ["estimate", "proef", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(autouse=True)
def _here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(settings.data_dir))


@pytest.mark.usefixtures("held")
def test_page_csv_json_and_command_give_the_same_numbers(client: FlaskClient) -> None:
    query = "?meting=awareness.aided:vet&per=area"
    document = json.loads(client.get(f"{WHERE}.json{query}").data)
    lines = list(csv.DictReader(io.StringIO(client.get(f"{WHERE}.csv{query}").text)))
    page = client.get(f"{WHERE}{query}").text
    command = of_command() + of_command("--by", "area")
    rows = document["rows"]
    assert len(rows) == len(lines) == len(command) == 5
    by_key = {(row["by"].get("area", ""), row["origin"]): row for row in command}
    for row, line in zip(rows, lines, strict=True):
        same = by_key[row["by"].get("area", ""), row["origin"]]
        assert (line["by_area"], line["origin"]) == (row["by"].get("area", ""), row["origin"])
        for name in ("n", "estimate", "se", "low", "high", "deff", "n_eff", "df"):
            assert row[name] == same[name]
            assert line[name] == ("" if row[name] is None else str(row[name]))
        shown = re.sub(r"\s+", " ", page)
        assert f"{row['estimate']:.0%}" in shown
        assert f"{row['low']:.0%} – {row['high']:.0%}" in shown


@pytest.mark.usefixtures("held")
def test_a_new_interview_changes_page_and_files_at_once(client: FlaskClient, engine: Engine) -> None:
    query = "?per=&herkomst=street"
    first = client.get(f"{WHERE}.json{query}")
    hold(engine, origin="street", knows_vet="yes")
    again = client.get(f"{WHERE}.json{query}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert [row["n"] for row in json.loads(again.data)["rows"]] == [5]
    same = client.get(f"{WHERE}.json{query}", headers={"If-None-Match": again.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.usefixtures("held")
def test_every_percentage_in_a_file_has_its_n_interval_method_and_caveat(client: FlaskClient) -> None:
    for where in (f"{WHERE}.csv", "/onderzoek/proef/ladder.csv"):
        for line in csv.DictReader(io.StringIO(client.get(where).text)):
            assert line["n"]
            assert line["method"]
            assert line["level"] == "0.95"
            assert "geen aselecte steekproef" in line["caveat"]


@pytest.mark.usefixtures("held")
def test_a_caveat_begins_with_where_the_answers_come_from() -> None:
    for row in of_command("--by", "wijk"):
        assert row["caveat"].startswith({"panel": "Panelleden", "street": "Straatinterviews"}[row["origin"]])
        assert f"origin_{row['origin']}" in row["caveats"]


def test_the_command_answers_for_a_study_without_interviews(study: Study) -> None:
    assert of_command() == []
    said = CliRunner().invoke(wijkpeil, ["estimate", "proef"])
    assert "nog geen interviews die meetellen" in said.stdout


@pytest.mark.usefixtures("held")
def test_the_command_names_a_group_as_it_was_asked_for() -> None:
    assert {row["by"]["wijk"] for row in of_command("--by", "wijk")} == {"noord", "zuid"}


@pytest.mark.usefixtures("held")
def test_the_command_without_json_is_a_table_with_the_caveats_below() -> None:
    said = CliRunner().invoke(wijkpeil, ["estimate", "proef", "--by", "wijk", "--origin", "panel"]).stdout
    assert "awareness.aided:vet" in said
    assert "75.0%" in said
    assert "n < 30" in said
    assert "geen aselecte steekproef" in said


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["proef", "--measure", "happiness"], "Het meet: awareness.aided:vet"),
        (["proef", "--by", "colour"], "Uitsplitsen kan naar"),
        (["nergens"], "geen onderzoek met de naam 'nergens'"),
    ],
)
def test_a_wrong_question_ends_with_one_and_says_what_there_is(
    study: Study, arguments: list[str], part: str
) -> None:
    done = CliRunner().invoke(wijkpeil, ["estimate", *arguments])
    assert done.exit_code == 1
    assert part in done.stderr
