"""The population of a study in the browser."""

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.studies.tables import Study
from tests.survey.studies.pages.visiting import SETUP, hidden, send
from tests.survey.studies.setting_up import state

POPULATION = f"{SETUP}/bevolking"
SEX = {"variable": "sex", "categories": "man; 4.000\nwoman; 6000", "source": "CBS", "year": "2025"}


def test_a_variable_is_filled_in_replaced_taken_away_and_brought_back(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert send(client, POPULATION, SEX).status_code == 303
    assert [(row["category"], row["count"], row["year"]) for row in state(engine, "margins")] == [
        ("man", 4000, 2025),
        ("woman", 6000, 2025),
    ]
    assert "man; 4000\nwoman; 6000" in client.get(f"{POPULATION}?variabele=sex").text
    assert send(client, POPULATION, SEX | {"categories": "all; 10000"}).status_code == 303
    assert len(state(engine, "margins")) == 1
    assert (
        send(client, f"{POPULATION}/verwijderen", {"variabele": "sex"}, shown=POPULATION).status_code == 303
    )
    assert state(engine, "margins") == []
    assert send(client, f"{SETUP}/terug/3", {}, shown=POPULATION).status_code == 303
    assert len(state(engine, "margins")) == 1


def test_totals_that_differ_are_told_with_the_difference(client: FlaskClient, study: Study) -> None:
    send(client, POPULATION, SEX)
    assert "De totalen verschillen" not in client.get(POPULATION).text
    send(client, POPULATION, {"variable": "age", "categories": "18-64; 9000", "source": "", "year": ""})
    page = client.get(POPULATION).text
    assert "sex telt 10.000 inwoners, age telt er 9.000 (1.000 minder)" in page


WRONG = [
    ({"variable": ""}, "Geef de naam van de variabele."),
    ({"categories": ""}, "Geef ten minste één categorie."),
    ({"categories": "man; 4\nman; 5"}, "komt twee keer voor"),
    ({"categories": "man; 4\nwoman"}, "Regel 2"),
    ({"year": "20x5"}, "geen heel getal"),
]


def test_what_is_wrong_is_told_and_nothing_changes(client: FlaskClient, engine: Engine, study: Study) -> None:
    for wrong, expected in WRONG:
        answer = send(client, POPULATION, SEX | wrong)
        assert answer.status_code == 422
        assert expected in answer.text
        assert state(engine, "margins") == []


def test_a_table_comes_in_after_a_look_and_goes_out_the_same(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    table = {"tabel": "variabele,categorie,aantal\nsex,man,4\nsex,+1,6"}
    looked = send(client, f"{POPULATION}/inlezen", table, shown=POPULATION)
    assert "Toegevoegd: sex, man." in looked.text
    assert state(engine, "margins") == []
    kept = table | {"bevestigd": "ja"}
    revision = hidden(looked.text, "revision")
    assert send(client, f"{POPULATION}/inlezen", kept, shown=POPULATION, revision=revision).status_code == 303
    assert "sex;'+1;6;;" in client.get(f"{SETUP}/bevolking.csv").text
