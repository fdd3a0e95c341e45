"""Devices on the command line: for an installation without anybody at a screen."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from survey.accounts.organisation import Organisation
from survey.device_commands import device


@pytest.fixture(autouse=True)
def _here(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", database_url)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("WIJKPEIL_SECRET_KEY", app.config["SECRET_KEY"])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(device, list(arguments))


def told(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_device_comes_in_is_listed_and_is_shut_out(app: Flask, organisation: Organisation) -> None:
    assert "Er zijn nog geen apparaten." in run("list").stdout
    made = told("enrol", "Tablet 7")
    assert made["address"].endswith(f"/veld#code={made['code'].replace('-', '')}")
    answer = app.test_client().post("/api/v1/devices", json={"code": made["code"]})
    assert answer.status_code == 201

    [listed] = told("list")["devices"]
    assert (listed["name"], listed["unsent"], listed["revoked_at"]) == ("Tablet 7", None, None)
    assert "Tablet 7\tniet verzonden: ?\tgezien: nog nooit" in run("list").stdout

    revoked = told("revoke", str(listed["device"]), "--reason", "gestolen", "--release")
    assert (revoked["revoked_reason"], revoked["released"]) == ("gestolen", 0)
    token = {"Authorization": f"Bearer {answer.get_json()['token']}"}
    assert app.test_client().post("/api/v1/devices/check-in", headers=token).status_code == 403
    assert "ingetrokken: gestolen" in run("list").stdout


def test_a_tablet_that_was_wiped_becomes_the_same_device_again(
    app: Flask, organisation: Organisation
) -> None:
    first = told("enrol", "Tablet 7")["code"]
    number = app.test_client().post("/api/v1/devices", json={"code": first}).get_json()["device"]
    made = told("again", str(number))
    assert made["name"] == "Tablet 7"
    answer = app.test_client().post("/api/v1/devices", json={"code": made["code"]})
    assert (answer.status_code, answer.get_json()["device"]) == (201, number)
    assert len(told("list")["devices"]) == 1
    assert "Code voor Tablet 7: " in run("again", str(number)).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["enrol", " "], "zoals Tablet 7"),
        (["enrol", "Tablet", "--organisation", "nergens"], "--organisation NAAM"),
        (["again", "77"], "geen apparaat met nummer 77"),
        (["revoke", "77", "--reason", "weg"], "geen apparaat met nummer 77"),
    ],
)
def test_what_can_not_be_done_says_why(organisation: Organisation, arguments: list[str], said: str) -> None:
    done = run(*arguments)

    assert done.exit_code == 1
    assert said in done.stderr


def test_a_device_is_not_shut_out_without_a_reason(app: Flask, organisation: Organisation) -> None:
    code = told("enrol", "Tablet 7")["code"]
    number = app.test_client().post("/api/v1/devices", json={"code": code}).get_json()["device"]

    assert run("revoke", str(number)).exit_code == 2
    assert run("revoke", str(number), "--reason", " ").exit_code == 1
    assert told("list")["devices"][0]["revoked_at"] is None


def test_without_tables_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", f"sqlite:///{tmp_path / 'leeg.sqlite'}")

    done = run("list")

    assert (done.exit_code, "wijkpeil db upgrade" in done.stderr) == (1, True)
