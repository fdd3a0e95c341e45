"""The researcher's pages in a real browser: for everybody, on every screen, without a script, and always of now."""

import json
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from questionnaires import library
from questionnaires.programme import publishable
from survey.collection.receive import receive
from survey.database import transaction
from tests.journeys.conftest import Server

Open = Callable[..., Page]
Check = Callable[[Page], None]
ADDRESSES = [
    "/onderzoek",
    "/onderzoek/straat",
    "/onderzoek/straat/ladder",
    "/onderzoek/straat/cijfers",
    "/onderzoek/straat/cijfers?meting=awareness.aided&per=",
    "/onderzoek/straat/cijfers?meting=geluk",
    "/onderzoek/panel/cijfers",
]
HASH = publishable(library.load("straat-bekendheid")).hash
KNOWN = {"location": "market", "consent": "yes", "where_go": "gp", "unaided": ["none"], "area": "noord"}


@pytest.fixture
def filled(server: Server) -> Server:
    """The street study with 35 interviews in Noord and 5 in Zuid."""
    aided = ["aided_vet", "aided_wmo_team", "aided_wmo_loket", "aided_sociaal_team", "aided_buurtbrug"]
    with transaction(server.engine) as session:
        for place in range(40):
            answers = KNOWN | dict.fromkeys(aided, "never")
            answers["aided_vet"] = "name" if place % 2 else "never"
            answers["area"] = "zuid" if place >= 35 else "noord"
            day = date(2026, 11, 1 + place % 20).isoformat()
            sent = {
                "study": "straat", "questionnaire": HASH, "origin": "street", "mode": "interviewer", "language": "nl",
                "started_at": f"{day}T10:00:00+01:00", "completed_at": f"{day}T10:05:00+01:00",
                "answers": answers, "paradata": {"seed": place},
            }  # fmt: skip
            receive(session, uuid4(), json.dumps(sent).encode(), "api")
        session.connection().exec_driver_sql("UPDATE interview SET state = 'accepted'")
    return server


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_page_is_for_everybody_on_every_screen(
    filled: Server, open_page: Open, axe: Check, reflows: Check, width: int
) -> None:
    page = open_page(width=width)
    for address in ADDRESSES:
        page.goto(filled.url + address)
        axe(page)
        reflows(page)
        for picture in page.locator("main img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", value=True)
            assert picture.evaluate("image => image.naturalWidth") > 0
            assert picture.get_attribute("alt")


def test_the_language_can_be_changed_and_the_choice_of_figures_stays(
    filled: Server, open_page: Open, axe: Check, reflows: Check
) -> None:
    page = open_page(width=360)
    page.goto(f"{filled.url}/onderzoek/straat/cijfers?meting=awareness.aided:vet&per=mode")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "per=mode" in page.url
    axe(page)
    reflows(page)


def test_figures_are_chosen_without_a_script_and_by_keyboard(filled: Server, open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{filled.url}/onderzoek/straat/cijfers")
    page.get_by_label("Uitsplitsen naar").select_option("mode")
    page.get_by_role("button", name="Toon cijfers").press("Enter")
    expect(page.get_by_role("row").filter(has_text="Met interviewer")).to_contain_text("50%")
    region = page.get_by_role("region", name="Tabel").first
    region.focus()
    expect(region).to_be_focused()


def test_a_new_interview_changes_table_and_picture_at_once(filled: Server, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{filled.url}/onderzoek/straat/cijfers?meting=awareness.aided:vet&per=")
    everybody = page.get_by_role("row").filter(has_text="Iedereen")
    expect(everybody).to_contain_text("40")
    picture = page.get_by_role("img", name="Puntgrafiek").get_attribute("src")
    assert picture is not None
    before = page.request.get(filled.url + picture).text()
    with transaction(filled.engine) as session:
        session.connection().exec_driver_sql(
            "UPDATE interview SET state = 'excluded' WHERE id = (SELECT min(id) FROM interview)"
        )
    page.reload()
    expect(everybody).to_contain_text("39")
    assert page.request.get(filled.url + picture).text() != before


def test_the_researcher_finds_the_way_from_the_list_to_a_figure(filled: Server, open_page: Open) -> None:
    page = open_page()
    page.goto(filled.url)
    page.get_by_role("link", name="Bekijk de uitkomsten").click()
    page.get_by_role("link", name="Kent u de teams in uw buurt?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kent u de teams in uw buurt?")
    expect(page.get_by_role("row").filter(has_text="Noord")).to_contain_text("35")
    page.get_by_role("link", name="Bekendheid").click()
    expect(page.get_by_role("heading", name="Buurtbrug")).to_contain_text("bestaat niet")
    page.get_by_role("link", name="Cijfers en kaart").click()
    expect(page.get_by_role("row").filter(has_text="Zuid").first).to_contain_text("alleen een aanwijzing")
