"""A study is made in the browser."""

import io
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading
from survey.studies import find
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.samples import QUESTIONNAIRE
from tests.survey.studies.pages.visiting import hidden, send

NEW = "/onderzoek/nieuw"
_LINE = QUESTIONNAIRE.split("kind: number")[0].count("\n") + 1
FILLED = {
    "title": "Kent u de teams?",
    "slug": "",
    "municipality": "Almelo",
    "description": "",
    "default_origin": "street",
    "library": "straat-bekendheid",
    "source": "",
    "places": "Noord; 4000\nZuid; 6000",
}


def test_a_study_is_made_of_a_ready_questionnaire_and_a_list_of_areas(
    client: FlaskClient, engine: Engine, organisation: Organisation
) -> None:
    made = send(client, NEW, FILLED)
    assert (made.status_code, made.location) == (303, "/onderzoek/kent-u-de-teams/inrichten")
    with reading(engine) as session:
        study = find.study(session, "kent-u-de-teams")
        assert (study.organisation_id, study.default_origin) == (organisation.id, "street")
        assert [(one.code, one.residents) for one in find.areas(session, study)] == [
            ("noord", 4000),
            ("zuid", 6000),
        ]
    page = client.get(made.location).text
    assert "Het onderzoek is gemaakt." in page
    assert "Nog niet ingevuld. Nodig om de uitkomsten te wegen." in page


def test_files_do_as_well(client: FlaskClient, engine: Engine) -> None:
    files = {
        "bestand": (io.BytesIO(QUESTIONNAIRE.encode()), "../../vraag.yaml"),
        "gebieden": (io.BytesIO("naam;inwoners\nÇa;4\n".encode("cp1252")), "wijken.csv"),
    }
    made = send(client, NEW, FILLED | {"library": "", "places": "", "slug": "eigen"} | files)
    assert made.status_code == 303
    with reading(engine) as session:
        study = find.study(session, "eigen")
        assert [one.name for one in find.areas(session, study)] == ["Ça"]
        assert find.version(session, study).source.strip() == QUESTIONNAIRE.strip()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "Geef het onderzoek een titel."),
    ({"library": ""}, "Kies een vragenlijst uit de lijst"),
    ({"library": "../../etc/passwd"}, "Kies iets uit de lijst."),
    ({"places": ""}, "Geef ten minste één gebied op."),
    ({"places": "Noord; １２"}, "Regel 1: &#39;１２&#39; is geen heel getal."),
    ({"places": "Noord\nnoord"}, "komt twee keer voor"),
    ({"places": "code;naam\n\x00;x"}, "niet te lezen"),
    ({"slug": "nieuw"}, "is die van een vaste pagina"),
    ({"slug": "Met Hoofdletters"}, "kleine letters, cijfers en streepjes"),
    ({"source": QUESTIONNAIRE.replace("kind: number", "kind: getal")}, f"Regel {_LINE}, "),
    ({"source": "{"}, "Regel"),
    ({"source": "a: &a [*a]"}, "Regel"),
    ({"source": "x: \x00"}, "niet te lezen"),
    ({"bestand": (io.BytesIO(b"\x00\xff\xfe"), "a.yaml")}, "geen tekst"),
]


def test_whatever_is_wrong_is_told_with_what_was_typed_and_nothing_is_made(
    client: FlaskClient, engine: Engine
) -> None:
    for changes, expected in WRONG:
        answer = send(client, NEW, FILLED | changes)
        assert answer.status_code == 422
        assert expected in answer.text
        assert 'value="Almelo"' in answer.text
        with reading(engine) as session:
            assert find.studies(session, with_archived=True) == []


def test_a_name_that_another_municipality_has_gets_a_neutral_sentence(
    sign_in: SignIn, elsewhere: Organisation, engine: Engine, study: Study
) -> None:
    answer = send(sign_in("researcher", at=elsewhere), NEW, FILLED | {"slug": "proef"})
    assert answer.status_code == 422
    assert "is al in gebruik" in answer.text
    assert "Ons" not in answer.text


def test_a_field_of_ten_megabytes_is_too_large(client: FlaskClient, engine: Engine) -> None:
    token = hidden(client.get(NEW).text, "csrf_token")
    filled = FILLED | {"title": "x" * 10_000_000, "csrf_token": token}
    assert client.post(NEW, data=filled).status_code == 413


def test_without_a_study_the_list_says_to_make_one(client: FlaskClient, sign_in: SignIn) -> None:
    page = client.get("/onderzoek").text
    assert "Maak er eerst een." in page
    assert f'href="{NEW}"' in page
    assert f'href="{NEW}"' not in sign_in("reader").get("/onderzoek").text
