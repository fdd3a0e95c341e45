"""A supervisor finds interviews, looks at one, marks it, sets it aside and back, and chooses between two bodies."""

import re
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.accounts.organisation import Organisation
from survey.collection.tables import Decision, Interview
from survey.database import reading, transaction
from survey.fieldwork.tables import QuotaCell, QuotaGroup, QuotaPlace
from survey.monitor.tables import Review
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.monitor.held import held, tablet
from tests.survey.samples import ANSWERS, body, put

HERE = "/onderzoek/proef/veldwerk/interviews"


def _post(client: FlaskClient, identity: UUID, what: str, **form: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"{HERE}/{identity}").text)
    assert token
    return client.post(f"{HERE}/{identity}/{what}", data={"csrf_token": token[1], **form}).status_code


def _state(engine: Engine, identity: UUID) -> str:
    with reading(engine) as session:
        return session.get_one(Interview, identity).state


def test_one_interview_shows_answers_language_times_and_who_helped(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        device = tablet(session, study, "Tablet 3")
    identity = held(
        app, device, 5, languages={"age": "tr"}, times={"age": 21_000, "place": 4_000}, helped="interpreter",
    )  # fmt: skip
    page = client.get(f"{HERE}/{identity}").text
    for expected in (
        "Hoe oud bent u?",
        "Krant",
        "21 s",
        "Een tolk",
        "Tablet 3",
        "nr. 5",
        "<bdi>tr</bdi>",
        "Noord",
    ):
        assert expected in page


SEARCHES = {
        "": 3, "dag=2026-11-02": 3, "dag=2026-11-03": 0, "wijk=zuid": 1, "wijk=-": 0,
        "interviewer=12": 2, "interviewer=-": 1, "stand=accepted": 2, "stand=flagged": 1, "stand=complete": 3,
        "nagekeken=none": 3, "nagekeken=to_ask": 0, "apparaat=DEVICE": 1, "apparaat=99999999999999": 0, "apparaat=x": 0,
        "wijk=zuid&interviewer=12": 1, "stand=flagged&wijk=zuid": 0, "pagina=9": 3, "pagina=x": 3,
}  # fmt: skip


def test_interviews_are_found_by_what_is_known_about_them(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        device = tablet(session, study)
    held(app, device, 1)
    held(app, answers=ANSWERS | {"area": "zuid"})
    held(app, answers=ANSWERS | {"age": 130}, interviewer="")
    found = {}
    for search in SEARCHES:
        page = client.get(f"{HERE}?{search.replace('DEVICE', str(device.id))}").text
        number = re.search(r"(\d+) interviews? gevonden\.", page)
        found[search] = int(number[1]) if number else None
    assert found == SEARCHES


def test_marks_are_added_and_the_last_one_holds(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    identity = held(app)
    assert _post(client, identity, "nagekeken", state="to_ask", note="Waarom zo laat?") == 303
    assert "1 interview moet u navragen." in client.get("/onderzoek/proef/veldwerk").text
    assert _post(client, identity, "nagekeken", state="settled", note="Bus gemist.") == 303
    assert "1 interview moet u navragen." not in client.get("/onderzoek/proef/veldwerk").text
    page = client.get(f"{HERE}/{identity}").text
    assert page.index("Bus gemist.") < page.index("Waarom zo laat?")
    assert "1 interview gevonden." in client.get(f"{HERE}?nagekeken=settled").text
    with reading(engine) as session:
        found = session.exec(select(Review).order_by(col(Review.id))).all()
        assert [one.state for one in found] == ["to_ask", "settled"]
        assert all(one.account_id for one in found)
    assert _state(engine, identity) == "accepted"


def test_a_mark_that_is_none_changes_nothing(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    identity = held(app)
    for state, note in (("to_ask", " "), ("delete", "x"), ("", ""), ("in_order", "x" * 1001)):
        assert _post(client, identity, "nagekeken", state=state, note=note) == 422
    with reading(engine) as session:
        assert session.exec(select(Review)).all() == []


def test_any_interview_is_set_aside_with_a_reason_and_brought_back(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    identity = held(app)
    assert _post(client, identity, "besluit", verdict="exclude", reason="") == 422
    assert _state(engine, identity) == "accepted"
    assert _post(client, identity, "besluit", verdict="exclude", reason="Oefengesprek.") == 303
    assert _state(engine, identity) == "excluded"
    assert "<dt>Terzijde gelegd</dt><dd>1</dd>" in client.get("/onderzoek/proef/veldwerk").text
    assert _post(client, identity, "besluit", verdict="include", reason="Toch echt.") == 303
    assert _state(engine, identity) == "accepted"
    with reading(engine) as session:
        decisions = session.exec(select(Decision).order_by(col(Decision.id))).all()
        assert [(one.verdict, one.reason, bool(one.account_id)) for one in decisions] == [
            ("exclude", "Oefengesprek.", True),
            ("include", "Toch echt.", True),
        ]


def test_an_interview_that_is_set_aside_gives_its_place_in_the_quota_back(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        group = QuotaGroup(study_id=study.id or 0, code="all", label="iedereen", rule={})
        session.add(group)
        session.flush()
        session.add(QuotaCell(study_id=study.id or 0, area="noord", group_id=group.id or 0, target=1))
    identity, second = held(app), held(app)

    def standing() -> tuple[int, int, int]:
        with reading(engine) as session:
            cell = session.exec(select(QuotaCell)).one()
            return cell.counted, cell.over, len(session.exec(select(QuotaPlace)).all())

    assert standing() == (1, 1, 2)
    _post(client, second, "besluit", verdict="exclude", reason="Dubbel gevraagd.")
    assert standing() == (1, 0, 1)
    _post(client, second, "besluit", verdict="include", reason="Toch niet.")
    assert standing() == (1, 1, 2)
    _post(client, identity, "besluit", verdict="exclude", reason="Oefengesprek.")
    assert standing() == (1, 0, 1)  # the one that stood over it has the place now


def test_two_bodies_stand_side_by_side_and_one_is_chosen(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    identity = uuid4()
    put(client, body(), identity)
    put(client, body(answers=ANSWERS | {"age": 61, "area": "zuid"}), identity)
    assert "1 interview kwam met twee inhouden binnen." in client.get("/onderzoek/proef/veldwerk").text
    assert "1 interview gevonden." in client.get(f"{HERE}?stand=conflict").text
    page = client.get(f"{HERE}/{identity}").text
    assert "<strong>Hoe oud bent u?</strong>" in page  # differs
    assert "<strong>Mag ik u iets vragen?</strong>" not in page
    second = re.findall(r'name="submission" value="(\d+)"', page)[1]
    assert _post(client, identity, "keuze", submission=second, reason="") == 422
    assert _post(client, identity, "keuze", submission="x", reason="Nagevraagd.") == 422
    assert _post(client, identity, "keuze", submission=second, reason="Nagevraagd.") == 303
    with reading(engine) as session:
        assert session.get_one(Interview, identity).area == "zuid"
    assert "twee inhouden binnen" not in client.get("/onderzoek/proef/veldwerk").text
    assert "0 interviews gevonden." in client.get(f"{HERE}?stand=conflict").text


def test_single_answers_are_for_who_may_see_them(
    sign_in: SignIn, app: Flask, study: Study, elsewhere: Organisation
) -> None:
    identity = held(app)
    assert sign_in("supervisor").get(f"{HERE}/{identity}").status_code == 200
    assert sign_in("supervisor", sees_single_answers=False).get(f"{HERE}/{identity}").status_code == 403
    assert sign_in("supervisor", sees_single_answers=False).get(HERE).status_code == 403
    assert sign_in("reader").get(HERE).status_code == 403
    assert sign_in("supervisor", at=elsewhere).get(f"{HERE}/{identity}").status_code == 404
    assert sign_in("supervisor").get(f"{HERE}/{uuid4()}").status_code == 404


def test_a_hostile_answer_is_shown_as_text(client: FlaskClient, app: Flask, study: Study) -> None:
    identity = held(
        app, answers=ANSWERS | {"remark": "<script>alert(1)</script>"}, interviewer="<b>x</b>",
        languages={"remark": "<i>"}, helped="<u>", location="<s>",
    )  # fmt: skip
    for page in (client.get(f"{HERE}/{identity}").text, client.get(HERE).text):
        assert not re.search(r"<(script>alert|b>x|i>|u>|s>)", page)
