"""A researcher makes and sets up a study in a real browser, without a script, on every screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from questionnaires import library
from tests.journeys.conftest import Server

Open = Callable[..., Page]
Check = Callable[[Page], None]
MIDDLE = 768
SETUP = "/onderzoek/straat/inrichten"
ADDRESSES = [
    "/onderzoek/nieuw",
    "/onderzoek/archief",
    SETUP,
    f"{SETUP}/vragenlijst",
    f"{SETUP}/vragenlijst/1/voorbeeld/nl",
    f"{SETUP}/vragenlijst/1/voorbeeld/ar",
    f"{SETUP}/gebieden",
    f"{SETUP}/gebieden/3/verwijderen",
    f"{SETUP}/metingen",
    f"{SETUP}/metingen/2/verwijderen",
    f"{SETUP}/bevolking",
    f"{SETUP}/verwijderen",
]


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


@pytest.mark.parametrize("width", [360, MIDDLE, 1280])
def test_every_page_is_for_everybody_on_every_screen(
    server: Server, open_page: Open, axe: Check, reflows: Check, width: int
) -> None:
    page = open_page(width=width)
    page.goto(f"{server.url}{SETUP}/bevolking")
    page.get_by_label("Variabele", exact=True).fill("sex")
    page.get_by_label("Categorieën").fill("man; 4000\nwoman; 5000")
    page.get_by_role("button", name="Variabele bewaren").click()
    for address in ADDRESSES:
        page.goto(server.url + address)
        reflows(page)
        # A whole questionnaire takes long to look at, and is laid out by itself elsewhere: one width will do.
        if "voorbeeld" not in address or width == MIDDLE:
            axe(page)
    page.goto(f"{server.url}/onderzoek/nieuw")
    page.get_by_role("button", name="Onderzoek maken").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef het onderzoek een titel.")
    axe(page)
    reflows(page)


def test_a_study_is_made_set_up_renewed_and_a_change_undone_without_a_script(
    server: Server, open_page: Open
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.url}/onderzoek")
    page.get_by_role("link", name="Nieuw onderzoek").click()
    page.get_by_label("Titel").fill("Kent u ons?")
    page.get_by_label("Vragenlijst", exact=True).select_option("straat-bekendheid")
    page.get_by_role("button", name="Onderzoek maken").click()
    expect(page.get_by_role("alert")).to_contain_text("ten minste één gebied")
    expect(page.get_by_label("Titel")).to_have_value("Kent u ons?")
    page.get_by_label("Gebieden", exact=True).fill("Noord; 4000")
    page.get_by_role("button", name="Onderzoek maken").click()
    expect(page).to_have_url(f"{server.url}/onderzoek/kent-u-ons/inrichten")
    expect(page.get_by_role("status")).to_contain_text("Het onderzoek is gemaakt.")

    page.get_by_role("navigation", name="Inrichten").get_by_role("link", name="Gebieden").click()
    page.get_by_label("Eén gebied per regel").fill("Zuid; 6000\nOost; 100")
    page.get_by_role("button", name="Eerst bekijken").click()
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_role("status")).to_contain_text("Toegevoegd: Zuid.")
    expect(page.locator(".wm-tile")).to_have_text(["Noord", "Zuid", "Oost"])

    page.get_by_role("navigation", name="Inrichten").get_by_role("link", name="Metingen").click()
    card = page.locator("section", has=page.get_by_role("heading", name="Meting toevoegen"))
    card.get_by_label("Naam").fill("Volgend jaar")
    card.get_by_label("Eerste dag").fill("1-3-2099")
    card.get_by_role("button", name="Meting toevoegen").click()
    expect(page.get_by_role("status")).to_contain_text("Toegevoegd: Volgend jaar.")

    page.get_by_role("navigation", name="Inrichten").get_by_role("link", name="Vragenlijst").click()
    page.get_by_label("Kies een bestand (YAML)").set_input_files(
        {
            "name": "tweede.yaml",
            "mimeType": "text/yaml",
            "buffer": library.load("straat-bekendheid")
            .replace("Bent u een man of een vrouw?", "Wat bent u?")
            .encode(),
        }
    )
    page.get_by_role("button", name="Nakijken en vergelijken").click()
    expect(page.get_by_role("main")).to_contain_text("De vraag sex is veranderd")
    page.get_by_role("button", name="Versie 2 publiceren").click()
    expect(page.get_by_role("status")).to_contain_text("Versie 2 is gepubliceerd.")

    page.get_by_role("navigation", name="Inrichten").get_by_role("link", name="Overzicht").click()
    page.get_by_role("button", name="Onderzoek sluiten").click()
    expect(page.get_by_text("Het onderzoek is gesloten.")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("Het onderzoek is open.")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Ongedaan gemaakt.")
