"""A forgotten password: a link by mail that works once, built from our own settings, and that tells nobody anything."""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.accounts.tables import Account, PasswordLink
from survey.database import reading
from survey.jobs.tables import Job
from survey.moment import now
from survey.settings import Settings
from tests.survey.accounts.conftest import Counted, MakeAccount
from tests.survey.accounts.forms import send, token

NEW = "mijn nieuwe lange zin"
Enter = Callable[..., TestResponse]


@pytest.fixture
def mails(run_jobs: Callable[[], int], settings: Settings) -> Callable[[], list[str]]:
    """Lets the worker do what waits, and gives the texts that it mailed."""

    def sent() -> list[str]:
        run_jobs()
        found = []
        for file in sorted(Path(settings.data_dir / "outbox").glob("*.eml")):
            body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
            assert body is not None
            found.append(str(body.get_content()))
            file.unlink()
        return found

    return sent


def link_in(text: str) -> str:
    found = re.search(r"(\S+/wachtwoord/\S+)", text)
    assert found
    return found[1]


def test_the_link_sets_a_password_once_and_ends_every_session(
    make: MakeAccount, enter: Enter, anonymous: FlaskClient, app: Flask, mails: Callable[[], list[str]]
) -> None:
    make("researcher")
    enter()
    other = app.test_client()
    assert send(other, "/wachtwoord-vergeten", email=" Anna@Voorbeeld.invalid").status_code == 303
    (text,) = mails()
    path = link_in(text).removeprefix("http://127.0.0.1:8000")
    for _look in range(2):
        assert (
            "anna@voorbeeld.invalid" in other.get(path).text
        )  # looking, as a mail scanner does, uses nothing up
    assert send(other, path, password="te kort").status_code == 422
    assert anonymous.get("/account").status_code == 200
    proof = token(other, path)
    answers = [other.post(path, data={"csrf_token": proof, "password": NEW}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 404]
    assert other.get(path).status_code == 404
    assert anonymous.get("/account").status_code == 303
    assert enter().status_code == 422
    assert enter(password=NEW).status_code == 303


def test_the_host_header_does_not_reach_the_link(
    make: MakeAccount, anonymous: FlaskClient, mails: Callable[[], list[str]]
) -> None:
    make("researcher")
    proof = token(anonymous)
    for headers in (
        {"Host": "evil.example"},
        {
            "X-Forwarded-Host": "evil.example",
            "Forwarded": "host=evil.example",
            "X-Forwarded-Prefix": "//evil.example",
        },
        {"X-Original-URL": "//evil.example/", "X-Rewrite-URL": "//evil.example/"},
    ):
        anonymous.post(
            "/wachtwoord-vergeten",
            data={"csrf_token": proof, "email": "anna@voorbeeld.invalid"},
            headers=headers,
        )
    texts = mails()
    assert len(texts) == 2  # a name that is not ours gets no further than the door
    for text in texts:
        assert link_in(text).startswith("http://127.0.0.1:8000/wachtwoord/")
        assert "evil" not in text


def test_nobody_learns_who_has_an_account(
    make: MakeAccount,
    anonymous: FlaskClient,
    app: Flask,
    verifications: Counted,
    mails: Callable[[], list[str]],
) -> None:
    make("researcher", email="dicht@voorbeeld.invalid", active=False)
    make("researcher")
    answers = []
    for email in ("anna@voorbeeld.invalid", "niemand@voorbeeld.invalid", "dicht@voorbeeld.invalid"):
        answer = send(anonymous, "/wachtwoord-vergeten", email=email)
        answers.append((answer.status_code, answer.location, anonymous.get(answer.location).text))
    assert answers[0] == answers[1] == answers[2]
    assert verifications.times == 0
    assert len(mails()) == 1  # and it is made and sent later, by the worker


def test_one_address_gets_few_mails_and_one_visitor_asks_few_times(
    make: MakeAccount, anonymous: FlaskClient, engine: Engine
) -> None:
    make("researcher")
    proof = token(anonymous)

    def ask(email: str) -> int:
        return anonymous.post("/wachtwoord-vergeten", data={"csrf_token": proof, "email": email}).status_code

    assert [ask("anna@voorbeeld.invalid") for _time in range(5)] == [303] * 5
    with reading(engine) as session:
        assert len(session.exec(select(Job)).all()) == 3
    assert [ask(f"x{number}@voorbeeld.invalid") for number in range(16)] == [303] * 15 + [429]


def test_a_link_expires_and_only_the_last_one_works(
    make: MakeAccount, anonymous: FlaskClient, engine: Engine, mails: Callable[[], list[str]]
) -> None:
    make("researcher")
    send(anonymous, "/wachtwoord-vergeten", email="anna@voorbeeld.invalid")
    first = link_in(mails()[0]).removeprefix("http://127.0.0.1:8000")
    send(anonymous, "/wachtwoord-vergeten", email="anna@voorbeeld.invalid")
    second = link_in(mails()[0]).removeprefix("http://127.0.0.1:8000")
    assert [anonymous.get(path).status_code for path in (first, second)] == [404, 200]
    with reading(engine) as session:
        assert all(row.token_hash not in second for row in session.exec(select(PasswordLink)))
    with time_machine.travel(now() + timedelta(hours=2, minutes=1)):
        assert anonymous.get(second).status_code == 404
        assert send(anonymous, second, page="/aanmelden", password=NEW).status_code == 404


@pytest.mark.parametrize("path", ["null", "None", "0", "%00", "undefined", "a" * 3_000, "%2e%2e", "é"])
def test_a_made_up_link_is_not_there(
    make: MakeAccount, anonymous: FlaskClient, engine: Engine, path: str
) -> None:
    before = make("researcher", password=None)
    proof = token(anonymous)
    assert anonymous.get(f"/wachtwoord/{path}").status_code == 404
    answer = anonymous.post(f"/wachtwoord/{path}", data={"csrf_token": proof, "password": NEW})
    assert answer.status_code == 404
    with reading(engine) as session:
        assert session.get_one(Account, before.id).password is None
