"""Answering by invitation: begun, left, taken up elsewhere, finished once; no answers for who comes after."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.moment import now
from survey.panel.forget import forget_abandoned
from survey.panel.tables import Draft
from survey.rounds.tables import ResponseLink
from survey.studies.tables import Study
from tests.survey.panel.conftest import Kept
from tests.survey.panel.invitations import Guest, Panel

PERSON = {"Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1", "Sec-Fetch-Mode": "navigate"}
SECRET_ANSWER = "Het sociale team"


def test_an_invited_member_becomes_one_response_of_the_panel(guest: Guest, panel: Panel, kept: Kept) -> None:
    assert "Gemeente nodigt u uit" in guest.text
    guest.fill()
    assert panel.state() == "started"
    guest.send()
    assert guest.place == "verstuurd"
    assert "In maart leest u in de wijkkrant" in guest.text
    assert panel.state() == "complete"
    assert [(each.origin, each.state) for each in kept.interviews()] == [("panel", "accepted")]


def test_a_reminder_on_another_device_resumes_at_the_same_question_in_the_language_last_used(
    guest: Guest, panel: Panel, app: Flask, kept: Kept
) -> None:
    guest.fill(until="aided")
    guest.send(taal="ar")
    elsewhere = Guest(app.test_client(), panel.link())
    assert '<html lang="ar" dir="rtl"' in elsewhere.page.text
    elsewhere.send()
    assert elsewhere.place == "aided"
    assert "هل تعرفون" in elsewhere.text
    elsewhere.send(aided="no")
    elsewhere.send(age="44")
    elsewhere.send()
    [interview] = kept.interviews()
    assert interview.answers == {"consent": "yes", "unaided": SECRET_ANSWER, "aided": "no", "age": 44}
    assert kept.body()["paradata"]["languages"] == {
        "consent": "nl",
        "unaided": "nl",
        "aided": "ar",
        "age": "ar",
    }


def test_a_member_is_addressed_in_the_members_own_language(form: None, app: Flask) -> None:
    panel = Panel(app, language="ar")
    guest = Guest(app.test_client(), panel.link())
    assert '<html lang="ar" dir="rtl"' in guest.page.text
    guest.begin()
    assert "هل تشاركون؟" in guest.text


def test_after_sending_every_link_and_every_device_shows_thanks_and_no_answers(
    guest: Guest, panel: Panel, app: Flask, kept: Kept
) -> None:
    first = Guest(app.test_client(), panel.link())
    first.fill(until="age")
    guest.begin()
    guest.send(age="44")
    guest.send()
    for seen in (
        first.open("/s/panel-proef/vraag/unaided"),
        first.open("/s/panel-proef/controle"),
        first.open(first.link),
        guest.open(guest.link),
        Guest(app.test_client(), panel.link()).page,
    ):
        assert seen.status_code == 200
        assert "Dank u wel" in seen.text
        assert SECRET_ANSWER not in seen.text
        assert '<form method="post"' not in seen.text
    first.post(guest.link, {})
    assert (len(kept.interviews()), kept.draft().answers, panel.state()) == (1, {}, "complete")


def test_a_page_that_the_other_device_answered_in_the_meantime_is_not_overwritten_in_silence(
    guest: Guest, panel: Panel, app: Flask, kept: Kept
) -> None:
    guest.fill(until="age")
    elsewhere = Guest(app.test_client(), panel.link())
    elsewhere.begin()
    assert elsewhere.place == "age"
    guest.send(age="44")
    page = elsewhere.send(age="50")
    assert page.status_code == 422
    assert "intussen anders beantwoord" in elsewhere.text
    assert kept.draft().answers["age"] == 44


def test_saying_no_can_be_taken_back_and_keeps_the_place(guest: Guest, panel: Panel, kept: Kept) -> None:
    guest.fill(until="aided")
    guest.open(guest.link)
    guest.press("/nee")
    assert panel.state() == "refused"
    assert "U doet niet mee" in guest.text
    assert guest.open("/s/panel-proef/vraag/aided").status_code == 410
    assert "Open dan de link" in guest.text
    guest.open(guest.link)
    guest.press("/toch")
    assert panel.state() == "started"
    guest.begin()
    assert guest.place == "aided"
    assert kept.interviews() == []


def test_saying_no_before_beginning_leaves_no_form(guest: Guest, panel: Panel, engine: Engine) -> None:
    guest.press("/nee")
    guest.press("")
    assert panel.state() == "refused"
    with reading(engine) as session:
        assert session.exec(select(Draft)).all() == []
    guest.press("/toch")
    assert panel.state() == "opened"


@pytest.mark.parametrize("when", [{"deadline": now() - timedelta(seconds=1)}, {"state": "closed"}])
def test_after_the_deadline_nobody_begins_goes_on_or_sends(
    guest: Guest, panel: Panel, kept: Kept, when: dict[str, object]
) -> None:
    guest.fill()
    hidden, action = guest.hidden, guest.action
    panel.change(**when)
    assert guest.post(action, hidden).status_code == 410
    assert "Dit onderzoek is gesloten" in guest.text
    assert guest.open("/s/panel-proef/vraag/age").status_code == 410
    assert guest.open(guest.link).status_code == 410
    guest.post(guest.link, {"csrf_token": hidden["csrf_token"]})
    guest.post(guest.link + "/nee", {"csrf_token": hidden["csrf_token"]})
    assert (kept.interviews(), panel.state()) == ([], "started")


@pytest.mark.parametrize("state", ["unsubscribed", "withdrawn"])
def test_somebody_who_left_the_panel_is_told_so_and_can_not_begin(
    guest: Guest, panel: Panel, kept: Kept, state: str
) -> None:
    guest.fill(until="aided")
    panel.change_member(state=state)
    for address in (guest.link, "/s/panel-proef/vraag/aided"):
        assert guest.open(address).status_code == 410
        assert "U hebt zich afgemeld" in guest.text
        assert SECRET_ANSWER not in guest.page.text


@pytest.mark.parametrize(
    "headers", [{}, PERSON | {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_what_loads_ahead_or_scans_mails_does_not_count_as_opened(
    panel: Panel, app: Flask, headers: dict[str, str]
) -> None:
    link = panel.link()
    app.test_client().get(link, headers=headers)
    app.test_client().head(link, headers=PERSON)
    assert panel.state() == "drawn"


def test_somebody_who_opens_the_link_counts_as_opened_and_a_second_look_changes_nothing(
    guest: Guest, panel: Panel
) -> None:
    guest.client.get(guest.link, headers=PERSON)
    assert panel.state() == "opened"
    guest.begin()
    guest.client.get(guest.link, headers=PERSON)
    assert panel.state() == "started"


def test_a_link_that_nobody_has_opens_nothing(panel: Panel, app: Flask) -> None:
    client = app.test_client()
    for secret in ("x", "A" * 43, "null", "%00", "a" * 5000, "%ED%A0%80", "..%2f..", "%252e"):
        page = client.get(f"/u/{secret}")
        assert page.status_code == 404, secret
        assert "<h1" in page.text


def test_an_invited_form_is_kept_while_its_round_is_open_and_forgotten_after(
    guest: Guest, panel: Panel, engine: Engine, kept: Kept
) -> None:
    guest.fill(until="aided")
    panel.change(deadline=now() + timedelta(days=30))
    _leave(engine, days=20)
    guest.open("/s/panel-proef/vraag/aided")
    assert guest.place == "aided"
    guest.open(guest.link)
    guest.press("/nee")
    _leave(engine, days=20)
    _forget(engine)
    with reading(engine) as session:
        assert session.exec(select(Draft)).all() == []
    guest.press("/toch")
    guest.begin()
    assert guest.place == "consent"
    with reading(engine) as session:
        assert session.exec(select(ResponseLink)).one().draft_id == kept.draft().id


def _leave(engine: Engine, days: int) -> None:
    with transaction(engine) as session:
        for draft in session.exec(select(Draft)):
            draft.updated_at = now() - timedelta(days=days)


def _forget(engine: Engine) -> None:
    with transaction(engine) as session:
        forget_abandoned(session)


def test_a_study_that_closed_lets_the_invited_go_on(guest: Guest, engine: Engine, kept: Kept) -> None:
    guest.fill()
    with transaction(engine) as session:
        session.exec(select(Study).where(col(Study.slug) == "panel-proef")).one().is_open = False
    guest.send()
    assert len(kept.interviews()) == 1
