"""An administrator runs the accounts of one organisation, and only of that one."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts import keys, visits
from survey.accounts.managing.change import LastAdministrator, close
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account, Passkey
from survey.database import reading, transaction
from tests.survey import staff
from tests.survey.accounts.conftest import MakeAccount
from tests.survey.accounts.forms import send, token

FORM = {"name": "Bo", "email": "bo@voorbeeld.invalid", "roles": ["reader"]}


@pytest.fixture
def boss(make: MakeAccount, app: Flask) -> FlaskClient:
    return staff.enter(app, make("administrator", email="baas@voorbeeld.invalid"))


def stored(engine: Engine, account: Account) -> Account:
    with reading(engine) as session:
        return session.get_one(Account, account.id)


def test_a_new_account_has_no_password_until_its_owner_sets_one_with_the_link(
    boss: FlaskClient, app: Flask, engine: Engine
) -> None:
    page = send(boss, "/beheer/nieuw", **FORM)
    assert page.status_code == 200
    (link,) = re.findall(r'id="link">http://127.0.0.1:8000(\S+)<', page.text)
    with reading(engine) as session:
        made = session.exec(select(Account).where(Account.email == "bo@voorbeeld.invalid")).one()
    assert (made.password, made.role_names, made.may_export, made.sees_single_answers) == (
        None,
        ["reader"],
        False,
        False,
    )
    owner = app.test_client()
    assert send(owner, link, password="een zin van bo zelf").location == "/aanmelden?nieuw=1"
    answer = send(owner, "/aanmelden", email="bo@voorbeeld.invalid", password="een zin van bo zelf")
    assert answer.location == "/onderzoek"
    assert link not in boss.get("/beheer").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "geen adres"}, "Vul een heel e-mailadres in"),
        ({"email": "BAAS@voorbeeld.invalid"}, "kan geen account worden gemaakt"),
        ({"email": "a\r\nBcc: b@c.nl@d.nl"}, "Vul een heel e-mailadres in"),
        ({"name": ""}, "Vul dit in."),
        ({"name": "x" * 121}, "Houd het korter"),
        ({"name": "a\x00b"}, "Gebruik alleen letters"),
        ({"roles": []}, "Kies minstens één rol."),
        ({"roles": ["operator"]}, "rol"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_form_that_is_not_right_comes_back_and_makes_nothing(
    boss: FlaskClient, engine: Engine, wrong: dict[str, object], said: str
) -> None:
    answer = send(boss, "/beheer/nieuw", **(FORM | wrong))
    assert answer.status_code == 422
    assert said in answer.text
    with reading(engine) as session:
        assert len(session.exec(select(Account)).all()) == 1


def test_a_name_is_shown_as_text(boss: FlaskClient) -> None:
    send(boss, "/beheer/nieuw", **(FORM | {"name": "<script>alert(1)</script>"}))
    page = boss.get("/beheer").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_roles_rights_and_closing_work_at_once_and_can_be_turned_back(
    boss: FlaskClient, make: MakeAccount, app: Flask, engine: Engine
) -> None:
    account = make("researcher")
    with transaction(engine) as session:
        key = keys.make(session, account, "proef")
    theirs, program = staff.enter(app, account), {"Authorization": f"Bearer {key}"}
    address = f"/beheer/accounts/{account.id}"
    assert theirs.get("/onderzoek").status_code == 200
    send(boss, address, name="Anna", roles=["interviewer"], sees_single_answers="y")
    assert theirs.get("/onderzoek").status_code == 403
    assert stored(engine, account).may_export is False
    send(boss, f"{address}/sluiten")
    assert theirs.get("/account").status_code == 303
    assert app.test_client().get("/account", headers=program).status_code == 303
    send(boss, f"{address}/heropenen", page=address)
    assert theirs.get("/account").status_code == 303  # sessions that ended stay so
    assert app.test_client().get("/account", headers=program).status_code == 200


def test_all_sessions_and_the_second_factor_of_somebody_can_be_taken_away(
    boss: FlaskClient, make: MakeAccount, app: Flask, engine: Engine
) -> None:
    account = make("researcher", tf_totp_secret="{}", totp_counter=3, mf_recovery_codes=["x"])
    with transaction(engine) as session:
        session.add(
            Passkey(
                account_id=account.id or 0, credential_id=b"1", public_key=b"2", transports=[], name="Laptop"
            )
        )
    address = f"/beheer/accounts/{account.id}"
    theirs = staff.enter(app, account)
    assert "Met tweede stap." in boss.get("/beheer").text
    send(boss, f"{address}/sessies/beeindigen", page=address)
    assert theirs.get("/account").status_code == 303
    assert "Dit kunt u niet terugdraaien." in boss.get(f"{address}/tweede-stap").text
    assert "Met tweede stap." in boss.get("/beheer").text
    send(boss, f"{address}/tweede-stap")
    assert "Met tweede stap." not in boss.get("/beheer").text
    kept = stored(engine, account)
    assert (kept.tf_totp_secret, kept.totp_counter, kept.mf_recovery_codes) == (None, None, None)


def test_the_last_administrator_stays(
    boss: FlaskClient, make: MakeAccount, engine: Engine, app: Flask
) -> None:
    with reading(engine) as session:
        (only,) = session.exec(select(Account)).all()
    address = f"/beheer/accounts/{only.id}"
    refused = send(boss, f"{address}/sluiten")
    assert refused.status_code == 409
    assert "Dit is de enige beheerder." in refused.text
    assert send(boss, address, name="Baas", roles=["reader"]).status_code == 422
    make("administrator", active=False)
    with transaction(engine) as session, pytest.raises(LastAdministrator):
        close(session, session.get_one(Account, only.id))
    make("administrator", email="tweede@voorbeeld.invalid")
    assert send(boss, f"{address}/sluiten").status_code == 303
    assert boss.get("/beheer").status_code == 303


def test_an_account_of_another_organisation_is_as_absent_as_one_that_does_not_exist(
    boss: FlaskClient, make: MakeAccount, elsewhere: Organisation, app: Flask, engine: Engine
) -> None:
    foreign = make("administrator", at=elsewhere, name="Vreemde")
    theirs = staff.enter(app, foreign)
    assert "Vreemde" not in boss.get("/beheer").text
    proof = token(boss, "/account")
    paths = ["", "/sluiten", "/heropenen", "/sessies/beeindigen", "/tweede-stap", "/link"]

    def answers(account_id: object) -> list[tuple[int, str]]:
        found = []
        for path in paths:
            address = f"/beheer/accounts/{account_id}{path}"
            found.append(boss.post(address, data={"csrf_token": proof, "name": "X", "roles": ["reader"]}))
            found.append(boss.get(address))
        return [
            (answer.status_code, re.sub(r'nonce="[^"]+"|value="[^"]+"|accounts/\d+', "", answer.text))
            for answer in found
        ]

    assert answers(foreign.id) == answers(999_999)
    assert all(status in {404, 405} for status, _text in answers(foreign.id))
    assert theirs.get("/account").status_code == 200
    assert stored(engine, foreign).name == "Vreemde"


def test_the_organisation_gets_another_name(
    boss: FlaskClient, engine: Engine, organisation: Organisation
) -> None:
    assert send(boss, "/beheer/organisatie", name="  ").status_code == 422
    assert send(boss, "/beheer/organisatie", name="Gemeente Proefdam").status_code == 303
    assert "Accounts van Gemeente Proefdam" in boss.get("/beheer").text


@pytest.mark.parametrize("role", ["researcher", "supervisor", "interviewer", "reader"])
def test_nobody_else_gets_in(sign_in: Callable[..., FlaskClient], role: str) -> None:
    somebody = sign_in(role)
    assert somebody.get("/beheer").status_code == 403
    assert somebody.get("/beheer/accounts/1").status_code == 403
    assert somebody.post("/beheer/accounts/1/link").status_code in {400, 403}


def test_looking_changes_nothing(boss: FlaskClient, make: MakeAccount, engine: Engine) -> None:
    account = make("researcher")
    before = stored(engine, account).model_dump()
    for path in ("", "/sluiten", "/heropenen", "/sessies/beeindigen", "/tweede-stap", "/link"):
        boss.get(f"/beheer/accounts/{account.id}{path}")
        boss.post(f"/beheer/accounts/{account.id}{path}")  # without the token of a form
    assert stored(engine, account).model_dump() == before
    with reading(engine) as session:
        assert visits.of(session, account.id or 0) == []
