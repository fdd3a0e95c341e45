"""The places of a study: added, switched off and on, printed; by who may, for their own organisation."""

import re
from collections.abc import Callable

import pytest
import segno
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from survey.accounts.organisation import Organisation
from survey.database import reading
from survey.locations.tables import Location
from survey.studies.tables import Study

HERE = "/onderzoek/proef/plekken"
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def places(client: FlaskClient, study: Study) -> FlaskClient:
    """A researcher of a study with a place."""
    assert press(client, "", name="Bibliotheek Noord", area="noord").status_code == 303
    return client


def press(client: FlaskClient, address: str, **form: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    return client.post(HERE + address, data=form | {"csrf_token": token[1] if token else ""})


def kept(engine: Engine) -> list[tuple[str, str, bool]]:
    with reading(engine) as session:
        return [(one.code, one.name, one.active) for one in session.exec(select(Location))]


def test_without_places_the_page_says_what_to_do_first(client: FlaskClient, study: Study) -> None:
    assert "Er is nog geen plek." in client.get(HERE).text


def test_a_place_is_added_switched_off_and_on_again(places: FlaskClient, engine: Engine) -> None:
    assert kept(engine) == [("bibliotheek-noord", "Bibliotheek Noord", True)]
    moved = press(places, "/bibliotheek-noord/uit")
    assert kept(engine) == [("bibliotheek-noord", "Bibliotheek Noord", False)]
    assert "Ongedaan maken" in places.get(moved.location).text
    press(places, "/bibliotheek-noord/aan")
    assert kept(engine) == [("bibliotheek-noord", "Bibliotheek Noord", True)]


def test_a_place_that_is_not_right_is_not_added(places: FlaskClient, engine: Engine) -> None:
    for name, area, says in [
        ("", "", "Vul een naam in"),
        ("x" * 121, "", "Vul een naam in"),
        ("Wijk\x00centrum", "", "Vul een naam in"),
        ("bibliotheek  NOORD", "", "Er is al een plek met deze naam"),
        ("Wijkcentrum", "elders", "Dit gebied hoort niet bij het onderzoek"),
    ]:
        answer = press(places, "", name=name, area=area)
        assert answer.status_code == 422
        assert says in answer.text
    assert len(kept(engine)) == 1


def test_a_name_is_shown_as_text(client: FlaskClient, study: Study) -> None:
    press(client, "", name="<script>alert(1)</script>")
    for page in (HERE, f"{HERE}/posters"):
        assert "<script>alert(1)" not in client.get(page).text


def test_the_poster_holds_the_link_of_the_place_as_a_code_and_in_letters(places: FlaskClient) -> None:
    page = places.get(f"{HERE}/bibliotheek-noord/poster", headers={"Host": "localhost"}).text
    address = "http://127.0.0.1:8000/s/proef?plek=bibliotheek-noord"
    assert address.removeprefix("http://") in page
    drawn = re.search(r'<path[^>]* d="([^"]+)"', page)
    expected = segno.make(address, error="q", micro=False, boost_error=False)
    assert drawn
    assert drawn[1] in expected.svg_inline(border=2)


def test_a_place_that_is_not_there_is_not_found(places: FlaskClient) -> None:
    for answer in (places.get(f"{HERE}/elders/poster"), press(places, "/elders/uit")):
        assert answer.status_code == 404
        assert "Deze plek bestaat niet" in answer.text


def test_the_places_of_another_organisation_are_not_there(
    places: FlaskClient, sign_in: SignIn, elsewhere: Organisation, engine: Engine
) -> None:
    foreign = sign_in("researcher", at=elsewhere)
    assert foreign.get(HERE).status_code == 404
    assert foreign.get(f"{HERE}/bibliotheek-noord/poster").status_code == 404
    assert kept(engine)[0][2] is True


def test_a_supervisor_may_and_an_interviewer_may_not(study: Study, sign_in: SignIn) -> None:
    assert sign_in("supervisor").get(HERE).status_code == 200
    assert sign_in("interviewer").get(HERE).status_code == 403
