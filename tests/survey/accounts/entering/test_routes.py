"""Signing in and out: generic answers, a new session, and nothing for who guesses."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.accounts import passwords
from survey.accounts.tables import Account, Visit
from survey.database import reading, transaction
from tests.survey.accounts.conftest import PASSWORD, Counted, MakeAccount
from tests.survey.accounts.forms import send, token

Enter = Callable[..., TestResponse]
WRONG = "horen niet bij elkaar"


def test_who_has_an_account_signs_in_and_lands_on_the_work(make: MakeAccount, enter: Enter) -> None:
    make("reader")
    answer = enter(email="  ANNA@voorbeeld.invalid ")
    assert (answer.status_code, answer.location) == (303, "/onderzoek")


def test_a_page_that_asked_for_it_comes_back_after_signing_in(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient
) -> None:
    make("researcher")
    asked = anonymous.get("/onderzoek?a=1")
    assert asked.location == "/aanmelden?next=/onderzoek?a%3D1"
    assert 'name="next" value="/onderzoek?a=1"' in anonymous.get(asked.location).text
    assert enter(next="/onderzoek?a=1").location == "/onderzoek?a=1"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/%2Fevil.example"]
)
def test_nobody_is_sent_to_another_site(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, wanted: str
) -> None:
    make("researcher")
    page = anonymous.get("/aanmelden", query_string={"next": wanted}).text
    assert "evil.example" not in page
    assert enter(next=wanted).location == "/onderzoek"
    assert anonymous.get("/aanmelden", query_string={"next": wanted}).location == "/onderzoek"


@pytest.mark.parametrize(
    ("email", "password", "state"),
    [
        ("anna@voorbeeld.invalid", "een ander woord", {}),
        ("niemand@voorbeeld.invalid", PASSWORD, {}),
        ("anna@voorbeeld.invalid", PASSWORD, {"active": False}),
        ("anna@voorbeeld.invalid", PASSWORD, {"password": None}),
        ("anna@voorbeeld.invalid\x00", PASSWORD, {}),
        ("anna@voorbeeld.invalid", "\x00" * 12, {}),
        ("a" * 10_000, "b" * 10_000, {}),
    ],
    ids=["password", "unknown", "closed", "no password", "nul", "nul password", "long"],
)
def test_every_reason_not_to_sign_in_gives_the_same_answer_and_costs_the_same(
    make: MakeAccount,
    enter: Enter,
    verifications: Counted,
    email: str,
    password: str,
    state: dict[str, object],
) -> None:
    make("researcher", **state)
    answer = enter(email=email, password=password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert verifications.times == 1


def test_the_hash_for_nobody_costs_as_much_as_a_real_one(app: Flask) -> None:
    with app.app_context():
        assert not passwords.is_outdated(passwords.NOBODY)
        assert not passwords.matches("", None)


def test_an_old_hash_is_made_anew_at_the_next_sign_in(
    app: Flask, make: MakeAccount, enter: Enter, engine: Engine
) -> None:
    old = make("researcher").password
    app.extensions["security"].pwd_context.update(argon2__time_cost=2)
    assert enter().status_code == 303
    with reading(engine) as session:
        kept = session.exec(select(Account.password)).one()
    assert kept != old
    assert kept is not None
    assert "t=2" in kept


def test_only_signing_in_costs_argon2(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, verifications: Counted
) -> None:
    make("administrator")
    anonymous.get("/")
    enter()
    for page in ("/", "/account", "/beheer", "/uitloggen"):
        anonymous.get(page)
    assert verifications.times == 1


def test_guessing_is_stopped_per_account_also_for_an_address_without_account(
    make: MakeAccount, anonymous: FlaskClient, verifications: Counted
) -> None:
    make("researcher")
    proof = token(anonymous)

    def guess(email: str, password: str = "een gok of wat") -> TestResponse:  # noqa: S107 (made up)
        return anonymous.post("/aanmelden", data={"csrf_token": proof, "email": email, "password": password})

    for email in ("anna@voorbeeld.invalid", "niemand@voorbeeld.invalid"):
        answers = [guess(email) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [422] * 10 + [429]
        assert answers[-1].headers["Retry-After"] == "900"
        assert "Wacht 15 minuten" in answers[-1].text
    assert verifications.times == 20  # who is stopped costs nothing
    assert guess("anna@voorbeeld.invalid", PASSWORD).status_code == 429
    with time_machine.travel(16 * 60 + __import__("time").time()):
        assert guess("anna@voorbeeld.invalid", PASSWORD).status_code == 303


def test_guessing_one_account_from_many_addresses_is_stopped_too(
    make: MakeAccount, anonymous: FlaskClient
) -> None:
    make("researcher")
    form = {"csrf_token": token(anonymous), "email": "anna@voorbeeld.invalid", "password": "een gok"}
    statuses = []
    for number in range(51):
        anonymous.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        statuses.append(anonymous.post("/aanmelden", data=form).status_code)
    assert statuses == [422] * 50 + [429]


def test_signing_in_gives_a_new_session_and_drops_what_was_prepared(
    make: MakeAccount, anonymous: FlaskClient, engine: Engine
) -> None:
    make("researcher")
    proof = token(anonymous)
    with anonymous.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["visit"] = "a token that somebody else knows"
        before = session["csrf_token"]
    fields = {"csrf_token": proof, "email": "anna@voorbeeld.invalid", "password": PASSWORD}
    assert anonymous.post("/aanmelden", data=fields).status_code == 303
    with anonymous.session_transaction() as session:
        assert "planted" not in session
        assert session["visit"] != "a token that somebody else knows"
        assert session.get("csrf_token") != before
        token_ = session["visit"]
    with reading(engine) as unit:
        (visit,) = unit.exec(select(Visit)).all()
    assert token_ not in visit.token_hash


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask
) -> None:
    make("researcher")
    enter()
    thief = app.test_client()
    stolen = anonymous.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    assert thief.get("/uitloggen").status_code == 200
    assert send(anonymous, "/uitloggen").location == "/aanmelden"
    assert thief.get("/uitloggen").status_code == 303
    assert thief.get("/onderzoek").location.startswith("/aanmelden")


def test_an_address_alone_signs_nobody_out_and_without_the_token_of_the_form_nothing_happens(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient
) -> None:
    make("researcher")
    assert (
        anonymous.post(
            "/aanmelden", data={"email": "anna@voorbeeld.invalid", "password": PASSWORD}
        ).status_code
        == 400
    )
    assert anonymous.get("/uitloggen").location == "/aanmelden"
    enter()
    assert "Wilt u uitloggen?" in anonymous.get("/uitloggen").text
    assert anonymous.post("/uitloggen").status_code == 400
    assert anonymous.get("/uitloggen").status_code == 200


def test_an_empty_form_says_what_is_missing(anonymous: FlaskClient) -> None:
    answer = send(anonymous, "/aanmelden", email="", password="")
    assert answer.status_code == 422
    assert "E-mailadres: Vul dit in." in answer.text
    assert "Wachtwoord: Vul dit in." in answer.text


def test_a_closed_account_and_other_roles_take_effect_at_once(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, engine: Engine
) -> None:
    account = make("researcher")
    enter()
    assert anonymous.get("/onderzoek").status_code == 200
    with transaction(engine) as session:
        session.get_one(Account, account.id).role_names = ["interviewer"]
    assert anonymous.get("/onderzoek").status_code == 403
    with transaction(engine) as session:
        session.get_one(Account, account.id).active = False
    assert anonymous.get("/onderzoek").location.startswith("/aanmelden")


@pytest.mark.parametrize("how", ["header", "query", "body"])
def test_no_other_token_of_the_library_signs_anybody_in(
    make: MakeAccount, app: Flask, anonymous: FlaskClient, how: str
) -> None:
    account = make("researcher")
    with app.app_context():
        its = account.get_auth_token()
    sent: dict[str, object] = {
        "header": {"headers": {"Authentication-Token": its}},
        "query": {"query_string": {"auth_token": its}},
        "body": {"json": {"auth_token": its}},
    }[how]
    assert anonymous.get("/onderzoek", **sent).status_code == 303
