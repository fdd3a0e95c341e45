"""A person looks at what did not agree and decides."""

import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Decision, Interview
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put

PAGE = "/onderzoek/proef/controle"


@pytest.fixture
def doubted(client: FlaskClient, study: Study) -> UUID:
    """An interview with an age that its questionnaire does not allow."""
    identity = uuid4()
    put(client, body(answers=ANSWERS | {"age": 130}), identity)
    return identity


def _decide(client: FlaskClient, identity: UUID, verdict: str, reason: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)
    assert token
    form = {"verdict": verdict, "reason": reason, "csrf_token": token[1]}
    return client.post(f"{PAGE}/{identity}", data=form).status_code


def _state(engine: Engine, identity: UUID) -> str:
    with reading(engine) as session:
        return session.get_one(Interview, identity).state


def test_the_page_says_what_did_not_agree(client: FlaskClient, doubted: UUID) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "130 is te hoog; het hoogste is 120." in page.text
    assert str(doubted) in page.text


def test_the_page_shows_both_digests_of_a_conflict(client: FlaskClient, study: Study) -> None:
    identity = uuid4()
    kept = put(client, body(), identity).get_json()["digest"]
    put(client, body(origin="panel"), identity)
    page = client.get(PAGE).text
    assert kept in page
    assert page.count(f"<code>{identity}</code>") == 1


@pytest.mark.parametrize(("verdict", "state"), [("include", "accepted"), ("exclude", "excluded")])
def test_a_decision_with_a_reason_is_kept_and_can_be_changed(
    client: FlaskClient, engine: Engine, doubted: UUID, verdict: str, state: str
) -> None:
    other = "exclude" if verdict == "include" else "include"
    assert _decide(client, doubted, other, "Eerst dacht ik dit.") == 303
    assert _decide(client, doubted, verdict, "Nagevraagd bij de interviewer.") == 303
    assert _state(engine, doubted) == state
    with reading(engine) as session:
        assert [one.verdict for one in session.exec(select(Decision))] == [other, verdict]
        assert session.get_one(Interview, doubted).flags[0]["code"] == "too_large"
    assert "Nagevraagd bij de interviewer." in client.get(PAGE).text


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("include", ""), ("include", "  "), ("exclude", "x" * 1001), ("", "reden"), ("delete", "reden")],
)
def test_a_decision_without_a_reason_or_verdict_changes_nothing(
    client: FlaskClient, engine: Engine, doubted: UUID, verdict: str, reason: str
) -> None:
    assert _decide(client, doubted, verdict, reason) == 422
    assert _state(engine, doubted) == "flagged"


def test_an_interview_without_doubts_or_of_another_study_is_not_decided_on(
    client: FlaskClient, engine: Engine, doubted: UUID
) -> None:
    fine = uuid4()
    put(client, body(), fine)
    assert _decide(client, fine, "exclude", "Past mij niet.") == 422
    assert _decide(client, uuid4(), "exclude", "Bestaat niet.") == 404
    assert _state(engine, fine) == "accepted"


def test_a_hostile_answer_is_shown_as_text(client: FlaskClient, doubted: UUID) -> None:
    put(client, body(answers=ANSWERS | {"knows_vet": "<script>alert(1)</script>"}))
    assert "<script>alert" not in client.get(PAGE).text


def test_a_form_without_its_token_is_refused(client: FlaskClient, engine: Engine, doubted: UUID) -> None:
    form = {"verdict": "include", "reason": "Zomaar."}
    assert client.post(f"{PAGE}/{doubted}", data=form).status_code == 400
    assert _state(engine, doubted) == "flagged"
