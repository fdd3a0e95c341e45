"""The overview of the fieldwork in a real browser: for everybody, and fresh by itself without getting in the way."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from survey.database import transaction
from survey.fieldwork.tables import Contact, FieldNote
from survey.studies.tables import Study
from tests.journeys.conftest import Server
from tests.survey.monitor.held import says, tablet, waits

Open = Callable[..., Page]
Check = Callable[[Page], None]
HERE = "/onderzoek/straat/veldwerk"
PAGES = ["", "/apparaten", "/interviews", "/contacten", "/logboek", "/inlezen"]


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


def _approach(server: Server, count: int) -> None:
    with transaction(server.engine) as session:
        study = session.exec(select(Study.id).where(col(Study.slug) == "straat")).one()
        for _ in range(count):
            session.add(
                Contact(
                    id=uuid4(), study_id=study or 0, area="noord", interviewer="12", outcome="refusal",
                    at=datetime.now(UTC),
                )
            )  # fmt: skip


@pytest.fixture
def followed(server: Server) -> Server:
    """A tablet with work on it, people who were approached, and a line in the log."""
    with transaction(server.engine) as session:
        study = session.exec(select(Study).where(col(Study.slug) == "straat")).one()
        says(session, tablet(session, study, "Tablet 7"), study, 2, [waits(1, 9), waits(2, 9)])
        session.add(
            FieldNote(
                study_id=study.id or 0, day=datetime.now(UTC).date(), text="Regen, niemand op de markt."
            )
        )
    _approach(server, 12)
    return server


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_for_everybody_on_every_screen(
    open_page: Open, followed: Server, axe: Check, width: int
) -> None:
    page = open_page(width=width)
    for path in PAGES:
        page.goto(followed.url + HERE + path)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)


def test_the_overview_refreshes_itself_but_not_under_the_hands_of_who_reads(
    open_page: Open, followed: Server
) -> None:
    page = open_page(width=1280)
    page.clock.install()
    page.goto(followed.url + HERE)
    approached = page.locator("dl", has_text="Aangesproken").first
    expect(approached).to_contain_text("12")
    _approach(followed, 1)
    page.get_by_role("region", name="Tabel: aangesproken mensen per wijk").focus()
    page.clock.run_for(61_000)
    expect(approached).to_contain_text("12")
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(31_000)
    expect(approached).to_contain_text("13")


def test_without_javascript_there_is_a_link_to_refresh(open_page: Open, followed: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(followed.url + HERE)
    expect(page.get_by_text("Tablet 7").first).to_be_visible()
    page.get_by_role("link", name="Nu verversen").click()
    expect(page.get_by_text("Bijgewerkt om")).to_be_visible()
