"""The online form, filled in as people do: on a small phone, without JavaScript, by keyboard, in two languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import func, select

from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.studies.publish import publish
from tests.journeys.conftest import Server
from tests.journeys.respondent import answer, complete, go_on
from tests.survey.panel.visitor import QUESTIONNAIRE

Open = Callable[..., Page]


@pytest.fixture
def short(server: Server) -> str:
    """The address of a short form in three languages, with a question that gets fixed."""
    with transaction(server.engine) as session:
        publish(session, "panel-proef", QUESTIONNAIRE, title="Proef", default_origin="panel")
    return f"{server.url}/s/panel-proef"


def interviews(server: Server) -> int:
    with reading(server.engine) as session:
        return session.exec(select(func.count()).select_from(Interview)).one()


def test_the_whole_form_on_a_small_phone_without_javascript(
    server: Server, open_page: Open, reflows: Callable[[Page], None]
) -> None:
    page = open_page(width=360, java_script_enabled=False)
    page.goto(f"{server.url}/s/panel")
    page.get_by_role("button", name="Beginnen").click()
    go_on(page)
    expect(page).to_have_title(re.compile("^Fout: "))
    passed = complete(page)
    assert len(passed) > 10
    expect(page.get_by_role("heading", level=1)).to_have_text("Controleer uw antwoorden")
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    assert interviews(server) == 1


def test_an_error_takes_the_focus_and_leads_to_its_field(short: str, open_page: Open) -> None:
    page = open_page(width=360)
    page.goto(short)
    go_on(page)
    go_on(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator("#consent-yes")).to_be_focused()


def test_to_arabic_and_back_keeps_place_and_what_was_typed(short: str, open_page: Open) -> None:
    page = open_page(width=360, java_script_enabled=False)
    page.goto(short)
    go_on(page)
    page.get_by_label("Ja").check()
    go_on(page)
    page.locator("#unaided").fill("Het team van de hoek")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#unaided")).to_have_value("Het team van de hoek")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#unaided")).to_have_value("Het team van de hoek")
    page.get_by_role("button", name="العربية").click()
    go_on(page)
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_a_double_click_on_send_counts_once(server: Server, short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    go_on(page)
    complete(page)
    page.get_by_role("button", name="Antwoorden versturen").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    assert interviews(server) == 1


def test_the_back_button_after_sending_shows_no_answers(server: Server, short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    go_on(page)
    complete(page)
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page).to_have_url(re.compile("/verstuurd$"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    assert interviews(server) == 1


def test_the_back_button_keeps_the_answers_and_lets_them_be_changed(short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    go_on(page)
    page.get_by_label("Ja").check()
    go_on(page)
    page.go_back()
    expect(page.get_by_label("Ja")).to_be_checked()
    page.get_by_label("Nee").check()
    go_on(page)
    expect(page.get_by_role("main")).to_contain_text("U doet niet mee.")


def test_what_was_said_before_the_names_can_not_be_changed_after(short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    go_on(page)
    for _ in range(2):
        answer(page)
        go_on(page)
    page.get_by_role("link", name="Terug").click()
    expect(page.locator("#unaided")).to_be_disabled()
    expect(page.get_by_role("main")).to_contain_text("Dit antwoord staat vast")
    go_on(page)
    complete(page)
    item = page.locator(".wp-answers__item", has_text="Welk team kent u?")
    expect(item).to_contain_text("Staat vast")
    expect(item.get_by_role("link")).to_have_count(0)


def test_two_tabs_do_not_overwrite_each_other_in_silence(short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    go_on(page)
    beside = open_page(beside=page)
    beside.goto(page.url)
    page.get_by_label("Ja").check()
    go_on(page)
    beside.get_by_label("Nee").check()
    go_on(beside)
    expect(beside.get_by_role("alert")).to_contain_text("intussen anders beantwoord")
    expect(beside.get_by_label("Nee")).to_be_checked()


def test_the_form_can_be_filled_in_by_keyboard_alone(server: Server, short: str, open_page: Open) -> None:
    page = open_page()
    page.goto(short)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Direct naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    keys = {
        "/consent": ["Space"], "/unaided": ["x"], "/aided": ["Space"], "/how": ["Space"], "/age": ["4"], "/controle": [],
    }  # fmt: skip
    _tab_to(page, "Beginnen")
    page.keyboard.press("Enter")
    for place, presses in keys.items():
        page.wait_for_url(f"**{place}")
        if presses:
            _tab_to(page, None)
            page.keyboard.press(presses[0])
        if place in {"/unaided", "/age"}:
            page.keyboard.press("Enter")  # in a text field Enter goes on, and does not change the language
        else:
            _tab_to(page, "Antwoorden versturen" if place == "/controle" else "Doorgaan")
            page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    assert interviews(server) == 1


def _tab_to(page: Page, name: str | None) -> None:
    """Press Tab until this button has the focus, or, without a name, the first answer of the question."""
    reached = (
        "[document.activeElement.closest('main') && document.activeElement.textContent.trim(),"
        " !!document.activeElement.closest('.wp-question')]"
    )
    for _ in range(40):
        page.keyboard.press("Tab")
        text, in_question = page.evaluate(reached)
        if (name is None and in_question) or (name is not None and text == name):
            return
    raise AssertionError(f"Tab never came to {name or 'the question'}")
