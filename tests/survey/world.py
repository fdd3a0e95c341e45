"""Two organisations that have everything, and a way to ask for any address there."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, select
from sqlmodel import SQLModel
from werkzeug.test import TestResponse

from survey.app import create_app
from survey.database import reading, transaction
from survey.permission_page import Endpoint, endpoints
from survey.permissions import STAFF, Role
from survey.settings import Settings
from tests.survey import staff
from tests.survey.everything import Everything, device_token, everything

# What stands between <any(...)> in an address: one of them is enough.
ANY = re.compile(r"<any\(([^)]*)\):\w+>")
PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
WORDS = {
    "token": "geen-geheim-van-iemand",
    "page_id": "start",
    "version": "0",
    "path": "x.js",
    "filename": "page.css",
}
# What changes by itself when somebody looks.
_PASSING = {"visit", "allowance"}


@contextmanager
def running(template: Path, folder: Path, mark: str, other: str) -> Iterator["World"]:
    """The application with both organisations; forms need no token, for what holds without one."""
    database = folder / "wijkpeil.sqlite"
    shutil.copyfile(template, database)
    app = create_app(
        Settings(
            database_url=f"sqlite:///{database}",
            data_dir=folder / "var",
            secret_key="made up for the addresses",
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CSRFProtect, "protect", lambda _self: None)
        yield World(app, database, mark, other)
    app.extensions["wijkpeil.database"].dispose()


class World:
    """Two organisations that have everything, visitors of the first, and a way back to how it was."""

    def __init__(self, app: Flask, database: Path, mark: str, other: str) -> None:
        self.app, self._database = app, database
        self.engine: Engine = app.extensions["wijkpeil.database"]
        self.here, self.other = everything(app, "hier", mark), everything(app, "elders", other)
        # What names nothing at all.
        self.nowhere = Everything(
            self.here.organisation,
            {
                name: str(UUID(int=7)) if "-" in value and name.endswith(("id", "interview")) else "2000000000"
                if value.isdigit() and name.endswith("_id") else "nergens" if name in {"slug", "code", "group"} else value
                for name, value in self.here.arguments.items()
            },
        )  # fmt: skip
        self.visitors = {role.value: self._enter(role) for role in STAFF}
        self.visitors["no single answers"] = self._enter(Role.RESEARCHER, sees_single_answers=False)
        self.visitors["no export"] = self._enter(Role.RESEARCHER, may_export=False)
        self.visitors["nobody"] = app.test_client()
        self.visitors[Role.DEVICE.value] = self._device()
        self.engine.dispose()
        self._kept = database.read_bytes()
        self.kept = self.rows()
        self.changed = False

    def _enter(self, role: Role, **limits: bool) -> FlaskClient:
        with transaction(self.engine) as session:
            account = staff.account(session, self.here.organisation, role, **limits)
        return staff.enter(self.app, account)

    def _device(self) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {device_token(self.here.organisation)}"
        return client

    def ask(
        self, visitor: str, endpoint: Endpoint, where: Everything, mixed: Everything | None = None
    ) -> TestResponse:
        """Ask once, with the parts of `where` (the study of `mixed`, when given), and put everything back."""
        arguments = WORDS | where.arguments | ({"slug": mixed.arguments["slug"]} if mixed else {})
        if "passkeys" in endpoint.rule:
            arguments["key_id"] = arguments["passkey_id"]
        path = PART.sub(lambda part: arguments[part[1]], ANY.sub(lambda any_: _first(any_[1]), endpoint.rule))
        answer = self.visitors[visitor].open(path, method=endpoint.method, buffered=True)
        self.changed = False
        if endpoint.method != "GET":
            self.changed = self.rows() != self.kept
            self.engine.dispose()
            self._database.write_bytes(self._kept)
        return answer

    def rows(self) -> dict[str, list[str]]:
        """Everything that is kept, table by table."""
        with reading(self.engine) as session:
            tables = [each for each in SQLModel.metadata.sorted_tables if each.name not in _PASSING]
            return {
                each.name: sorted(repr(tuple(row)) for row in session.connection().execute(select(each)))
                for each in tables
            }

    def named(self, name: str) -> Endpoint:
        """The address of this view."""
        return next(each for each in endpoints(self.app) if each.name == name)


def _first(choices: str) -> str:
    return choices.split(",", maxsplit=1)[0].strip(" '\"")
