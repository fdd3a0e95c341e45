"""The areas of a study in the browser."""

import io
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.samples import body, put
from tests.survey.studies.pages.visiting import SETUP, hidden, send
from tests.survey.studies.setting_up import state

AREAS = f"{SETUP}/gebieden"


def _row(place: int, code: str, **values: Any) -> dict[str, Any]:
    row = {"order": place + 1, "name": code.title(), "residents": "4.000", "line": place + 1, "column": 1}
    return {f"areas-{place}-{name}": str(value) for name, value in (row | {"code": code} | values).items()}


def _both(**first: Any) -> dict[str, Any]:
    return _row(0, "noord", **first) | _row(1, "zuid")


def test_names_residents_places_and_order_are_kept(client: FlaskClient, engine: Engine, study: Study) -> None:
    assert send(client, AREAS, _both(order=9, name="<i>Noord</i>", column=3)).status_code == 303
    assert state(engine, "areas") == [
        {"code": "zuid", "name": "Zuid", "row": 1, "col": 0, "residents": 4000},
        {"code": "noord", "name": "<i>Noord</i>", "row": 0, "col": 2, "residents": 4000},
    ]
    page = client.get(AREAS).text
    assert "&lt;i&gt;Noord" in page
    assert "<i>Noord" not in page


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "Geef het gebied een naam."),
    ({"name": "zuid"}, "komt twee keer voor"),
    ({"residents": "veel"}, "geen heel getal"),
    ({"line": "0"}, "van 1 tot en met"),
    ({"column": "１"}, "geen heel getal"),
    ({"order": "\x00"}, "geen heel getal"),
]


def test_what_is_wrong_is_told_and_nothing_changes(client: FlaskClient, engine: Engine, study: Study) -> None:
    for wrong, expected in WRONG:
        before = state(engine, "areas")
        answer = send(client, AREAS, _both(**wrong))
        assert answer.status_code == 422
        assert expected in answer.text
        assert state(engine, "areas") == before


def test_what_the_form_does_not_name_stays_and_what_is_not_there_is_not_made(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert send(client, AREAS, _row(0, "west")).status_code == 303
    assert [row["code"] for row in state(engine, "areas")] == ["noord", "zuid"]


def test_areas_come_in_after_a_look_at_what_changes(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    table = {"bestand": (io.BytesIO(b"code;naam\nwest;=West\nnoord;Noordwijk"), "wijken.csv")}
    looked = send(client, f"{AREAS}/erbij", table, shown=AREAS)
    assert looked.status_code == 200
    assert "Toegevoegd: =West." in looked.text
    assert "Noordwijk: naam was ‘Noord’, is ‘Noordwijk’." in looked.text
    assert len(state(engine, "areas")) == 2
    kept = {"tabel": "code;naam\nwest;=West\nnoord;Noordwijk", "bevestigd": "ja"}
    revision = hidden(looked.text, "revision")
    assert send(client, f"{AREAS}/erbij", kept, shown=AREAS, revision=revision).status_code == 303
    assert [row["name"] for row in state(engine, "areas")] == ["Noordwijk", "Zuid", "=West"]
    exported = client.get(f"{SETUP}/gebieden.csv")
    assert "west;'=West;" in exported.text
    assert "attachment" in exported.headers["Content-Disposition"]


def test_a_table_with_one_fault_changes_nothing(client: FlaskClient, engine: Engine, study: Study) -> None:
    table = {"tabel": "naam;inwoners\nWest;4\nOost;veel", "bevestigd": "ja"}
    answer = send(client, f"{AREAS}/erbij", table, shown=AREAS)
    assert answer.status_code == 422
    assert "Rij 3" in answer.text
    assert "Oost;veel" in answer.text
    assert len(state(engine, "areas")) == 2


def test_an_area_goes_after_a_confirmation_that_names_it_unless_somebody_lives_there(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert put(client, body()).status_code == 201
    assert "Dat kan niet: 1 interview" in client.get(f"{AREAS}/1/verwijderen").text
    refused = send(client, f"{AREAS}/1/verwijderen", {}, shown=AREAS)
    assert refused.status_code == 422
    assert "Zuid verwijderen" in client.get(f"{AREAS}/2/verwijderen").text
    assert send(client, f"{AREAS}/2/verwijderen", {}).status_code == 303
    assert [row["code"] for row in state(engine, "areas")] == ["noord"]


def test_an_old_list_comes_back_with_the_areas_of_now_and_what_was_typed(
    client: FlaskClient, sign_in: SignIn, engine: Engine, study: Study
) -> None:
    old = hidden(client.get(AREAS).text, "revision")
    added = {"tabel": "West", "bevestigd": "ja"}
    assert send(sign_in("researcher"), f"{AREAS}/erbij", added, shown=AREAS).status_code == 303
    answer = send(client, AREAS, _both(name="Noordkant"), revision=old)
    assert answer.status_code == 422
    assert "Toegevoegd: West." in answer.text
    assert 'value="Noordkant"' in answer.text
    assert 'value="West"' in answer.text
    assert len(state(engine, "areas")) == 3
