"""The app itself: installed, opened without a network, and renewed only when no interview is open."""

import dataclasses
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from survey.collection import code
from tests.journeys.conftest import Server
from tests.journeys.tablet import BRIEF, Tablet

COLD = 2.0
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
SHELL = "document.getElementById('tablet').dataset.client"
WAITING = "async () => (await navigator.serviceWorker.getRegistration('/veld'))?.waiting !== null"
LOOK = "async () => { await (await navigator.serviceWorker.getRegistration('/veld')).update(); }"


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def test_without_a_network_the_app_opens_cold_in_two_seconds_and_holds_an_interview(
    server: Server, open_page: Callable[..., Page]
) -> None:
    first = Tablet(open_page(), server).open()
    first.page.wait_for_function(CONTROLLED)
    first.page.context.set_offline(True)
    tablet = Tablet(open_page(beside=first.page), server)
    first.page.close()

    began = monotonic()
    tablet.page.goto(f"{server.url}/veld/{BRIEF}")
    expect(tablet.page.get_by_label("Pincode", exact=True)).to_be_visible()
    took = monotonic() - began
    tablet.unlock()
    tablet.page.get_by_role("button", name="Oefenen").or_(
        tablet.page.get_by_role("button", name="Start gesprek")
    ).wait_for()

    assert took < COLD
    if tablet.page.get_by_role("button", name="Oefenen").is_visible():  # the promise went with the first tab
        tablet.tap("Oefenen")
    tablet.begin().until("unaided")


def test_what_is_needed_to_install_it_is_there(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{server.url}/veld")
    page.wait_for_function(CONTROLLED)

    wrong = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert [one for one in wrong if one["errorId"] != "in-incognito"] == []


def test_a_new_version_waits_until_no_interview_is_open(
    server: Server, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = Tablet(open_page(), server).open()
    page = tablet.page
    page.wait_for_function(CONTROLLED)
    old = page.evaluate(SHELL)
    tablet.begin().until("consent")
    renewed = dataclasses.replace(code.code(), hash="f" * 16)
    monkeypatch.setattr(code, "code", lambda: renewed)

    page.evaluate(LOOK)
    page.wait_for_function(WAITING)
    tablet.answer({"consent": ["no"]})
    tablet.reload()
    expect(page.get_by_role("button", name="Afronden")).to_be_visible()
    assert page.evaluate(SHELL) == old
    tablet.tap("Afronden")
    tablet.tap("Volgend gesprek")
    tablet.tap("Onderzoeken")
    expect(page.get_by_text("Er is een nieuwe versie van deze app.")).to_be_visible()
    tablet.tap("Nu bijwerken")

    expect(page.get_by_label("Pincode", exact=True)).to_be_visible()
    assert page.evaluate(SHELL) == "f" * 16
