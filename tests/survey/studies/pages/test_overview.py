"""The overview of the set-up, and what holds for all of its pages."""

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.studies import find
from survey.studies.publish import publish
from survey.studies.tables import Study, StudyEvent
from tests.survey.conftest import SignIn
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES
from tests.survey.studies.pages.visiting import SETUP, hidden, send
from tests.survey.studies.setting_up import state

ABOUT = {
    "title": "Kent u <b>ons</b>?",
    "municipality": "Almelo",
    "description": "Waarom wij vragen.",
    "default_origin": "panel",
}
PAGES = [
    "",
    "/vragenlijst",
    "/gebieden",
    "/gebieden.csv",
    "/metingen",
    "/bevolking",
    "/bevolking.csv",
    "/verwijderen",
    "/vragenlijst/1/voorbeeld/nl",
    "/vragenlijst/1.yaml",
]


def test_every_part_has_a_page(client: FlaskClient, study: Study) -> None:
    assert {part: client.get(SETUP + part).status_code for part in PAGES} == dict.fromkeys(PAGES, 200)


def test_nobody_of_another_organisation_or_role_sees_any(
    sign_in: SignIn, elsewhere: Organisation, study: Study
) -> None:
    other, reader = sign_in("researcher", at=elsewhere), sign_in("reader", "supervisor", "interviewer")
    assert {other.get(SETUP + part).status_code for part in PAGES} == {404}
    assert {reader.get(SETUP + part).status_code for part in PAGES} == {403}


def test_who_may_not_export_gets_no_file(sign_in: SignIn, study: Study) -> None:
    somebody = sign_in("researcher", may_export=False)
    found = {part: somebody.get(SETUP + part).status_code for part in PAGES}
    assert {part for part, status in found.items() if status != 200} == {
        "/gebieden.csv",
        "/bevolking.csv",
        "/vragenlijst/1.yaml",
    }
    assert ".csv" not in somebody.get(f"{SETUP}/gebieden").text.replace(".csv,.txt", "")


ABSENT = [
    "/gebieden/2147483648/verwijderen",
    "/gebieden/99/verwijderen",
    "/metingen/99/verwijderen",
    "/vragenlijst/7.yaml",
    "/vragenlijst/7/voorbeeld/nl",
    "/vragenlijst/1/voorbeeld/ar",
    "/vragenlijst/1/voorbeeld/%00",
]


def test_what_is_not_there_is_not_there(client: FlaskClient, study: Study) -> None:
    for part in ABSENT:
        assert client.get(SETUP + part).status_code == 404


def test_the_keys_of_another_study_are_not_there(
    client: FlaskClient, engine: Engine, organisation: Organisation, study: Study
) -> None:
    with transaction(engine) as session:
        publish(session, "tweede", QUESTIONNAIRE, areas=AREAS, waves=WAVES, organisation=organisation.id)
    send(client, "/onderzoek/tweede/inrichten", ABOUT)
    for part in ("/gebieden/3/verwijderen", "/metingen/3/verwijderen"):
        assert client.get(f"/onderzoek/tweede/inrichten{part}").status_code == 200
        assert client.get(SETUP + part).status_code == 404
        assert send(client, SETUP + part, {}, shown=SETUP).status_code == 404
    assert send(client, f"{SETUP}/terug/1", {}, shown=SETUP).status_code == 404
    with reading(engine) as session:
        assert len(find.areas(session, find.study(session, "tweede"))) == 2


def test_what_is_changed_is_kept_shown_as_text_and_can_be_undone(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert send(client, SETUP, ABOUT).status_code == 303
    assert state(engine, "about")["title"] == "Kent u <b>ons</b>?"
    page = client.get(SETUP).text
    assert "Titel was ‘Proef’, is ‘Kent u &lt;b&gt;ons&lt;/b&gt;?’" in page
    assert "<b>ons" not in page
    with reading(engine) as session:
        event = session.get(StudyEvent, 1)
        assert event is not None
    assert send(client, f"{SETUP}/terug/1", {}, shown=SETUP).status_code == 303
    assert state(engine, "about")["title"] == "Proef"
    assert send(client, f"{SETUP}/terug/99", {}, shown=SETUP).status_code == 404


WRONG = [
    ("title", "", "Geef het onderzoek een titel."),
    ("title", "x" * 201, "Dit is te lang: 201 tekens."),
    ("title", "a\x00b", "niet te lezen"),
    ("description", "x" * 2001, "Dit is te lang"),
    ("default_origin", "internet", "Kies iets uit de lijst."),
]


def test_what_cannot_be_kept_is_shown_again_and_nothing_changes(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    for field, typed, expected in WRONG:
        before = state(engine, "about")
        answer = send(client, SETUP, ABOUT | {field: typed})
        assert answer.status_code == 422
        assert expected in answer.text
        assert "Waarom wij vragen." in answer.text or field == "description"
        assert state(engine, "about") == before


def test_an_old_form_comes_back_with_what_somebody_else_changed_and_then_can_be_kept(
    client: FlaskClient, sign_in: SignIn, engine: Engine, study: Study
) -> None:
    old = hidden(client.get(SETUP).text, "revision")
    assert send(sign_in("researcher"), SETUP, ABOUT | {"municipality": "Hengelo"}).status_code == 303
    answer = send(client, SETUP, ABOUT | {"title": "Van mij"}, revision=old)
    assert answer.status_code == 422
    assert "Intussen is dit onderzoek veranderd" in answer.text
    assert "gemeente was niets, is ‘Hengelo’" in answer.text
    assert 'value="Van mij"' in answer.text
    assert state(engine, "about")["municipality"] == "Hengelo"
    again = send(client, SETUP, ABOUT | {"title": "Van mij"}, revision=hidden(answer.text, "revision"))
    assert again.status_code == 303
    assert state(engine, "about")["title"] == "Van mij"


def test_a_mistake_does_not_make_an_old_form_new(
    client: FlaskClient, sign_in: SignIn, engine: Engine, study: Study
) -> None:
    old = hidden(client.get(SETUP).text, "revision")
    send(sign_in("researcher"), SETUP, ABOUT | {"municipality": "Hengelo"})
    mistaken = send(client, SETUP, ABOUT | {"title": ""}, revision=old)
    assert hidden(mistaken.text, "revision") == old
    assert send(client, SETUP, ABOUT, revision=old).status_code == 422
    assert state(engine, "about")["municipality"] == "Hengelo"


def test_a_study_is_closed_opened_and_put_away(
    client: FlaskClient, anonymous: FlaskClient, engine: Engine, study: Study
) -> None:
    send(client, f"{SETUP}/open", {"open": "nee"}, shown=SETUP)
    assert state(engine, "about")["is_open"] is False
    send(client, f"{SETUP}/open", {"open": "ja"}, shown=SETUP)
    assert state(engine, "about")["is_open"] is True
    send(client, f"{SETUP}/archief", {"archief": "ja"}, shown=SETUP)
    assert state(engine, "about")["archived"] is True
    assert "/onderzoek/proef" not in client.get("/onderzoek").text
    assert f'"{SETUP}"' in client.get("/onderzoek/archief").text
    assert send(client, f"{SETUP}/open", {"open": "ja"}, shown=SETUP).status_code == 422
    send(client, f"{SETUP}/archief", {"archief": "nee"}, shown=SETUP)
    assert "/onderzoek/proef" in client.get("/onderzoek").text


def test_a_study_is_deleted_only_with_its_name_typed(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert send(client, f"{SETUP}/verwijderen", {"naam": "Proef"}).status_code == 422
    assert send(client, f"{SETUP}/verwijderen", {"naam": "proef"}).status_code == 303
    with reading(engine) as session:
        assert find.studies(session, with_archived=True) == []
    assert client.get(SETUP).status_code == 404
