"""A round of the form of the tests that people answered, in part and in whole."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from survey.database import transaction
from survey.studies.publish import publish
from tests.survey.closing.asked import Asked
from tests.survey.panel.visitor import QUESTIONNAIRE


@pytest.fixture
def form(engine: Engine, organisation: object) -> None:
    """The short form in three languages."""
    assert organisation is not None
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
def asked(form: None, app: Flask) -> Asked:
    """Six members: complete, two partial, begun without an answer, refused, and silent."""
    return Asked(app)
