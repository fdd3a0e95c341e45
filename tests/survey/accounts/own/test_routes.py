"""Somebody looks after the own account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.accounts import totp, visits
from survey.accounts.tables import Account, Visit
from survey.database import reading
from survey.moment import now
from survey.settings import Settings
from tests.survey import staff
from tests.survey.accounts.conftest import PASSWORD, Counted, MakeAccount
from tests.survey.accounts.forms import send, token

Enter = Callable[..., TestResponse]
NEW = "mijn nieuwe lange zin"


def test_my_sessions_can_be_ended_one_by_one_or_all_others_at_once(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask, engine: Engine
) -> None:
    account = make("researcher")
    enter()
    others = [staff.enter(app, account) for _each in range(3)]
    assert anonymous.get("/account").text.count("Proefbrowser") == 6  # each is named by its button too
    with reading(engine) as session:
        first = visits.of(session, account.id or 0)[-2].id
    send(anonymous, f"/account/sessies/{first}/beeindigen", page="/account")
    assert [other.get("/account").status_code for other in others] == [303, 200, 200]
    assert send(anonymous, f"/account/sessies/{first}/beeindigen", page="/account").status_code == 404
    send(anonymous, "/account/sessies/andere/beeindigen", page="/account")
    assert [other.get("/account").status_code for other in others] == [303, 303, 303]
    assert anonymous.get("/account").status_code == 200


def test_a_session_of_somebody_else_is_not_there(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask
) -> None:
    make("researcher")
    enter()
    theirs = staff.enter(app, make("administrator", email="baas@voorbeeld.invalid"))
    answers = [
        send(anonymous, f"/account/sessies/{number}/beeindigen", page="/account").status_code
        for number in (2, 99)
    ]
    assert answers == [404, 404]
    assert theirs.get("/account").status_code == 200


def test_a_session_ends_without_use_and_after_a_week_however_busy(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient
) -> None:
    make("researcher")
    enter()
    began = now()
    for hours in range(11, 24 * 7, 11):  # never twelve hours without a look
        with time_machine.travel(began + timedelta(hours=hours)):
            assert anonymous.get("/account").status_code == 200
    with time_machine.travel(began + timedelta(days=7, minutes=1)):
        assert anonymous.get("/account").status_code == 303
        assert enter().status_code == 303
    with time_machine.travel(began + timedelta(days=7, hours=12, minutes=2)):
        assert anonymous.get("/account").status_code == 303


def test_last_seen_is_written_once_in_some_minutes(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, engine: Engine
) -> None:
    make("researcher")
    enter()
    began = now()

    def seen(minutes: float) -> object:
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            anonymous.get("/account")
        with reading(engine) as session:
            return session.exec(select(Visit.seen_at)).one()

    first = seen(1)
    assert seen(4) == first
    assert seen(6) == began + timedelta(minutes=6)
    assert seen(9) == began + timedelta(minutes=6)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask, verifications: Counted
) -> None:
    account = make("researcher")
    enter()
    other = staff.enter(app, account)
    assert send(anonymous, "/account/wachtwoord", current="fout fout fout", password=NEW).status_code == 422
    assert (
        send(
            anonymous, "/account/wachtwoord", current=PASSWORD, password="anna@voorbeeld.invalid1"
        ).status_code
        == 422
    )
    assert other.get("/account").status_code == 200
    assert send(anonymous, "/account/wachtwoord", current=PASSWORD, password=NEW).status_code == 303
    assert anonymous.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert (
        verifications.times == 3
    )  # once to sign in, and once for each password of now that was sent with a good new one


def test_guessing_the_password_of_an_open_laptop_is_stopped(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient
) -> None:
    make("researcher")
    enter()
    proof = token(anonymous, "/account/wachtwoord")
    form = {"csrf_token": proof, "current": "een gok of twee", "password": NEW}
    statuses = [anonymous.post("/account/wachtwoord", data=form).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]


def test_changing_how_to_sign_in_asks_to_sign_in_again_after_half_an_hour(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient
) -> None:
    make("researcher")
    enter()
    with time_machine.travel(now() + timedelta(minutes=31)):
        asked = anonymous.get("/account/app")
        assert asked.location == "/account/opnieuw?next=/account/app"
        assert send(anonymous, "/account/sleutels", label="x").location.startswith("/account/opnieuw")
        out = send(anonymous, "/uitloggen", page=asked.location, next="/account/app")
        assert out.location == "/aanmelden?next=/account/app"
        assert enter(next="/account/app").location == "/account/app"
        assert anonymous.get("/account/app").status_code == 200


def test_a_key_works_until_it_is_revoked_and_is_shown_once(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask
) -> None:
    make("researcher")
    enter()
    shown = send(anonymous, "/account/sleutels", label="Rapport <b>").text
    key = shown.split('id="sleutel">')[1].split("<")[0]
    assert key not in anonymous.get("/account/sleutels").text
    assert "Rapport &lt;b&gt;" in shown
    program = app.test_client()
    for header in (f"Bearer {key}", f"bearer {key} "):
        assert program.get("/api/v1/studies", headers={"Authorization": header}).status_code == 200
    for header in ("Bearer", "Bearer ", "Bearer null", f"Basic {key}", f"Bearer {key[:-1]}", "Bearer \ud83d"):
        assert program.get("/api/v1/studies", headers={"Authorization": header}).status_code == 401
    # a key signs nobody in where a person changes how to sign in
    assert program.get("/account/app", headers={"Authorization": f"Bearer {key}"}).status_code == 403
    send(anonymous, "/account/sleutels/1/intrekken", page="/account/sleutels")
    assert program.get("/api/v1/studies", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert send(anonymous, "/account/sleutels/1/intrekken", page="/account/sleutels").status_code == 404


def test_a_key_or_passkey_of_somebody_else_is_not_there(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask
) -> None:
    make("researcher")
    other = staff.enter(app, make("reader", email="ander@voorbeeld.invalid"))
    send(other, "/account/sleutels", label="van een ander")
    enter()
    for path in ("/account/sleutels/1/intrekken", "/account/passkeys/1/weg"):
        assert send(anonymous, path, page="/account/sleutels").status_code == 404
    assert "van een ander" in other.get("/account/sleutels").text


def test_the_secret_of_an_app_is_kept_encrypted_and_a_code_works_once(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, engine: Engine, settings: Settings
) -> None:
    account = make("researcher")
    enter()
    page = anonymous.get("/account/app").text
    key = page.split('id="sleutel">')[1].split("<")[0]
    device = totp._kind(settings.secret)(key, format="base32")
    assert send(anonymous, "/account/app", code="000 000").status_code == 422
    code = device.generate().token
    assert "Uw herstelcodes" in send(anonymous, "/account/app", code=code).text
    with reading(engine) as session:
        kept = session.get_one(Account, account.id)
    assert kept.tf_totp_secret is not None
    assert key.replace("-", "") not in kept.tf_totp_secret
    assert kept.mf_recovery_codes is not None
    assert all(len(one) == 64 for one in kept.mf_recovery_codes)
    send(anonymous, "/uitloggen")
    assert enter().location == "/aanmelden/bevestigen"
    for wrong in (code, "", "٠١٢٣٤٥", "null", "0" * 5_000):  # the one that was used, and what is none
        assert send(anonymous, "/aanmelden/bevestigen", code=wrong).status_code == 422
    assert anonymous.get("/account").status_code == 303


def test_codes_are_guessed_ten_times_at_most(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, settings: Settings
) -> None:
    make("researcher", tf_totp_secret=totp.new_secret(settings))
    enter()
    proof = token(anonymous, "/aanmelden/bevestigen")
    guess = {"csrf_token": proof, "code": "123456"}
    statuses = [anonymous.post("/aanmelden/bevestigen", data=guess).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]
    enter()  # to begin anew does not give ten more
    assert send(anonymous, "/aanmelden/bevestigen", code="123456").status_code == 429


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{}",
        '{"credential": 1}',
        '{"credential": "{}"}',
        '{"credential": "{\\"rawId\\": 3}"}',
    ],
)
def test_what_is_no_passkey_signs_nobody_in(make: MakeAccount, anonymous: FlaskClient, body: str) -> None:
    make("researcher")
    headers = {"X-CSRFToken": token(anonymous)}
    question = anonymous.post("/aanmelden/passkey/vraag", json={}, headers=headers)
    assert (question.status_code, question.json["allowCredentials"]) == (200, [])  # type: ignore[index]
    sent = anonymous.post("/aanmelden/passkey", data=body, headers=headers, content_type="application/json")
    assert sent.status_code in {400, 422}
    as_text = anonymous.post("/aanmelden/passkey", data=body, headers=headers, content_type="text/plain")
    assert as_text.status_code == 415
    assert anonymous.post("/aanmelden/passkey", data=body, content_type="application/json").status_code == 400
    assert anonymous.get("/account").status_code == 303
