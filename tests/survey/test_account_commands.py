"""The first administrator comes in by the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from survey.account_commands import accounts
from tests.survey.accounts.forms import send

EVA = ["create", "--email", "Eva@Voorbeeld.invalid", "--name", "Eva", "--role", "administrator"]


@pytest.fixture(autouse=True)
def _here(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", database_url)
    monkeypatch.setenv("WIJKPEIL_SECRET_KEY", app.config["SECRET_KEY"])


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(accounts, list(arguments), input=typed)


def test_the_first_administrator_gets_a_link_and_signs_in(app: Flask) -> None:
    assert "Er zijn nog geen accounts." in run("list").output
    made = json.loads(run(*EVA, "--role", "researcher", "--no-export", "--json").output)
    assert made["email"] == "eva@voorbeeld.invalid"
    assert (made["roles"], made["may_export"], made["sees_single_answers"]) == (
        ["administrator", "researcher"],
        False,
        True,
    )
    client = app.test_client()
    path = made["link"].removeprefix("http://127.0.0.1:8000")
    assert send(client, path, password="een lange zin van eva").status_code == 303
    assert (
        send(
            client, "/aanmelden", email="eva@voorbeeld.invalid", password="een lange zin van eva"
        ).status_code
        == 303
    )
    assert client.get("/beheer").status_code == 200
    assert [row["email"] for row in json.loads(run("list", "--json").output)["accounts"]] == [
        "eva@voorbeeld.invalid"
    ]


def test_a_password_can_come_from_the_input_and_must_be_a_good_one(app: Flask) -> None:
    weak = run(*EVA, "--password-stdin", typed="wachtwoord12\n")
    assert (weak.exit_code, "te makkelijk te raden" in weak.output) == (1, True)
    assert run(*EVA, "--password-stdin", typed="een lange zin van eva\n").exit_code == 0
    answer = send(
        app.test_client(), "/aanmelden", email="eva@voorbeeld.invalid", password="een lange zin van eva"
    )
    assert answer.status_code == 303


def test_what_can_not_be_done_says_why_and_makes_nothing() -> None:
    assert run(*EVA).exit_code == 0
    for arguments, said in [
        (EVA, "Er is al een account"),
        ([*EVA[:2], "geen adres", *EVA[3:]], "is geen e-mailadres"),
        ([*EVA, "--organisation", "elders"], "Welke organisatie?"),
        ([*EVA, "--organisation", "Els & Co", "--organisation-name", "Els"], "kan niet of bestaat al"),
        (["close", "eva@voorbeeld.invalid"], "de enige beheerder"),
        (["close", "niemand@voorbeeld.invalid"], "Er is geen account"),
        (["organisation", "create", "gemeente", "--name", "Nog een"], "kan niet of bestaat al"),
    ]:
        refused = run(*arguments)
        assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    assert len(json.loads(run("list", "--json").output)["accounts"]) == 1
    assert run("create", "--email", "x@y.nl", "--name", "X", "--role", "operator").exit_code == 2


def test_a_second_organisation_a_key_a_new_link_and_closing(app: Flask) -> None:
    run(*EVA)
    assert "Gemaakt: Kampen." in run("organisation", "create", "kampen", "--name", "Kampen").output
    assert "kampen  Kampen" in run("organisation", "list").output
    bo = ["create", "--email", "bo@voorbeeld.invalid", "--name", "Bo", "--role", "reader"]
    assert "Welke organisatie?" in run(*bo).output
    assert run(*bo, "--organisation", "kampen").exit_code == 0
    key = run("key", "bo@voorbeeld.invalid", "--label", "rapport").output.strip()
    header = {"Authorization": f"Bearer {key}"}
    assert app.test_client().get("/api/v1/studies", headers=header).status_code == 200
    link = run("link", "bo@voorbeeld.invalid").output.strip().removeprefix("http://127.0.0.1:8000")
    assert app.test_client().get(link).status_code == 200
    assert run("close", "BO@voorbeeld.invalid").exit_code == 0
    assert "(gesloten)" in run("list", "--organisation", "kampen").output
    assert app.test_client().get("/api/v1/studies", headers=header).status_code == 401
    assert app.test_client().get(link).status_code == 404
