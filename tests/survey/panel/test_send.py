"""Sending: the form becomes one interview, once, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import transaction
from survey.panel.tables import Draft
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey.panel.conftest import Kept
from tests.survey.panel.visitor import Visitor


def test_a_finished_form_becomes_an_interview_that_agrees_with_its_questionnaire(
    visitor: Visitor, kept: Kept
) -> None:
    visitor.fill()
    visitor.send()
    [interview] = kept.interviews()
    assert (interview.state, interview.flags, interview.outcome) == ("accepted", [], "complete")
    assert (interview.origin, interview.mode) == ("open_link", "online")
    assert interview.answers["age"] == 44
    body = kept.body()
    assert body["paradata"]["languages"]["age"] == "nl"
    assert body["paradata"]["shown"] == ["consent", "unaided", "aided", "how", "age"]
    assert body["paradata"]["seed"] > 0


def test_thanks_come_with_the_code_of_the_receipt(visitor: Visitor, kept: Kept) -> None:
    visitor.fill()
    visitor.send()
    assert visitor.place == "verstuurd"
    [interview] = kept.interviews()
    assert interview.digest[:8].upper() in visitor.text


def test_sending_twice_counts_once(visitor: Visitor, kept: Kept) -> None:
    visitor.fill()
    again = visitor.hidden
    visitor.send()
    visitor.post("/s/panel-proef/controle", again)
    assert visitor.place == "verstuurd"
    assert len(kept.interviews()) == 1


def test_after_sending_the_questions_are_closed_and_the_answers_gone_from_the_draft(
    visitor: Visitor, kept: Kept
) -> None:
    visitor.fill()
    visitor.send()
    visitor.open("/s/panel-proef/vraag/age")
    assert visitor.place == "verstuurd"
    assert (kept.draft().answers, kept.draft().languages, kept.draft().shown) == ({}, {}, [])


def test_a_receipt_that_is_not_kept_leaves_the_form_as_it_was(
    visitor: Visitor, kept: Kept, app: Flask
) -> None:
    visitor.fill()
    working = app.extensions["wijkpeil.receive"]

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    app.extensions["wijkpeil.receive"] = broken
    with pytest.raises(OSError, match="disk"):
        visitor.send()
    assert kept.interviews() == []
    app.extensions["wijkpeil.receive"] = working
    visitor.open("/s/panel-proef/controle")
    visitor.send()
    assert len(kept.interviews()) == 1


def test_an_answer_that_ends_the_form_shows_its_text_and_is_sent_as_such(
    visitor: Visitor, kept: Kept
) -> None:
    visitor.fill(consent="no")
    assert "U doet niet mee." in visitor.text
    visitor.send()
    [interview] = kept.interviews()
    assert interview.outcome == "refused"


def test_answers_off_the_path_are_sent_and_do_not_count(visitor: Visitor, kept: Kept) -> None:
    visitor.fill()
    visitor.open("/s/panel-proef/vraag/aided?wijzig=1")
    visitor.send(aided="no")
    visitor.send()
    [interview] = kept.interviews()
    assert interview.answers["how"] == ["paper", "friend"]
    assert "how" not in interview.counted


@pytest.mark.parametrize("asked_for", ["panel", "street", "open_link", "random_sample", ""])
def test_nobody_is_of_the_panel_by_saying_so(visitor: Visitor, kept: Kept, asked_for: str) -> None:
    visitor.open(f"/s/panel-proef?herkomst={asked_for}")
    visitor.fill()
    visitor.send()
    assert kept.interviews()[0].origin == "open_link"


def test_a_study_for_the_street_that_is_filled_in_online_is_an_open_link(
    visitor: Visitor, kept: Kept, engine: Engine
) -> None:
    with transaction(engine) as session:
        session.exec(select(Study).where(col(Study.slug) == "panel-proef")).one().default_origin = "street"
    visitor.fill()
    visitor.send()
    assert kept.interviews()[0].origin == "open_link"


def test_a_closed_study_says_so_and_lets_those_who_began_finish(
    visitor: Visitor, other: Visitor, kept: Kept, engine: Engine
) -> None:
    visitor.fill()
    with transaction(engine) as session:
        session.exec(select(Study).where(col(Study.slug) == "panel-proef")).one().is_open = False
    other.begin()
    assert other.page.status_code == 410
    assert "gesloten" in other.text
    other.open("/s/panel-proef")
    assert other.page.status_code == 410
    visitor.send()
    assert len(kept.interviews()) == 1


def test_forms_that_nobody_sent_are_forgotten(
    visitor: Visitor, other: Visitor, kept: Kept, engine: Engine
) -> None:
    visitor.fill(until="aided")
    with transaction(engine) as session:
        session.get_one(Draft, kept.draft().id).updated_at -= timedelta(days=15)
    other.begin()
    assert kept.draft().answers == {}
    visitor.open("/s/panel-proef/vraag/aided")
    assert visitor.place == "panel-proef"


def test_sending_at_the_same_moment_from_two_tabs_counts_once(
    visitor: Visitor, kept: Kept, app: Flask
) -> None:
    visitor.fill()
    form, address = visitor.hidden, visitor.action
    cookie = visitor.client.get_cookie("session").value
    gate = Barrier(2)

    def press() -> int:
        client = app.test_client()
        client.set_cookie("session", cookie)
        gate.wait()
        return client.post(address, data=form).status_code

    with ThreadPoolExecutor(2) as tabs:
        assert [tab.result() for tab in [tabs.submit(press) for _ in range(2)]] == [303, 303]
    assert len(kept.interviews()) == 1


def test_an_answer_that_a_change_made_impossible_is_asked_again(
    client: FlaskClient, kept: Kept, engine: Engine
) -> None:
    choices = """
questionnaire: keuzes
title: {nl: Keuzes}
languages: {nl: {status: reviewed}}
pages:
  - id: has
    questions: [{id: has, kind: consent, text: {nl: Heeft u een tuin?}}]
  - id: does
    questions:
      - id: does
        kind: single
        text: {nl: Wat doet u?}
        options:
          - {code: garden, label: {nl: Tuinieren}, when: "has == 'yes'"}
          - {code: read, label: {nl: Lezen}}
          - {code: walk, label: {nl: Wandelen}}
"""
    with transaction(engine) as session:
        publish(session, "keuzes", choices, title="Keuzes")
    visitor = Visitor(client, "keuzes")
    visitor.begin()
    visitor.send(has="yes")
    visitor.send(does="garden")
    visitor.open("/s/keuzes/vraag/has?wijzig=1")
    visitor.send(has="no")
    assert visitor.place == "does"
    assert kept.interviews() == []
    visitor.send(does="read")
    visitor.send()
    assert [each.state for each in kept.interviews()] == ["accepted"]
