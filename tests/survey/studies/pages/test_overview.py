"""The overview of the set-up."""

import pytest
from flask.testing import FlaskClient

from survey.studies.tables import Study
from tests.survey.studies.pages.visiting import SETUP

ABOUT = {
    "title": "Kent u <b>ons</b>?",
    "municipality": "Almelo",
    "description": "Waarom wij vragen.",
    "default_origin": "panel",
}


@pytest.mark.parametrize(
    "part",
    [
        "",
        "/vragenlijst",
        "/gebieden",
        "/metingen",
        "/bevolking",
        "/verwijderen",
        "/vragenlijst/1/voorbeeld/nl",
    ],
)
def test_every_part_has_a_page(client: FlaskClient, study: Study, part: str) -> None:
    assert client.get(SETUP + part).status_code == 200
