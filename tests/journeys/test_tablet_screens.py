"""Every screen around the interview, for everybody: letting in, the PIN, the studies, what is on the device, in sun too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.tablet import PIN, Tablet, lasting


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


@pytest.mark.parametrize(("width", "language"), [(360, "nl"), (768, "ar")])
def test_no_screen_around_the_interview_is_in_the_way_of_anybody(
    server: Server,
    open_page: Callable[..., Page],
    axe: Callable[[Page], None],
    reflows: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    page = open_page(width=width)
    tablet = Tablet(page, server)
    seen: list[str] = []

    def look(heading: str) -> None:
        expect(page.locator("[data-heading]")).to_be_visible()
        for _ in range(2):  # as it is, and in full sun
            axe(page)
            reflows(page)
            page.locator("#outside").click()
        seen.append(heading)

    lasting(page, server.url)
    page.goto(f"{server.url}/veld?taal={language}")
    expect(page.locator('[data-press="own"]')).to_be_visible()
    look("enrol")
    tablet.tap('[data-press="own"]')
    page.locator("[name=again]").wait_for()
    look("choose a PIN")
    for name in ("pin", "again"):
        page.locator(f"[name={name}]").fill(PIN)
    tablet.tap("form > button")
    page.locator(".veld-study").first.wait_for()
    look("home")
    page.context.set_offline(True)
    tablet.tap('.veld-study:has-text("Kent u de teams")')
    page.locator("[data-approached]").first.wait_for()  # a new screen takes no taps at once
    tablet.tap('[data-approached="refusal"]')
    tablet.tap("[data-seen]")
    tablet.tap('[data-press="home"]')
    tablet.tap('[data-press="queue"]')
    look("queue")
    tablet.tap('[data-press="home"]')
    tablet.tap('[data-press="lock"]')
    page.locator("[name=pin]").wait_for()
    look("lock")

    assert len(seen) == 5
