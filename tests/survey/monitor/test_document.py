"""A program and the command line get the numbers of the overview, and they follow the database at once."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.database import transaction
from survey.monitor.commands import follow
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.monitor.held import BEGIN, held, says, tablet, waits

HERE = "/api/v1/studies/proef/fieldwork"


def test_what_came_in_is_in_it_and_what_is_still_there_too(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        device = tablet(session, study)
        says(session, device, study, 3, [waits(3, 50)])
    held(app, device, 1)
    held(app, device, 2, begin=BEGIN + timedelta(days=1), outcome="interrupted", shown=["start", "place"])
    found = client.get(HERE).get_json()
    assert found["interviews"]["counted"] == 1
    assert found["interviews"]["by_outcome"] == {"interrupted": 1}
    assert [each["day"] for each in found["by_day"]] == ["2026-11-03", "2026-11-02"]
    assert [(each["page"], each["reached"], each["stopped"]) for each in found["stopped"]][:2] == [
        ("start", 2, 0),
        ("place", 2, 1),
    ]
    (told,) = found["devices"]
    assert (told["finished"], told["received"], len(told["waiting"]), told["agrees"]) == (3, 2, 1, True)
    assert [each["code"] for each in found["to_do"]] == ["unsent"]


def test_another_wave_is_given_when_it_is_asked_for(client: FlaskClient, app: Flask, study: Study) -> None:
    held(app, begin=BEGIN.replace(month=3))
    assert client.get(HERE).get_json()["interviews"]["counted"] == 0
    found = client.get(f"{HERE}?wave=1").get_json()
    assert (found["wave"], found["interviews"]["counted"]) == (1, 1)
    assert client.get(f"{HERE}?wave=7").status_code == 404


def test_only_who_follows_the_fieldwork_gets_it(
    sign_in: SignIn, anonymous: FlaskClient, study: Study
) -> None:
    assert sign_in("supervisor").get(HERE).status_code == 200
    assert sign_in("interviewer").get(HERE).status_code == 403
    assert anonymous.get(HERE).status_code == 401


def test_the_command_line_says_the_same(
    client: FlaskClient,
    app: Flask,
    engine: Engine,
    study: Study,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database)
    with transaction(engine) as session:
        says(session, tablet(session, study), study, 2, [waits(1)])
    held(app)
    told = CliRunner().invoke(follow, ["proef", "--json"])
    assert told.exit_code == 0
    same = {name: value for name, value in client.get(HERE).get_json().items() if name != "at"}
    assert {name: value for name, value in json.loads(told.output).items() if name != "at"} == same
    words = CliRunner().invoke(follow, ["proef"])
    assert "Tablet 7: 2 afgerond = 0 ontvangen + 1 nog daar + 1 ONBEKEND" in words.output
    refused = CliRunner().invoke(follow, ["nergens"])
    assert (refused.exit_code, "nergens" in refused.output) == (1, True)
    assert CliRunner().invoke(follow, ["proef", "--wave", "8"]).exit_code == 1


def test_days_are_plain_days(client: FlaskClient, app: Flask, study: Study) -> None:
    held(app)
    assert date.fromisoformat(client.get(HERE).get_json()["by_day"][0]["day"]) == BEGIN.date()
