"""The waves of a study in the browser."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Interview
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.samples import body, put
from tests.survey.studies.pages.visiting import SETUP, send
from tests.survey.studies.setting_up import state

WAVES = f"{SETUP}/metingen"
SPRING = {
    "waves-0-number": "1",
    "waves-0-label": "Lente",
    "waves-0-starts_on": "1-3-2026",
    "waves-0-ends_on": "30-4-2026",
}
AUTUMN = {
    "waves-1-number": "2",
    "waves-1-label": "Herfst",
    "waves-1-starts_on": "2026-10-01",
    "waves-1-ends_on": "",
}
WINTER = {"nieuw-label": "Winter", "nieuw-starts_on": "1-11-2026", "nieuw-ends_on": ""}


def test_names_and_days_are_kept(client: FlaskClient, engine: Engine, study: Study) -> None:
    assert send(client, WAVES, SPRING | AUTUMN).status_code == 303
    assert [row["label"] for row in state(engine, "waves")] == ["Lente", "Herfst"]
    assert [row["ends_on"] for row in state(engine, "waves")] == ["2026-04-30", None]


WRONG = [
    ({"waves-0-label": ""}, "Geef de meting een naam."),
    ({"waves-0-starts_on": ""}, "Geef de eerste dag."),
    ({"waves-0-starts_on": "31-2-2026"}, "is geen dag"),
    ({"waves-0-ends_on": "1-2-2026"}, "eindigt voordat zij begint"),
]


def test_what_is_wrong_is_told_and_nothing_changes(client: FlaskClient, engine: Engine, study: Study) -> None:
    for wrong, expected in WRONG:
        before = state(engine, "waves")
        answer = send(client, WAVES, SPRING | AUTUMN | wrong)
        assert answer.status_code == 422
        assert expected in answer.text
        assert state(engine, "waves") == before


def test_a_wave_that_takes_interviews_of_another_asks_first(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert put(client, body()).status_code == 201
    asked = send(client, f"{WAVES}/erbij", WINTER, shown=WAVES)
    assert asked.status_code == 422
    assert "1 interview" in asked.text
    assert 'value="Winter"' in asked.text
    assert len(state(engine, "waves")) == 2
    assert send(client, f"{WAVES}/erbij", WINTER | {"akkoord": "２"}, shown=WAVES).status_code == 422
    assert send(client, f"{WAVES}/erbij", WINTER | {"akkoord": "1"}, shown=WAVES).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Interview.wave_id)).all() == [3]
    undone = send(client, f"{SETUP}/terug/1", {}, shown=WAVES)
    assert (undone.status_code, "Ja, 1 interview mag" in undone.text) == (422, True)
    assert send(client, f"{SETUP}/terug/1", {"akkoord": "1"}, shown=WAVES).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Interview.wave_id)).all() == [2]


def test_only_an_empty_wave_can_go(client: FlaskClient, engine: Engine, study: Study) -> None:
    assert put(client, body()).status_code == 201
    assert "Dat kan niet" in client.get(f"{WAVES}/2/verwijderen").text
    assert send(client, f"{WAVES}/1/verwijderen", {}).status_code == 303
    assert [row["number"] for row in state(engine, "waves")] == [2]
    last: dict[str, Any] = {"akkoord": "1"}
    assert send(client, f"{WAVES}/2/verwijderen", last, shown=WAVES).status_code == 422
    assert len(state(engine, "waves")) == 1
