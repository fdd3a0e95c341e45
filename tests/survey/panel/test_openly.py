"""The open link: what people do goes well, and what robots do does not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.locations import prove
from survey.locations.add import add, switch
from survey.locations.tables import OpenVisit
from survey.moment import now
from survey.panel.forget import forget_abandoned
from survey.panel.tables import Draft
from survey.settings import Settings
from survey.studies import find
from survey.studies.publish import publish
from tests.survey.panel.conftest import Kept
from tests.survey.panel.visitor import QUESTIONNAIRE, Visitor

LINK = "/s/panel-proef?plek=markt"
REFUSED = "Beginnen is niet gelukt"


@pytest.fixture
def waiting(app: Flask) -> Settings:
    """The installation lets who has no JavaScript wait, as it does by itself."""
    found: Settings = app.extensions["wijkpeil.settings"]
    found.open_link_wait_seconds = 20
    return found


@pytest.fixture
def market(app: Flask, engine: Engine, form: None) -> None:
    """A place with a poster."""
    with app.test_request_context(), transaction(engine) as session:
        add(session, find.study(session, "panel-proef"), "Markt", "")


def visits(engine: Engine) -> list[OpenVisit]:
    with reading(engine) as session:
        return list(session.exec(select(OpenVisit)))


def forms(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Draft)).one()


def test_who_solved_the_challenge_begins_at_once(other: Visitor, waiting: Settings) -> None:
    other.send(oplossing=prove.solve(other.hidden["opgave"]))
    assert other.place == "consent"


def test_who_did_not_waits_and_is_told_how_long(other: Visitor, waiting: Settings) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        other.open("/s/panel-proef")
        clock.shift(5)
        other.begin()
        assert "Wacht nog 15 seconden." in other.text
        clock.shift(15)
        other.begin()
        assert other.place == "consent"


def test_a_filled_in_lure_and_a_missing_one_get_the_same_answer(other: Visitor, engine: Engine) -> None:
    filled = other.send(website="https://voorbeeld.invalid")
    other.open("/s/panel-proef")
    without = {name: value for name, value in other.hidden.items() if name != "website"}
    missing = other.post(other.action, without)
    for answer in (filled, missing):
        assert answer.status_code == 400
        assert REFUSED in answer.text
    assert forms(engine) == 0


def test_a_challenge_of_another_visitor_or_study_is_refused(
    other: Visitor, app: Flask, engine: Engine, organisation: Organisation
) -> None:
    with transaction(engine) as session:
        publish(session, "tweede", QUESTIONNAIRE, organisation=organisation.id)
    for stolen in (Visitor(app.test_client()), Visitor(other.client, "tweede")):
        challenge = stolen.hidden["opgave"]
        other.open("/s/panel-proef")
        other.send(opgave=challenge, oplossing=prove.solve(challenge))
        assert REFUSED in other.text
    assert forms(engine) == 0


def test_an_old_challenge_is_refused_and_a_new_page_is_offered(other: Visitor) -> None:
    with time_machine.travel(now() + prove.LASTS + timedelta(minutes=1)):
        other.begin()
    assert other.page.status_code == 400
    assert "Begin opnieuw" in other.text


def test_a_challenge_begins_one_form_however_often_it_is_sent(other: Visitor, engine: Engine) -> None:
    first = dict(other.hidden)
    for _ in range(3):
        other.post("/s/panel-proef", first)
        assert other.place == "consent"
    assert forms(engine) == 1


def test_a_challenge_of_a_form_that_was_sent_begins_no_other(other: Visitor, engine: Engine) -> None:
    first = dict(other.hidden)
    other.fill()
    other.send()
    other.post("/s/panel-proef", first)
    assert REFUSED in other.text
    assert forms(engine) == 1


def test_a_network_may_begin_many_forms_and_then_waits(app: Flask, form: None, waiting: Settings) -> None:
    waiting.open_link_per_network, waiting.open_link_wait_seconds = 8, 0
    with time_machine.travel(now(), tick=False) as clock:
        begun = [Visitor(app.test_client()).begin().status_code for _ in range(3)]
        assert begun == [200, 200, 429]  # who only waits, a quarter of who worked
        worked = []
        for _ in range(7):
            one = Visitor(app.test_client())
            one.send(oplossing=prove.solve(one.hidden["opgave"]))
            worked.append(one.page)
        assert [each.status_code for each in worked] == [200] * 6 + [429]
        assert worked[-1].headers["Retry-After"] == "600"
        assert "Wacht 10 minuten" in worked[-1].text
        clock.shift(601)
        assert Visitor(app.test_client()).begin().status_code == 200


def test_a_form_by_a_poster_is_an_open_link_with_its_place(
    other: Visitor, market: None, kept: Kept, engine: Engine
) -> None:
    other.open(LINK)
    other.fill()
    other.send()
    assert kept.interviews()[0].origin == "open_link"
    assert kept.body()["paradata"]["location"] == "markt"
    [visit] = visits(engine)
    assert visit.finished_at is not None


def test_an_unknown_place_is_counted_without_one(
    app: Flask, other: Visitor, market: None, kept: Kept, engine: Engine
) -> None:
    strange = ["elders", "markt%00", "MÄRKT", "x" * 400, "' OR 1=1"]
    for place in strange:
        visitor = Visitor(app.test_client())
        visitor.open(f"/s/panel-proef?plek={place}")
        visitor.begin()
        assert visitor.place == "consent"
    assert [visit.location_id for visit in visits(engine)] == [None] * len(strange)
    other.open("/s/panel-proef?plek=elders")
    other.fill()
    other.send()
    assert kept.interviews()[0].origin == "open_link"
    assert "location" not in kept.body()["paradata"]


def test_a_place_that_is_switched_off_is_not_counted(
    other: Visitor, market: None, engine: Engine, app: Flask
) -> None:
    with app.test_request_context(), transaction(engine) as session:
        switch(session, find.study(session, "panel-proef"), "markt", active=False)
    other.open(LINK)
    other.begin()
    assert other.place == "consent"
    assert visits(engine)[0].location_id is None


def test_the_place_goes_along_to_another_language(other: Visitor, market: None, engine: Engine) -> None:
    other.open(LINK)
    assert '/s/panel-proef?plek=markt&amp;taal=ar"' in other.page.text
    other.open(f"{LINK}&taal=ar")
    other.begin()
    assert visits(engine)[0].location_id is not None


def test_nobody_poses_as_a_member_of_the_panel(
    app: Flask, engine: Engine, organisation: Organisation
) -> None:
    with transaction(engine) as session:
        publish(session, "open", QUESTIONNAIRE, organisation=organisation.id)
    visitor = Visitor(app.test_client(), "open")
    visitor.open("/s/open?herkomst=panel")
    visitor.send(herkomst="panel")
    with reading(engine) as session:
        assert session.exec(select(Draft.origin)).one() == "open_link"


def test_the_cookie_of_the_device_is_out_of_reach_of_scripts_and_other_pages(other: Visitor) -> None:
    other.begin()
    cookie = other.client.get_cookie("apparaat", path="/s/panel-proef")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, len(cookie.value)) == (True, "Lax", 22)


def test_a_device_is_wiped_with_a_form_that_was_never_sent(other: Visitor, engine: Engine) -> None:
    other.begin()
    assert visits(engine)[0].device is not None
    with time_machine.travel(now() + timedelta(days=15)), transaction(engine) as session:
        forget_abandoned(session)
    assert [visit.device for visit in visits(engine)] == [None]


def test_a_double_click_at_the_same_moment_begins_one_form(
    other: Visitor, app: Flask, engine: Engine
) -> None:
    form, cookie = other.hidden, other.client.get_cookie("session").value
    gate = Barrier(4)

    def press() -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("session", cookie)
        gate.wait()
        answer = client.post("/s/panel-proef", data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(4) as clicks:
        answers = [click.result() for click in [clicks.submit(press) for _ in range(4)]]
    assert answers == [(303, "/s/panel-proef/vraag/consent")] * 4
    assert forms(engine) == len(visits(engine)) == 1
