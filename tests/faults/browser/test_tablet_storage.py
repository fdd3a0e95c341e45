"""A tablet whose storage is wiped or full, or whose clock is ten years off: it says so, and loses nothing in silence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.moment import now
from tests.journeys.conftest import Server
from tests.journeys.tablet import BRIEF, Tablet

TEN_YEARS = timedelta(days=3653)
FULL = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (this.name === "queue") throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, ...key);
  };
}"""


def _refused(tablet: Tablet) -> Tablet:
    """The shortest interview there is, up to its summary."""
    tablet.begin().until("consent").answer({"consent": ["no"]})
    expect(tablet.page.get_by_role("button", name="Afronden")).to_be_visible()
    return tablet


def test_a_tablet_whose_storage_was_wiped_says_so_and_how_much_was_not_sent(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    page = tablet.page
    page.context.set_offline(True)
    tablet.tap("Afronden")
    expect(page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    page.context.set_offline(False)

    protocol = page.context.new_cdp_session(page)
    wiped = {"origin": server.url, "storageTypes": "indexeddb,cache_storage"}  # as a browser that makes room
    page.goto("about:blank")
    protocol.send("Storage.clearDataForOrigin", wiped)
    page.goto(f"{server.url}/veld/{BRIEF}")

    expect(page.get_by_text("is gewist, en 1 gesprekken waren nog niet verzonden")).to_be_visible()
    expect(page.get_by_role("heading", name="Dit apparaat aanmelden")).to_be_visible()


def test_a_tablet_that_is_new_here_does_not_speak_of_wiping(
    server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{server.url}/veld/{BRIEF}")
    expect(page.get_by_role("heading", name="Dit apparaat aanmelden")).to_be_visible()
    expect(page.get_by_text("gewist")).to_be_hidden()


def test_a_disk_that_is_full_at_the_very_end_keeps_the_draft_and_says_what_to_do(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    page = tablet.page
    page.evaluate(FULL)

    tablet.tap("Afronden")
    expect(page.get_by_role("heading", name="Probleem: niet bewaard")).to_be_visible()
    expect(page.get_by_text("Op dit apparaat: 1")).to_have_count(0)

    tablet.reload()  # there is room again
    tablet.tap("Afronden")
    tablet.sent()
    assert tablet.counts()["interviews"] == 1


@pytest.mark.parametrize("off", [-TEN_YEARS, TEN_YEARS], ids=["behind", "ahead"])
def test_a_clock_that_is_ten_years_off_does_no_harm_and_is_measured(
    server: Server, open_page: Callable[..., Page], off: timedelta
) -> None:
    page = open_page()
    page.clock.install(time=datetime.now(UTC) + off)
    tablet = _refused(Tablet(page, server).open())

    tablet.tap("Afronden")
    tablet.sent()

    with reading(server.engine) as session:
        kept = session.exec(select(Submission)).one()
        interview = session.exec(select(Interview)).one()
    measured = timedelta(milliseconds=kept.clock_offset_ms or 0)
    assert abs(measured - off) < timedelta(minutes=2)
    received = kept.received_at if kept.received_at.tzinfo else kept.received_at.replace(tzinfo=UTC)
    assert abs(now() - received) < timedelta(minutes=2)
    codes = [flag["code"] for flag in interview.flags]
    assert ("completed_in_the_future" in codes) == (off > timedelta(0))
