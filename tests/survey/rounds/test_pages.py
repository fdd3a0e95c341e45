"""The researcher's pages of a round: made, written, drawn, undone; and nothing of another organisation."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.moment import now
from survey.rounds.deadline import last_day
from survey.rounds.tables import Invitation, Round
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.rounds.conftest import MakeMembers

HERE = "/onderzoek/proef/panel"
NEXT_WEEK = (now() + timedelta(days=7)).date()


def said(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def token(client: FlaskClient) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"{HERE}/nieuw").text)
    assert found is not None
    return {"csrf_token": found[1]}


def the_round(engine: Engine) -> Round:
    with reading(engine) as session:
        return session.exec(select(Round)).one()


@pytest.fixture
def here(client: FlaskClient, study: Study, engine: Engine) -> str:
    """The address of a round that was made in the browser."""
    form = token(client) | {"title": "Najaar", "wave": "2", "until": NEXT_WEEK.isoformat()}
    answer = client.post(f"{HERE}/nieuw", data=form)
    assert answer.status_code == 303
    return f"{HERE}/{the_round(engine).id}"


def test_an_empty_panel_says_what_to_do_first(client: FlaskClient, study: Study) -> None:
    page = client.get(HERE)
    assert "Er is nog geen ronde. Maak er een." in said(page.text)
    assert f'href="{HERE}/nieuw"' in page.text


def test_a_new_round_has_a_deadline_texts_and_a_next_step(
    client: FlaskClient, here: str, engine: Engine
) -> None:
    made = the_round(engine)
    assert made.deadline is not None
    assert last_day(made.deadline) == NEXT_WEEK
    assert (made.title, made.number, made.state) == ("Najaar", 1, "preparing")
    assert made.subject["nl"]
    page = said(client.get(here).text)
    assert "Wat u nu kunt doen: Steekproef" in page
    assert "Najaar" in said(client.get(HERE).text)


NO_ROUNDS = [
    ({"title": ""}, "Geef de ronde een naam"),
    ({"title": "x" * 121}, "te lang"),
    ({"until": "2020-01-01"}, "al voorbij"),
    ({"until": "morgen"}, "is geen dag"),
    ({"until": ""}, "Vul een dag in"),
    ({"wave": "9"}, "Kies bij welke meting"),
]


def test_a_round_that_can_not_be_is_refused_with_what_to_do(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    csrf = token(client)
    for wrong, told in NO_ROUNDS:
        form = csrf | {"title": "Najaar", "wave": "2", "until": NEXT_WEEK.isoformat()} | wrong
        page = client.post(f"{HERE}/nieuw", data=form)
        assert page.status_code == 422
        assert told in said(page.text)
    with reading(engine) as session:
        assert session.exec(select(Round)).all() == []


def test_a_draw_is_looked_at_first_then_made_then_undone(
    client: FlaskClient, here: str, make_members: MakeMembers, engine: Engine
) -> None:
    make_members(6)
    make_members(2, area="zuid")
    wishes = {"size": "4", "strata": "area", "allocation": "equal", "pause": "90", "seed": "12"}
    page = client.get(f"{here}/trekken", query_string=wishes | {"size": "6"})
    assert "1 te weinig" in said(page.text)
    assert "Dit geeft 5 leden" in said(page.text)
    with reading(engine) as session:
        assert session.exec(select(Invitation)).all() == []
    assert client.post(f"{here}/trekken", data=token(client) | wishes).status_code == 303
    page = client.get(here)
    assert "Er zijn 4 leden getrokken." in said(page.text)
    assert "startgetal 12" in said(page.text)
    assert client.post(f"{here}/trekken", data=token(client) | wishes).status_code == 422
    client.post(f"{here}/trekken/ongedaan", data=token(client))
    with reading(engine) as session:
        assert session.exec(select(Invitation)).all() == []


def test_own_numbers_per_group_are_drawn(
    client: FlaskClient, here: str, make_members: MakeMembers, engine: Engine
) -> None:
    make_members(5)
    make_members(5, area="zuid")
    wishes = {
        "strata": "area", "allocation": "numbers", "pause": "0", "seed": "3",
        "stratum": ['["noord"]', '["zuid"]'], "number": ["1", "3"],
    }  # fmt: skip
    assert client.post(f"{here}/trekken", data=token(client) | wishes).status_code == 303
    with reading(engine) as session:
        assert sorted(each.stratum for each in session.exec(select(Invitation))) == ["noord"] + ["zuid"] * 3


NO_WISHES = [
    {"size": "veel"}, {"size": "0"}, {"size": "-1"}, {"size": "٣"}, {"size": ""}, {"seed": ""}, {"seed": "0"},
    {"strata": "postcode"}, {"allocation": "loten"}, {"pause": "99999"}, {"size": "9" * 5000},
]  # fmt: skip


def test_wishes_that_can_not_be_are_refused_and_nothing_is_drawn(
    client: FlaskClient, here: str, make_members: MakeMembers, engine: Engine
) -> None:
    make_members(2)
    csrf = token(client)
    for wrong in NO_WISHES:
        wishes = {"size": "1", "strata": "area", "allocation": "equal", "pause": "90", "seed": "12"} | wrong
        assert client.get(f"{here}/trekken", query_string=wishes).status_code == 422, wrong
        assert client.post(f"{here}/trekken", data=csrf | wishes).status_code == 422, wrong
    with reading(engine) as session:
        assert session.exec(select(Invitation)).all() == []


def test_texts_are_kept_as_plain_text_and_can_be_looked_at_first(
    client: FlaskClient, here: str, engine: Engine
) -> None:
    evil = "<script>alert(1)</script>"
    form = token(client) | {
        "subject-nl": "Doet u mee?",
        "message-nl": f"Eerst.\r\n\r\n{evil}",
        "thanks-nl": "",
    }
    page = client.post(f"{here}/teksten", data=form | {"bekijken": "1"})
    assert page.status_code == 200
    assert evil not in page.text
    assert html.escape(evil) in page.text
    assert the_round(engine).subject["nl"] != "Doet u mee?"
    assert client.post(f"{here}/teksten", data=form).status_code == 303
    kept = the_round(engine)
    assert (kept.subject, kept.message, kept.thanks) == (
        {"nl": "Doet u mee?"},
        {"nl": f"Eerst.\n\n{evil}"},
        {},
    )
    assert evil not in client.get(here).text


def test_a_text_that_can_not_be_sent_is_refused(client: FlaskClient, here: str, engine: Engine) -> None:
    before, csrf = the_round(engine), token(client)
    for wrong in (
        {"subject-nl": "a\r\nBcc: x@y.nl"},
        {"subject-nl": "x" * 151},
        {"message-nl": "\x00"},
    ):
        page = client.post(f"{here}/teksten", data=csrf | {"subject-nl": "a", "message-nl": "b"} | wrong)
        assert page.status_code == 422
    assert the_round(engine).subject == before.subject


def test_the_last_day_can_be_moved_but_not_to_the_past(
    client: FlaskClient, here: str, engine: Engine
) -> None:
    later = NEXT_WEEK + timedelta(days=7)
    form = token(client) | {"title": "Winter", "until": later.isoformat()}
    assert client.post(f"{here}/termijn", data=form).status_code == 303
    changed = the_round(engine)
    assert (changed.title, last_day(changed.deadline)) == ("Winter", later)
    form |= {"until": "2020-01-01"}
    assert client.post(f"{here}/termijn", data=form).status_code == 422
    assert the_round(engine).deadline == changed.deadline


def test_a_round_made_by_mistake_can_go_until_a_sample_is_drawn(
    client: FlaskClient, here: str, make_members: MakeMembers, engine: Engine
) -> None:
    make_members(1)
    client.post(f"{here}/trekken", data=token(client) | {"size": "1", "seed": "1"})
    assert "verwijderen" not in said(client.get(here).text)
    client.post(f"{here}/verwijderen", data=token(client))
    assert the_round(engine).title == "Najaar"
    client.post(f"{here}/trekken/ongedaan", data=token(client))
    assert "Ronde Najaar verwijderen" in said(client.get(here).text)
    client.post(f"{here}/verwijderen", data=token(client))
    assert "De ronde Najaar is verwijderd." in said(client.get(HERE).text)
    with reading(engine) as session:
        assert session.exec(select(Round)).all() == []


def test_a_round_of_another_study_answers_as_one_that_is_not_there(
    sign_in: SignIn, client: FlaskClient, here: str, elsewhere: Organisation, engine: Engine
) -> None:
    with transaction(engine) as session:
        theirs = Study(organisation_id=elsewhere.id or 0, slug="van-hen", title="Van hen")
        session.add(theirs)
    other = sign_in("researcher", at=elsewhere)
    round_id = the_round(engine).id
    csrf = {"csrf_token": "x"}
    for part in ("", "/trekken", "/teksten", "/termijn"):
        foreign = other.get(f"/onderzoek/van-hen/panel/{round_id}{part}")
        nothing = other.get(f"/onderzoek/van-hen/panel/{uuid4()}{part}")
        assert foreign.status_code == nothing.status_code == 404
        assert said(foreign.text) == said(nothing.text)
        assert other.get(f"{HERE}/{round_id}{part}").status_code == 404
    assert other.post(f"{HERE}/{round_id}/trekken/ongedaan", data=csrf).status_code in {400, 404}


@pytest.mark.parametrize(
    ("role", "may_look"), [("supervisor", True), ("reader", False), ("interviewer", False)]
)
def test_a_supervisor_looks_and_only_a_researcher_changes(
    sign_in: SignIn, here: str, role: str, *, may_look: bool
) -> None:
    client = sign_in(role)
    assert client.get(here).status_code == (200 if may_look else 403)
    for part in ("/trekken", "/teksten", "/termijn"):
        assert client.get(here + part).status_code == 403
