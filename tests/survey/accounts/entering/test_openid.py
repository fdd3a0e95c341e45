"""Who comes back from a provider: only with the proof that belongs to this visit, and only to an account that was there."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.entering.openid import account_of
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account
from survey.database import transaction
from survey.settings import Settings
from tests.openid_provider import free_port
from tests.survey.accounts.conftest import MakeAccount

CLAIMS = {
    "iss": "https://id.voorbeeld.invalid",
    "sub": "a1",
    "email": "Anna@voorbeeld.invalid",
    "email_verified": True,
}


def found(engine: Engine, **claims: Any) -> int | None:
    with transaction(engine) as session:
        account = account_of(session, CLAIMS | claims)
        return account.id if account else None


def test_the_first_time_a_verified_address_and_after_that_only_the_name_at_the_provider(
    make: MakeAccount, engine: Engine
) -> None:
    anna, bo = make("reader"), make("reader", email="bo@voorbeeld.invalid")
    assert found(engine) == anna.id
    assert found(engine, email="bo@voorbeeld.invalid") == anna.id  # another address changes nothing
    assert found(engine, sub="b2") is None  # who took over the address is somebody else
    assert found(engine, iss="https://elders.invalid") is None
    assert found(engine, sub="b2", email="bo@voorbeeld.invalid") == bo.id


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}, {"email_verified": 1.5},
        {"email": "niemand@voorbeeld.invalid"}, {"email": ""}, {"email": None}, {"email": "\x00"},
    ],
    ids=str,
)  # fmt: skip
def test_an_address_that_is_not_verified_or_not_known_opens_nothing(
    make: MakeAccount, engine: Engine, claims: dict[str, Any]
) -> None:
    make("reader")
    assert found(engine, **claims) is None


def test_a_closed_account_opens_for_no_provider(make: MakeAccount, engine: Engine) -> None:
    account = make("reader")
    assert found(engine) == account.id
    with transaction(engine) as session:
        session.get_one(Account, account.id).active = False
    assert found(engine) is None


@pytest.fixture
def settings(database_url: str, tmp_path: Any) -> Settings:
    nobody = f"http://127.0.0.1:{free_port()}"
    return Settings(
        database_url=database_url,
        data_dir=tmp_path / "var",
        secret_key="made up for a provider",
        oidc_issuer=nobody,
    )


def test_a_provider_that_cannot_be_reached_is_said_and_the_password_still_works(
    app: Flask, anonymous: FlaskClient, organisation: Organisation
) -> None:
    answer = anonymous.get("/aanmelden/organisatie")
    assert answer.status_code == 503
    assert "Het aanmelden bij uw organisatie werkt nu niet." in answer.text
    assert "Aanmelden via uw organisatie" in anonymous.get("/aanmelden").text


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=", "?code=x&state=made-up", "?error=access_denied&state=x"]
)
def test_nobody_comes_back_who_did_not_leave_from_here(anonymous: FlaskClient, query: str) -> None:
    assert anonymous.get(f"/aanmelden/organisatie/terug{query}").status_code == 403
    with anonymous.session_transaction() as session:
        assert "visit" not in session
