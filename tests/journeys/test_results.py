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
    "/onderzoek/panel",
    "/onderzoek/panel/ladder",
    "/onderzoek/panel/cijfers",
    "/onderzoek/straat/controle",
    "/",
]
CHARTS = [
    "cijfers.svg",
    "cijfers.svg?meting=awareness.aided&per=",
    "cijfers.svg?per=aided_vet",
    "ladder.svg?team=vet",
]
HASH = publishable(library.load("straat-bekendheid")).hash
KNOWN = {"location": "market", "consent": "yes", "where_go": "gp", "unaided": ["none"], "area": "noord"}


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


@pytest.fixture
def filled(server: Server) -> Server:
    """The street study with 35 interviews in Noord and 5 in Zuid; one waits for a person, one came in two versions."""
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
            interview = uuid4()
            receive(session, interview, json.dumps(sent).encode(), "api")
        receive(session, interview, json.dumps(sent | {"language": "en"}).encode(), "api")
        session.connection().exec_driver_sql("UPDATE interview SET state = 'accepted'")
        wrong = sent | {"answers": answers | {"aided_vet": "perhaps"}}
        receive(session, uuid4(), json.dumps(wrong).encode(), "api")
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


@pytest.mark.parametrize("letters", ["Arial", "DejaVu Sans"])
def test_no_text_of_a_chart_is_cut_off_also_in_wider_letters(
    filled: Server, open_page: Open, letters: str
) -> None:
    page = open_page(width=1280)
    for chart in CHARTS:
        picture = page.request.get(f"{filled.url}/onderzoek/straat/{chart}").text()
        page.set_content(picture.replace("Arial", letters))
        cut = page.evaluate(
            """() => {
              const edge = document.querySelector("svg").getBoundingClientRect();
              return [...document.querySelectorAll("text")].filter(text => {
                const box = text.getBoundingClientRect();
                return box.width && (box.left < edge.left || box.right > edge.right);
              }).map(text => text.textContent);
            }"""
        )
        assert cut == [], chart


def test_what_a_person_must_look_at_is_shown_with_its_reason(filled: Server, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{filled.url}/onderzoek/straat")
    page.get_by_role("link", name="Bekijk en beslis").click()
    expect(page.get_by_text("Het antwoord “perhaps” is geen keuze van deze vraag.")).to_be_visible()
    expect(page.get_by_role("region", name="Dubbel ingestuurd")).to_be_visible()


def test_from_the_top_of_the_ladders_one_goes_to_a_team(filled: Server, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{filled.url}/onderzoek/straat/ladder")
    page.get_by_role("navigation", name="Teams op deze pagina").get_by_role("link", name="Buurtbrug").click()
    expect(page.get_by_role("heading", name="Buurtbrug")).to_be_in_viewport()
    guess = page.get_by_role("row").filter(has_text="dat niet bestaat").first
    expect(guess).to_contain_text("n = 40")


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
            "UPDATE interview SET state = 'excluded'"
            " WHERE id = (SELECT min(id) FROM interview WHERE state = 'accepted')"
        )
    page.reload()
    expect(everybody).to_contain_text("39")
    assert page.request.get(filled.url + picture).text() != before


def test_the_researcher_finds_the_way_from_the_list_to_a_figure(filled: Server, open_page: Open) -> None:
    page = open_page()
    page.goto(filled.url)
    page.get_by_role("link", name="Onderzoeken", exact=True).click()
    page.get_by_role("link", name="Kent u de teams in uw buurt?", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kent u de teams in uw buurt?")
    expect(page.get_by_role("row").filter(has_text="Noord")).to_contain_text("35")
    page.get_by_role("link", name="Bekendheid").click()
    expect(page.get_by_role("heading", name="Buurtbrug")).to_contain_text("bestaat niet")
    page.get_by_role("link", name="Cijfers en kaart").click()
    expect(page.get_by_role("row").filter(has_text="Zuid").first).to_contain_text("alleen een aanwijzing")
