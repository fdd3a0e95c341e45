"""A tablet that is let in again goes on as the device that it was: with its numbers, and what it lost is missed by number."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from survey.accounts.organisation import named
from survey.database import reading, transaction
from survey.devices.enrol import offer
from survey.devices.tables import Device
from survey.moment import now
from survey.monitor.reconcile import Reconciled, reconcile
from survey.studies.tables import Study
from tests.journeys.conftest import Server
from tests.journeys.tablet import BRIEF, Tablet, lasting

Open = Callable[..., Page]


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _interview(tablet: Tablet) -> None:
    tablet.begin().until("consent").answer({"consent": ["no"]})
    expect(tablet.page.get_by_role("button", name="Afronden")).to_be_visible()
    tablet.tap("Afronden")


def _compared(server: Server) -> Reconciled:
    """The only device, compared for the study; it is asked only when nothing is under way."""
    with reading(server.engine) as session:
        (found,) = reconcile(session, session.exec(select(Study).where(Study.slug == BRIEF)).one())
        return found


def _reports(tablet: Tablet) -> None:
    with tablet.page.expect_response("**/api/v1/devices/check-in"):
        tablet.page.evaluate("dispatchEvent(new Event('online'))")


def test_with_a_code_a_tablet_that_was_shut_out_stays_the_same_and_what_waits_keeps_its_number(
    server: Server, open_page: Open
) -> None:
    tablet = Tablet(open_page(), server).open()
    page = tablet.page
    _interview(tablet)
    tablet.sent()
    tablet.tap("Volgend gesprek")
    with transaction(server.engine) as session:
        session.exec(select(Device)).one().revoked_at = now()
    _interview(tablet)
    expect(page.get_by_text("Dit apparaat is afgemeld.")).to_be_visible()
    with transaction(server.engine) as session:
        code = offer(
            session, named(session, None).id or 0, "Tablet 7", server.app.config["SECRET_KEY"], None
        )[1]
    tablet.tap("Volgend gesprek")
    tablet.tap("Onderzoeken")

    tablet.tap("Opnieuw aanmelden")
    page.get_by_label("Code van uw coördinator").fill(code)
    tablet.tap("Aanmelden met deze code")

    expect(page.get_by_text("Dit apparaat heet Tablet 7")).to_be_visible()
    expect(page.get_by_text("Verzonden: 2")).to_be_visible()
    _reports(tablet)
    found = _compared(server)
    assert (found.finished, found.received, found.still, found.agrees) == (2, 2, (), True)


def test_a_tablet_whose_storage_was_wiped_goes_on_behind_what_it_lost_and_that_is_missed(
    server: Server, open_page: Open
) -> None:
    tablet = Tablet(open_page(), server).open()
    page = tablet.page
    _interview(tablet)
    tablet.sent()
    tablet.tap("Volgend gesprek")
    page.route("**/api/v1/**", lambda route: route.abort())
    _interview(tablet)
    expect(page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    page.goto("about:blank")
    # As a browser does that makes room: the database goes, what stands beside it stays.
    wiped = {"origin": server.url, "storageTypes": "indexeddb"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", wiped)
    page.unroute("**/api/v1/**")
    lasting(page, server.url)
    page.goto(f"{server.url}/veld/{BRIEF}")
    expect(page.get_by_text("1 gesprekken waren nog niet verzonden")).to_be_visible()
    tablet.tap("Dit apparaat aanmelden")
    tablet.choose_pin()
    expect(page.get_by_role("button", name="Start gesprek")).to_be_visible()

    _interview(tablet)
    tablet.sent()
    _reports(tablet)

    found = _compared(server)
    assert (found.finished, found.received, found.still, found.missing) == (3, 2, (), (2,))
