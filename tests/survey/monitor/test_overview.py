"""The overview says what there is to do, and its numbers are those of the database."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.database import transaction
from survey.fieldwork.tables import QuotaCell, QuotaGroup
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.monitor.held import BEGIN, held, says, tablet, waits

HERE = "/onderzoek/proef/veldwerk"


def test_without_fieldwork_there_is_nothing_to_do(client: FlaskClient, study: Study) -> None:
    page = client.get(HERE)
    assert page.status_code == 200
    assert "Er is nog geen interview ontvangen." in page.text
    assert "Niets. Alles wat is afgerond is binnen" in page.text


def test_an_interview_is_on_the_page_as_soon_as_it_came_in(
    client: FlaskClient, app: Flask, study: Study
) -> None:
    assert "Per interviewer" not in client.get(HERE).text
    held(app)
    page = client.get(HERE).text
    assert "Per interviewer" in page
    held(app, answers={"consent": "no"}, shown=["start"])
    page = client.get(HERE).text
    assert "Mag ik u iets vragen?" in page  # where it stopped
    assert "Geweigerd" in page


def test_a_tablet_that_is_silent_with_work_on_it_comes_first(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        silent = tablet(session, study, "Tablet 7", seen_at=now() - timedelta(hours=30))
        says(session, silent, study, 2, [waits(1, 31), waits(2, 31)])
        gaps = tablet(session, study, "Tablet 8")
        says(session, gaps, study, 3, [waits(3)])
    page = client.get(HERE).text
    assert "2 interviews staan op apparaten die langer dan een dag niets lieten horen." in page
    assert "Van 2 interviews is niet bekend waar ze zijn" in page
    assert page.index("Tablet 7") < page.index("Tablet 8")


def test_quota_show_what_is_counted_over_and_open(client: FlaskClient, engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        group = QuotaGroup(study_id=study.id or 0, code="f60", label="vrouwen <60+>", rule={}, position=1)
        session.add(group)
        session.flush()
        session.add(
            QuotaCell(
                study_id=study.id or 0, area="noord", group_id=group.id or 0, target=20, counted=12, over=3
            )
        )
    page = client.get(HERE).text
    assert "vrouwen &lt;60+&gt;" in page
    assert "<strong>12</strong> van 20" in page
    assert "boven 3" in page
    assert "3 interviews boven het quotum." in page


def test_a_median_of_few_interviews_is_not_shown(client: FlaskClient, app: Flask, study: Study) -> None:
    for _ in range(9):
        held(app)
    assert "te weinig om te tonen" in client.get(HERE).text
    held(app, minutes=9)
    page = client.get(HERE).text
    assert "te weinig om te tonen" not in page
    assert "6 min 0 s" in page


def test_interviews_of_another_wave_are_there_when_asked_for(
    client: FlaskClient, app: Flask, study: Study
) -> None:
    held(app, begin=BEGIN.replace(month=3), interviewer="voorjaar-3")
    assert "voorjaar-3" not in client.get(HERE).text
    assert "voorjaar-3" in client.get(f"{HERE}?meting=1").text
    assert client.get(f"{HERE}?meting=9").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("supervisor", 200), ("reader", 403), ("interviewer", 403)])
def test_who_follows_the_fieldwork(sign_in: SignIn, study: Study, role: str, status: int) -> None:
    assert sign_in(role).get(HERE).status_code == status
