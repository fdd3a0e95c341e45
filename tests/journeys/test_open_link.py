"""From a poster on the wall to a form that was sent: with and without JavaScript; and twice from one device."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survey.database import transaction
from survey.studies.publish import publish
from tests.journeys.conftest import Server
from tests.journeys.respondent import complete
from tests.qr import text_in
from tests.survey.panel.visitor import QUESTIONNAIRE

Open = Callable[..., Page]
Check = Callable[[Page], None]
HERE = "/onderzoek/poster-proef"


@pytest.fixture
def researcher(server: Server, open_page: Open) -> Page:
    """A researcher of a study with a short questionnaire."""
    with transaction(server.engine) as session:
        publish(session, "poster-proef", QUESTIONNAIRE, title="Proef", municipality="Voorbeeldstad")
    page = open_page(width=360)
    server.sign_in(page.context, "researcher")
    return page


@pytest.fixture
def poster(server: Server, researcher: Page) -> str:
    """The address on the poster of a place that the researcher added."""
    researcher.goto(f"{server.url}{HERE}/plekken")
    researcher.get_by_label("Naam van de plek").fill("Bibliotheek Noord")
    researcher.get_by_role("button", name="Plek toevoegen").click()
    researcher.get_by_role("link", name="Poster van Bibliotheek Noord").click()
    printed = researcher.locator(".wl-poster__address").inner_text()
    assert text_in(researcher.locator(".wl-poster__scan").screenshot()).partition("://")[2] == printed
    # The poster names the installation, which listens at another port here.
    return server.url + "/" + printed.partition("/")[2]


def fill_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_url(re.compile("/vraag/"))
    complete(page)
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")


def test_from_the_poster_to_the_count_of_its_place(
    server: Server, researcher: Page, poster: str, open_page: Open, axe: Check, reflows: Check
) -> None:
    server.app.extensions["wijkpeil.settings"].open_link_wait_seconds = 600  # so it is the proof that opens
    phone = open_page(width=360)
    phone.goto(poster)
    axe(phone)
    meets_no_lure(phone)
    fill_in(phone, poster)
    researcher.goto(f"{server.url}{HERE}/plekken")
    expect(researcher.locator(".wp-card dd")).to_have_text(["1", "1"])
    for page in (f"{HERE}/plekken", f"{HERE}/plekken/posters"):
        for width in (360, 768, 1280):
            researcher.set_viewport_size({"width": width, "height": 900})
            researcher.goto(server.url + page)
            axe(researcher)
            reflows(researcher)


def test_who_has_no_javascript_waits_a_moment_and_fills_in_too(
    server: Server, poster: str, open_page: Open, reflows: Check
) -> None:
    waiting = server.app.extensions["wijkpeil.settings"]
    waiting.open_link_wait_seconds = 600
    phone = open_page(width=360, java_script_enabled=False)
    phone.goto(poster)
    phone.get_by_role("button", name="Beginnen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Een ogenblik geduld")
    reflows(phone)
    waiting.open_link_wait_seconds = 0
    phone.get_by_role("button", name="Beginnen").click()
    complete(phone)
    phone.get_by_role("button", name="Antwoorden versturen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dank u wel")


def meets_no_lure(page: Page) -> None:
    """The field for robots is there, and nobody meets it: not by eye, by ear or by keyboard."""
    lure = page.locator("input[name=website]")
    assert lure.evaluate("field => field.closest('[aria-hidden=true]') !== null")
    box = lure.locator("..").bounding_box()
    assert box is None or (box["width"] <= 1 and box["height"] <= 1)
    met = []
    for _ in range(20):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.name ?? ''"))
    assert "website" not in met


def test_twice_from_one_device_counts_and_is_shown_to_the_researcher(
    server: Server, researcher: Page, poster: str, open_page: Open, axe: Check, reflows: Check
) -> None:
    tablet = open_page(width=768)
    fill_in(tablet, poster)
    fill_in(tablet, poster)
    researcher.goto(f"{server.url}{HERE}")
    expect(researcher.get_by_role("main")).to_contain_text("1 interview telt mee en kwam van een apparaat")
    researcher.get_by_role("link", name="Bekijk en beslis").click()
    group = researcher.locator("details", has_text="2 interviews")
    group.locator("summary").click()
    for width in (360, 768, 1280):
        researcher.set_viewport_size({"width": width, "height": 900})
        axe(researcher)
        reflows(researcher)
    group.get_by_label("Waarom besluit u dit?").last.fill("Dezelfde persoon, nagevraagd.")
    group.get_by_role("button", name="Niet meetellen").last.click()
    researcher.goto(f"{server.url}{HERE}")
    expect(researcher.get_by_role("main")).not_to_contain_text("kwam van een apparaat")
