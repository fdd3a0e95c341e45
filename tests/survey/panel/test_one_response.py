"""One person, one response: twenty at once begin one form, twenty at once send it once, and none begins it again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.panel.tables import Draft
from survey.rounds.tables import ResponseLink
from tests.survey.panel.invitations import Guest, Panel

AT_ONCE = 20


def count(engine: Engine, table: type) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def together(press: Callable[[Guest], int], guests: list[Guest]) -> list[int]:
    """Press at the same moment; gives the statuses."""
    gate = Barrier(len(guests))

    def go(guest: Guest) -> int:
        gate.wait()
        return press(guest)

    with ThreadPoolExecutor(len(guests)) as threads:
        return list(threads.map(go, guests))


def test_twenty_at_once_make_one_form_and_one_response(panel: Panel, app: Flask, engine: Engine) -> None:
    guests = [Guest(app.test_client(), panel.link()) for _ in range(AT_ONCE)]
    tokens = {id(guest): {"csrf_token": guest.hidden["csrf_token"]} for guest in guests}
    begun = together(lambda guest: guest.client.post(guest.link, data=tokens[id(guest)]).status_code, guests)
    assert set(begun) == {303}
    assert (count(engine, Draft), count(engine, ResponseLink)) == (1, 1)
    guests[0].fill()
    sent = together(
        lambda guest: guest.client.post("/s/panel-proef/controle", data=tokens[id(guest)]).status_code, guests
    )
    assert set(sent) == {303}
    assert (count(engine, Interview), count(engine, Submission), panel.state()) == (1, 1, "complete")
    again = together(lambda guest: guest.client.post(guest.link, data=tokens[id(guest)]).status_code, guests)
    assert set(again) == {303}
    assert (count(engine, Draft), count(engine, Interview)) == (1, 1)
    assert "Dank u wel" in guests[1].open(guests[1].link).text


def test_sending_and_refusing_at_once_end_in_one_of_the_two(panel: Panel, app: Flask, engine: Engine) -> None:
    guest, other = (Guest(app.test_client(), panel.link()) for _ in range(2))
    guest.fill()
    hidden = other.hidden
    addresses = {
        id(guest): ("/s/panel-proef/controle", guest.hidden),
        id(other): (f"{other.link}/nee", hidden),
    }

    def press(each: Guest) -> int:
        address, form = addresses[id(each)]
        return each.client.post(address, data=form).status_code

    statuses = together(press, [guest, other])
    assert max(statuses) < 500
    ends = (panel.state(), count(engine, Interview))
    assert ends in {("complete", 1), ("refused", 0)}
