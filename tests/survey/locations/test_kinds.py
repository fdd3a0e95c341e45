"""A place lies in an area and is of a kind that the questionnaire knows, so that nobody chooses it in the street."""

import re

from sqlmodel import select

from survey.database import reading
from survey.fieldwork.pack import pack
from survey.locations.tables import Location
from survey.studies.tables import Study

HERE = "/onderzoek/proef/plekken"


def _press(client, address, **form):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)[1]
    return client.post(HERE + address, data=form | {"csrf_token": token})


def _kept(engine):
    with reading(engine) as session:
        return [(one.code, one.area, one.kind) for one in session.exec(select(Location))]


def test_a_place_gets_its_area_and_kind_and_tablets_hear_of_it(client, engine, study):
    _press(client, "", name="Weekmarkt", area="noord", kind="market")
    assert _kept(engine) == [("weekmarkt", "noord", "market")]
    assert "Noord · Markt" in client.get(HERE).text
    changed = _press(client, "/weekmarkt/ligging", area="", kind="school")
    assert "Weekmarkt is bewaard." in client.get(changed.location).text
    assert _kept(engine) == [("weekmarkt", None, "school")]
    with reading(engine) as session:
        packed = pack(session, session.get_one(Study, study.id))
    assert packed["locations"] == [{"code": "weekmarkt", "name": "Weekmarkt", "area": "", "kind": "school"}]


def test_an_area_or_kind_that_is_not_there_changes_nothing(client, engine, study):
    _press(client, "", name="Weekmarkt", area="noord", kind="market")
    for form, says in [
        ({"area": "elders", "kind": ""}, "Dit gebied hoort niet bij het onderzoek"),
        ({"area": "", "kind": "kermis"}, "Deze soort plek kent de vragenlijst niet"),
    ]:
        answer = _press(client, "/weekmarkt/ligging", **form)
        assert answer.status_code == 422
        assert says in answer.text
    assert _press(client, "", name="Kermis", kind="kermis").status_code == 422
    assert _press(client, "/nergens/ligging", area="", kind="").status_code == 404
    assert _kept(engine) == [("weekmarkt", "noord", "market")]
