"""The versions of a questionnaire in the browser."""

import io

from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.database import reading
from survey.studies import find
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.samples import QUESTIONNAIRE, body, put
from tests.survey.studies.pages.visiting import SETUP, hidden, send

VERSIONS = f"{SETUP}/vragenlijst"
SECOND = QUESTIONNAIRE.replace("Hoe oud bent u?", "Wat is uw <b>leeftijd</b>?")


def _numbers(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [one.number for one in find.versions(session, find.study(session, "proef"))]


def test_a_version_is_compared_in_words_before_it_is_published(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    file = {"bestand": (io.BytesIO(SECOND.encode()), "tweede.yaml")}
    looked = send(client, VERSIONS, file)
    assert looked.status_code == 200
    assert (
        "De vraag age is veranderd: de tekst (nl) is nu ‘Wat is uw &lt;b&gt;leeftijd&lt;/b&gt;?’."
        in looked.text
    )
    assert _numbers(engine) == [1]
    kept = {"vragenlijst": SECOND, "bevestigd": "ja"}
    assert send(client, VERSIONS, kept, revision=hidden(looked.text, "revision")).status_code == 303
    assert _numbers(engine) == [1, 2]
    page = client.get(VERSIONS).text
    assert "Versie 2 is gepubliceerd." in page
    assert client.get(f"{VERSIONS}/1.yaml").text == QUESTIONNAIRE


def test_the_same_questionnaire_is_not_published_again(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    assert "het is versie 1" in send(client, VERSIONS, {"vragenlijst": QUESTIONNAIRE}).text
    kept = {"vragenlijst": QUESTIONNAIRE, "bevestigd": "ja"}
    assert send(client, VERSIONS, kept).status_code == 303
    assert _numbers(engine) == [1]


def test_mistakes_are_told_with_their_line_and_the_text_comes_back(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    wrong = SECOND.replace("kind: number", "kind: getal")
    answer = send(client, VERSIONS, {"vragenlijst": wrong, "bevestigd": "ja"})
    assert answer.status_code == 422
    assert f"Regel {wrong.split('kind: getal')[0].count(chr(10)) + 1}, " in answer.text
    assert "kind: getal" in answer.text
    assert _numbers(engine) == [1]


def test_somebody_else_who_published_meanwhile_is_told(
    client: FlaskClient, sign_in: SignIn, engine: Engine, study: Study
) -> None:
    old = hidden(client.get(VERSIONS).text, "revision")
    send(sign_in("researcher"), VERSIONS, {"vragenlijst": SECOND, "bevestigd": "ja"})
    third = {"vragenlijst": SECOND.replace("Krant", "Blad"), "bevestigd": "ja"}
    answer = send(client, VERSIONS, third, revision=old)
    assert answer.status_code == 422
    assert "Versie 2 van de vragenlijst is gepubliceerd." in answer.text
    assert _numbers(engine) == [1, 2]


def test_a_version_can_be_seen_whole_and_knows_its_interviews(client: FlaskClient, study: Study) -> None:
    assert put(client, body()).status_code == 201
    assert '<td class="wr-right">1</td>' in client.get(VERSIONS).text
    page = client.get(f"{VERSIONS}/1/voorbeeld/nl").text
    assert all(text in page for text in ("Mag ik u iets vragen?", "Noord", "Waarvan kent u het?", "disabled"))
