"""Questions that people did not answer, on the page where a researcher looks after the interviews."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.collection.unanswered import unanswered
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.interviews import hold

PAGE = "/onderzoek/proef/controle"


@pytest.fixture
def held(engine: Engine, study: Study) -> None:
    """Of ten people four know the team, three do not, two could not say and one would not; nobody refused the area."""
    hold(engine, 4, knows_vet="yes")
    hold(engine, 3, knows_vet="no")
    hold(engine, 2, knows_vet={"missing": "dont_know"})
    hold(engine, 1, knows_vet={"missing": "refused"}, area={"missing": "refused"})


@pytest.mark.usefixtures("held")
def test_each_question_has_its_own_base_and_the_worst_comes_first(
    engine: Engine, settings: Settings, study: Study
) -> None:
    first, second = unanswered(engine, settings, study.id or 0, "nl")
    assert first.question == "Kent u het Voor Elkaar Team?"
    counts = first.counts
    assert (counts.asked, counts.dont_know, counts.refused, counts.estimate) == (10, 2, 1, 0.3)
    assert (second.question, second.counts.estimate) == ("Waar woont u?", 0.1)


@pytest.mark.usefixtures("held")
def test_the_page_shows_what_was_missing_and_out_of_whom(client: FlaskClient) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    assert "Vragen zonder antwoord" in page
    assert "Kent u het Voor Elkaar Team?" in page
    assert "30%" in page.replace("\xa0", "")


def test_when_everything_was_answered_the_page_says_so(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    hold(engine, 3, knows_vet="yes")
    assert "Elke vraag die is gesteld, is beantwoord." in client.get(PAGE).get_data(as_text=True)


def test_without_interviews_no_question_was_left_open(
    engine: Engine, settings: Settings, study: Study
) -> None:
    assert unanswered(engine, settings, study.id or 0, "nl") == []
