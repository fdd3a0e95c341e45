"""The code of a letter: typed as people do, and of no use to who guesses."""

import re
from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from survey.database import reading
from survey.panel import typed_code
from survey.rounds.tables import Access
from tests.survey.panel.invitations import Guest, Panel

UNKNOWN = "ACDEF-GHJKM"


@pytest.fixture
def guest(panel: Panel, app: Flask) -> Guest:
    """Somebody at the page where a code is typed."""
    return Guest(app.test_client(), "/code")


def test_a_code_leads_to_the_invitation(guest: Guest, panel: Panel) -> None:
    guest.send(code=f" {panel.secret('code').lower().replace('-', ' ')} ")
    assert re.fullmatch("/u/[A-Za-z0-9_-]{43}", guest.page.request.path)
    guest.fill()
    guest.send()
    assert panel.state() == "complete"


def test_codes_that_open_nothing_get_one_answer_whatever_they_are(
    guest: Guest, panel: Panel, app: Flask
) -> None:
    used = panel.secret("code")
    member = Guest(app.test_client(), panel.link())
    member.fill()
    member.send()
    answers = set()
    for code in (used, UNKNOWN, "", "x", "null", "*", "a" * 5000, "\ud800".encode("utf-8", "surrogatepass")):
        page = guest.send(code=code)
        said = re.sub(r'value="[^"]*"', "", page.text)
        answers.add((page.status_code, re.sub(r'nonce="[^"]*"', "", said)))
    assert len(answers) == 1
    assert answers.pop()[0] == 422


def test_a_used_code_costs_as_much_time_as_one_that_never_was(guest: Guest, panel: Panel, app: Flask) -> None:
    used = panel.secret("code")
    member = Guest(app.test_client(), panel.link())
    member.fill()
    member.send()
    times: dict[str, list[float]] = {used: [], UNKNOWN: []}
    for _ in range(12):
        for code, taken in times.items():
            start = perf_counter()
            guest.client.post("/code", data=guest.hidden | {"code": code})
            taken.append(perf_counter() - start)
    assert 0.4 < median(times[used]) / median(times[UNKNOWN]) < 2.5


@pytest.mark.parametrize("when", [{"state": "closed"}, {}])
def test_a_code_of_a_round_that_is_over_and_of_somebody_who_left_opens_nothing(
    guest: Guest, panel: Panel, when: dict[str, str], engine: Engine
) -> None:
    code = panel.secret("code")
    if when:
        panel.change(**when)
    else:
        panel.change_member(state="withdrawn")
    assert guest.send(code=code).status_code == 422
    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(Access)).one() == 1


def test_guessing_stops_soon_also_with_a_right_code(
    guest: Guest, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_code, "_TRIES_PER_ADDRESS", 3)
    for _ in range(3):
        assert guest.send(code=UNKNOWN).status_code == 422
    form = guest.hidden
    assert guest.client.post("/code", data=form | {"code": UNKNOWN}).status_code == 429
    page = guest.client.post("/code", data=form | {"code": panel.secret("code")})
    assert page.status_code == 429
    assert "Wacht" in page.text


def test_guessing_from_many_addresses_stops_too(
    guest: Guest, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_code, "_TRIES_IN_ALL", 3)
    form = guest.hidden | {"code": UNKNOWN}
    statuses = [
        guest.client.post("/code", data=form, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code
        for number in range(5)
    ]
    assert statuses == [422, 422, 422, 429, 429]


def test_a_code_that_somebody_typed_is_shown_as_text(guest: Guest) -> None:
    page = guest.send(code='"><script>alert(1)</script>')
    assert "<script>alert" not in page.text
