"""A researcher prepares a round in the browser: from the empty page to a drawn sample, and back; also without JavaScript."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from survey.database import transaction
from survey.members.tables import Member
from survey.moment import now
from survey.studies.tables import Study
from tests.journeys.conftest import Server

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


def add_members(server: Server, areas: list[str]) -> None:
    """Synthetic members of the organisation of the study."""
    with transaction(server.engine) as session:
        study = session.exec(select(Study).where(col(Study.slug) == "panel")).one()
        for number, area in enumerate(areas):
            session.add(
                Member(
                    organisation_id=study.organisation_id,
                    number=f"T{number}",
                    area=area,
                    consented_on=date(2026, 1, 5),
                    synthetic=True,
                )
            )


@pytest.mark.parametrize("javascript", [False, True])
def test_from_an_empty_panel_to_a_sample_and_back(
    server: Server, open_page: Open, axe: Check, reflows: Check, *, javascript: bool
) -> None:
    add_members(server, ["noord"] * 6 + ["zuid"] * 2)
    page = open_page(width=360, java_script_enabled=javascript)

    def look() -> None:
        for width in (1280, 768, 360) if javascript else (360,):
            page.set_viewport_size({"width": width, "height": 900})
            reflows(page)
            if javascript:  # axe waits for timers, that a page without JavaScript does not have
                axe(page)

    page.goto(f"{server.url}/onderzoek/panel/panel")
    expect(page.get_by_text("Er is nog geen ronde.")).to_be_visible()
    look()
    page.get_by_role("link", name="Nieuwe ronde").click()
    page.get_by_role("button", name="Ronde maken").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef de ronde een naam")
    look()
    page.get_by_label("Naam van de ronde").fill("Najaar")
    page.get_by_label("Laatste dag om te antwoorden").fill((now() + timedelta(days=14)).date().isoformat())
    page.get_by_role("button", name="Ronde maken").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Najaar")
    look()

    page.get_by_role("link", name="Teksten").click()
    page.get_by_label("Onderwerp van de e-mail (Nederlands)").fill("Doet u mee?")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    expect(page.get_by_role("region", name="Voorbeeld in het Nederlands")).to_contain_text("Doet u mee?")
    look()
    page.get_by_role("button", name="Bewaren").click()

    page.get_by_role("link", name="Steekproef").first.click()
    page.get_by_label("Aantal leden").fill("6")
    page.get_by_label("Gelijk").check()
    page.get_by_role("button", name="Bekijken wat dit geeft").click()
    expect(page.get_by_role("table")).to_contain_text("1 te weinig")
    look()
    page.get_by_label("Zelf kiezen").check()
    page.get_by_role("button", name="Bekijken wat dit geeft").click()
    page.get_by_label("Noord").fill("2")
    page.get_by_label("Zuid").fill("2")
    page.get_by_role("button", name="Aantallen overnemen").click()
    look()
    page.get_by_role("button", name="4 leden trekken").click()
    expect(page.get_by_role("status")).to_contain_text("Er zijn 4 leden getrokken.")
    look()
    page.get_by_role("button", name="Steekproef ongedaan maken").click()
    expect(page.get_by_role("status")).to_contain_text("De steekproef is weg.")
