"""A study in three languages that is filled in online."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.panel.tables import Draft
from survey.studies.publish import publish
from tests.survey.panel.invitations import Guest, Panel
from tests.survey.panel.visitor import QUESTIONNAIRE, Visitor


@pytest.fixture
def form(engine: Engine) -> None:
    with transaction(engine) as session:
        publish(
            session,
            "panel-proef",
            QUESTIONNAIRE,
            title="Proef",
            municipality="Proefstad",
            default_origin="panel",
        )


@pytest.fixture
def visitor(form: None, client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def other(form: None, app: Flask) -> Visitor:
    """Somebody else, with a browser of their own."""
    return Visitor(app.test_client())


class Kept:
    """What the database holds."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def interviews(self) -> list[Interview]:
        with reading(self.engine) as session:
            return list(session.exec(select(Interview)))

    def body(self) -> dict[str, Any]:
        """The one interview that was sent, as it was sent."""
        with reading(self.engine) as session:
            return dict(json.loads(session.exec(select(Submission)).one().body))

    def draft(self) -> Draft:
        with reading(self.engine) as session:
            return session.exec(select(Draft)).one()


@pytest.fixture
def kept(engine: Engine) -> Kept:
    return Kept(engine)


@pytest.fixture
def panel(form: None, app: Flask) -> Panel:
    """One member who was invited."""
    return Panel(app)


@pytest.fixture
def guest(panel: Panel, app: Flask) -> Guest:
    """That member, at the page behind the link of the invitation."""
    return Guest(app.test_client(), panel.link())
