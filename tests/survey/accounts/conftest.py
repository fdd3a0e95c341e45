"""Accounts with a password, hashed at a price that a test can pay."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from survey.accounts import passwords
from survey.accounts.organisation import Organisation
from survey.accounts.tables import Account
from survey.database import transaction
from tests.survey import staff
from tests.survey.accounts.forms import send

PASSWORD = "vier losse woorden"
MakeAccount = Callable[..., Account]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Pages are tried on one kind of database; what differs between the two has tests of its own."""
    path = tmp_path / "wijkpeil.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def cheap(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 in little memory and one round, also for nobody: the same code, another price."""
    app.extensions["security"].pwd_context.update(
        argon2__memory_cost=8, argon2__time_cost=1, argon2__parallelism=1
    )
    with app.app_context():
        monkeypatch.setattr(passwords, "NOBODY", passwords.hashed("a password that nobody has"))


@dataclass
class Counted:
    """How often argon2 was asked whether a password fits."""

    times: int = 0
    kept: list[str] = field(default_factory=list)


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted()
    real = passwords.verify_password

    def count(password: str, kept: str) -> bool:
        counted.times += 1
        counted.kept.append(kept)
        return bool(real(password, kept))

    monkeypatch.setattr(passwords, "verify_password", count)
    return counted


@pytest.fixture
def make(app: Flask, engine: Engine, organisation: Organisation, cheap: None) -> MakeAccount:
    """Makes an account with a password."""

    def made(
        *roles: str, email: str = "anna@voorbeeld.invalid", at: Organisation = organisation, **more: object
    ) -> Account:
        with app.app_context():
            hashed = passwords.hashed(PASSWORD)
        with transaction(engine) as session:
            account = staff.account(session, at, *(roles or ("researcher",)))
            account.email, account.password = email, hashed
            for name, value in more.items():
                setattr(account, name, value)
        return account

    return made


@pytest.fixture
def enter(anonymous: FlaskClient) -> Callable[..., TestResponse]:
    """Sends the form of the sign-in page."""

    def sent(email: str = "anna@voorbeeld.invalid", password: str = PASSWORD, **more: str) -> TestResponse:
        return send(anonymous, "/aanmelden", email=email, password=password, **more)

    return sent
