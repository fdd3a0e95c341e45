"""Answering by invitation, in a browser: begun on a phone, gone on at another device, finished once; for everybody."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlmodel import select

from survey.collection.tables import Interview
from survey.database import reading
from survey.moment import now
from tests.journeys.conftest import Server
from tests.journeys.respondent import answer, complete, go_on
from tests.survey.panel.invitations import Panel

Open = Callable[..., Page]
Check = Callable[[Page], None]


def begin(page: Page) -> None:
    """Press the first button: to begin, to go on, or to say no is another one."""
    page.locator("main form button[type=submit]").first.click()


def test_begun_on_a_phone_in_turkish_and_finished_elsewhere_by_the_link_of_a_reminder(
    server: Server, open_page: Open
) -> None:
    panel = Panel(server.app, slug="panel", language="tr")
    invitation, reminder = panel.link(), panel.link()
    phone = open_page(width=360, java_script_enabled=False)
    phone.goto(server.url + invitation)
    expect(phone.locator("html")).to_have_attribute("lang", "tr")
    assert panel.state() == "opened"
    begin(phone)
    for _ in range(3):
        answer(phone)
        go_on(phone)
    left_at = phone.url
    assert "/vraag/" in left_at

    computer = open_page(width=1280)
    computer.goto(server.url + reminder)
    expect(computer.locator("html")).to_have_attribute("lang", "tr")
    begin(computer)
    assert computer.url == left_at
    expect(computer.locator("html")).to_have_attribute("lang", "tr")
    complete(computer)
    go_on(computer)
    expect(computer).to_have_url(f"{server.url}/s/panel/verstuurd")
    assert panel.state() == "complete"
    with reading(server.engine) as session:
        [interview] = session.exec(select(Interview)).all()
    assert (interview.origin, interview.language) == ("panel", "tr")

    typed = [value for value in interview.answers.values() if value == "Een voorbeeld"]
    assert typed
    for address in (left_at, server.url + invitation, f"{server.url}/s/panel/controle"):
        phone.goto(address)
        expect(phone.locator(".wp-done")).to_be_visible()
        expect(phone.locator("main form")).to_have_count(0)
        assert typed[0] not in phone.content()


def test_a_code_of_a_letter_typed_in_small_letters_without_javascript(
    server: Server, open_page: Open
) -> None:
    panel = Panel(server.app, slug="panel")
    page = open_page(width=360, java_script_enabled=False)
    page.goto(f"{server.url}/code")
    page.get_by_label("Code uit uw brief").fill("abc")
    page.get_by_role("button", name="Doorgaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Met deze code kunt u niet meedoen")
    page.get_by_label("Code uit uw brief").fill(panel.secret("code").lower().replace("-", " "))
    page.get_by_role("button", name="Doorgaan").click()
    expect(page.get_by_role("button", name="Beginnen")).to_be_visible()


def test_no_page_of_an_invitation_has_a_serious_fault(
    server: Server, open_page: Open, axe: Check, reflows: Check
) -> None:
    panel = Panel(server.app, slug="panel", size=2)
    page = open_page(width=360)

    def look(address: str = "") -> None:
        if address:
            page.goto(server.url + address)
        for width in (1280, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            reflows(page)

    link = panel.link()
    look(link)
    page.get_by_role("button", name="Ik doe niet mee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U doet niet mee")
    look()
    page.get_by_role("button", name="Toch meedoen").click()
    begin(page)
    page.goto(server.url + link)
    expect(page.get_by_role("button", name="Verder met invullen")).to_be_visible()
    look(f"{link}?taal=ar")
    page.goto(server.url + link)
    begin(page)
    complete(page)
    go_on(page)
    look()
    look(link)
    look("/u/nobody")
    look("/code")
    begin(page)
    look()
    panel.change(deadline=now() - timedelta(days=1))
    look(panel.link(1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit onderzoek is gesloten")
