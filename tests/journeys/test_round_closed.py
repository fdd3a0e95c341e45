"""The end of a round in a browser: it closes, its response is read, feedback is told, and the link is destroyed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survey.closing.close import close_overdue
from survey.database import transaction
from survey.jobs.perform import perform_waiting
from survey.moment import now
from survey.studies.publish import publish
from tests.journeys.conftest import Server
from tests.survey.closing.asked import COMPLETE, HALF, SLUG, TITLE, Asked
from tests.survey.panel.visitor import QUESTIONNAIRE

Open = Callable[..., Page]
Check = Callable[[Page], None]
WIDTHS = (360, 768, 1280)


@pytest.fixture
def asked(server: Server) -> Asked:
    """A round of six synthetic members that runs."""
    with transaction(server.engine) as session:
        publish(session, SLUG, QUESTIONNAIRE, title="Weet u waar u moet zijn?", municipality="Proefstad")
    return Asked(server.app)


def test_from_the_deadline_to_the_link_that_is_gone(
    server: Server, asked: Asked, open_page: Open, axe: Check, reflows: Check
) -> None:
    page = open_page(java_script_enabled=False)
    server.sign_in(page.context, "researcher")
    seen = open_page()
    server.sign_in(seen.context, "researcher")

    def look(place: str) -> None:
        for width in WIDTHS:
            seen.set_viewport_size({"width": width, "height": 900})
            seen.goto(f"{server.url}{asked.page}{place}")
            reflows(seen)
            axe(seen)

    look("/sluiten")
    asked.change(deadline=now())
    with server.app.app_context():
        assert close_overdue(server.engine) == 1
    perform_waiting(server.app)

    page.goto(server.url + asked.page)
    page.get_by_role("link", name="Respons van deze ronde").click()
    expect(page.get_by_role("row", name="Gedeeltelijk ingevuld")).to_contain_text("2")
    expect(page.get_by_role("row", name="RR2")).to_contain_text("50%")
    look("/respons")

    page.goto(server.url + asked.page)
    page.get_by_role("link", name="Terugkoppeling").click()
    page.get_by_label("Nederlands").fill("Wij openden een inloopuur in de bibliotheek.")
    page.get_by_role("button", name="Bewaren en tonen").click()
    look("/terugkoppeling")
    phone = open_page(width=360, java_script_enabled=False)
    for number in (COMPLETE, HALF):
        phone.goto(server.url + asked.link(number))
        expect(phone.get_by_role("main")).to_contain_text("Wij openden een inloopuur")

    look("/koppeling")
    page.get_by_role("link", name="Koppeling vernietigen").click()
    page.get_by_role("button", name="Koppeling vernietigen").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is niets veranderd")
    page.get_by_label("Typ ter bevestiging de naam van deze ronde").fill(TITLE)
    page.get_by_role("button", name="Koppeling vernietigen").click()
    expect(page.get_by_role("main")).to_contain_text("Koppeling vernietigd op")
    look("/respons")
    phone.reload()
    expect(phone.get_by_role("main")).not_to_contain_text("Wij openden een inloopuur")
