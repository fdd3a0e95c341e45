"""The whole product: what is tapped in the street and filled in at home is a figure per wijk a moment later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Server
from tests.journeys.respondent import complete
from tests.journeys.tablet import STREET, Tablet
from tests.survey.panel.invitations import Panel


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


def shown(page: Page, server: Server, study: str, origin: str) -> dict[str, str]:
    """The figure of everybody as the researcher's table shows it: its n, its share and its interval."""
    page.goto(f"{server.url}/onderzoek/{study}/cijfers?per=area&herkomst={origin}")
    row = page.locator(".wr-table tbody tr").first.locator("th, td").all_inner_texts()
    return dict(zip(("group", "origin", "n", "share", "interval"), row, strict=False))


def test_a_street_interview_by_taps_becomes_a_figure(server: Server, open_page: Callable[..., Page]) -> None:
    tablet = Tablet(open_page(), server, STREET).open().begin().to_summary()
    tablet.tap("Afronden")
    tablet.sent()
    researcher = open_page(width=1280)
    first = shown(researcher, server, STREET, "street")

    tablet = Tablet(open_page(), server, STREET).open().begin().to_summary()
    tablet.tap("Afronden")
    tablet.sent()
    second = shown(researcher, server, STREET, "street")

    assert (first["n"], second["n"]) == ("1", "2")
    # Two interviews at one place leave nothing to estimate a margin from: then there is no figure either.
    assert "%" not in second["share"] + second["interval"]


def test_a_panel_member_without_javascript_changes_the_figures(
    server: Server, open_page: Callable[..., Page]
) -> None:
    researcher = open_page(width=1280)
    panel = Panel(server.app, size=2, slug="panel")
    counted = []
    for member in range(2):
        page = open_page(width=360, java_script_enabled=False)
        page.goto(server.url + panel.link(member))
        page.get_by_role("button", name="Beginnen").click()
        complete(page)
        page.get_by_role("button", name="Antwoorden versturen").click()
        counted.append(shown(researcher, server, "panel", "panel"))
    assert [row["n"] for row in counted] == ["1", "2"]
    assert "%" not in counted[0]["share"]
    assert "%" in counted[1]["share"]
    assert "%" in counted[1]["interval"]
