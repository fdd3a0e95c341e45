"""The accounts of the demo: one for every role in two municipalities, with passwords of this computer only."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.accounts.passwords import matches
from survey.accounts.secret import digest
from survey.accounts.tables import Account, ApiKey
from survey.database import reading, transaction
from survey.demo import make as making
from survey.demo.accounts import KEPT_IN, accounts, kept, write
from survey.demo.organisations import FIRST, SECOND
from survey.permissions import STAFF


def _made(app: Flask, engine: Engine, slug: str, known: dict[str, Any] | None = None) -> dict[str, Any]:
    with app.app_context(), transaction(engine) as session:
        return accounts(session, slug, (), known or {})


def test_there_is_an_account_for_every_role_and_for_each_finer_right(app: Flask, engine: Engine) -> None:
    made = _made(app, engine, FIRST)["accounts"]
    assert {role for each in made for role in each["roles"]} == set(STAFF)
    assert sum(not each["sees_single_answers"] for each in made) == 1
    assert sum(not each["may_export"] for each in made) == 1


def test_the_passwords_are_random_and_only_their_hashes_are_kept(app: Flask, engine: Engine) -> None:
    made = _made(app, engine, FIRST)["accounts"] + _made(app, engine, SECOND)["accounts"]
    assert len({each["password"] for each in made}) == len(made) == 14
    with reading(engine) as session, app.app_context():
        one = session.exec(select(Account).where(col(Account.email) == made[0]["email"])).one()
        assert matches(made[0]["password"], one.password)
        assert made[0]["password"] not in (one.password or "")
        hashes = set(session.exec(select(ApiKey.key_hash)))
    assert hashes == {digest(each["api_key"]) for each in made}


def test_made_again_the_same_accounts_keep_their_passwords(app: Flask, engine: Engine) -> None:
    first = _made(app, engine, FIRST)
    again = _made(app, engine, FIRST, {each["email"]: each for each in first["accounts"]})
    assert again == first


def test_when_the_file_is_lost_the_accounts_get_new_passwords(app: Flask, engine: Engine) -> None:
    first = _made(app, engine, FIRST)["accounts"]
    again = _made(app, engine, FIRST)["accounts"]
    assert [each["email"] for each in again] == [each["email"] for each in first]
    assert not {each["password"] for each in first} & {each["password"] for each in again}
    with reading(engine) as session:
        assert len(session.exec(select(ApiKey)).all()) == len(again)


def test_the_file_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "map" / "accounts.json"
    write(file, {"organisations": []})
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept(tmp_path / "nergens") == {}


def test_the_command_writes_two_municipalities_each_with_a_study_members_and_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {slug: defined[:1] for slug, defined in making.STUDIES.items()}
    monkeypatch.setattr(making, "STUDIES", small)
    monkeypatch.setattr(
        "survey.demo.commands.SLUGS", {FIRST: ("deventer-straat",), SECOND: ("buurgemeente-straat",)}
    )
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(tmp_path / "var"))
    from survey.cli import wijkpeil

    file = tmp_path / "accounts.json"
    ran = CliRunner().invoke(wijkpeil, ["demo", "--json", "--accounts", str(file)])
    assert ran.exit_code == 0, ran.output
    document = json.loads(file.read_text())
    assert json.loads(ran.stdout)["accounts"] == document
    assert document == json.loads((tmp_path / "var" / KEPT_IN).read_text())
    assert [one["organisation"] for one in document["organisations"]] == [FIRST, SECOND]
    assert all(one["members"] == 300 and one["studies"] for one in document["organisations"])
    assert document["synthetic"] is True


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "STUDIES", {})
    monkeypatch.setattr("survey.demo.commands.SLUGS", {})
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(tmp_path / "var"))
    from survey.cli import wijkpeil

    (tmp_path / "bestand").write_text("")
    ran = CliRunner().invoke(wijkpeil, ["demo", "--json", "--accounts", str(tmp_path / "bestand" / "x.json")])
    assert ran.exit_code == 1
    assert "niet te schrijven" in ran.stderr
