"""A tab that is killed at any step of finishing and sending: the interview is on the device or at the server, once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.faults.browser.freezing import STEPS, finish_until, kill
from tests.journeys.conftest import Server
from tests.journeys.tablet import BRIEF, Tablet

# A control: what is written to the queue is only remembered, and read back from that memory.
FORGETFUL = """() => {
  const memory = new Map();
  const answered = (asked, found) => Object.defineProperty(asked, "result", { get: found });
  const { put, get, getAll } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (this.name !== "queue") return put.call(this, value, ...key);
    memory.set(value.id, value);
    return answered(get.call(this, value.id), () => value.id);
  };
  IDBObjectStore.prototype.get = function (key) {
    return this.name === "queue" ? answered(get.call(this, key), () => memory.get(key)) : get.call(this, key);
  };
  IDBObjectStore.prototype.getAll = function (...all) {
    return this.name === "queue" ? answered(getAll.call(this, ...all), () => [...memory.values()]) : getAll.call(this, ...all);
  };
}"""
# A control: the queue is emptied when sending begins, whatever comes back.
HASTY = """() => {
  const { fetch } = window;
  window.fetch = async (address, how) => {
    if (String(address).endsWith("/api/v1/interviews")) {
      const database = await new Promise((resolve) => {
        const asked = indexedDB.open("wijkpeil-veld");
        asked.onsuccess = () => resolve(asked.result);
      });
      const writing = database.transaction("queue", "readwrite");
      writing.objectStore("queue").clear();
      await new Promise((resolve) => { writing.oncomplete = resolve; });
      database.close();
    }
    return fetch(address, how);
  };
}"""


def _at_the_summary(server: Server, page: Page) -> Tablet:
    """The shortest interview there is."""
    tablet = Tablet(page, server).open().begin().until("consent")
    tablet.answer({"consent": ["no"]})
    expect(page.get_by_role("button", name="Afronden")).to_be_visible()
    return tablet


def _killed_and_opened_again(server: Server, open_page: Callable[..., Page], killed: Page) -> Tablet:
    tablet = Tablet(open_page(beside=killed), server)
    kill(killed)
    tablet.page.goto(f"{server.url}/veld/{BRIEF}")
    tablet.unlock()
    return tablet


def _goes_in_once(tablet: Tablet) -> None:
    """Whatever the screen shows: finish what is open, send what waits; then the server has it, once."""
    finish = tablet.page.get_by_role("button", name="Afronden", exact=True)
    start = tablet.page.get_by_role("button", name="Start gesprek").or_(
        tablet.page.get_by_role("button", name="Oefenen")
    )
    expect(finish.or_(start).first).to_be_visible()
    if finish.is_visible():
        tablet.tap("Afronden")
        tablet.sent()
    tablet.page.wait_for_function(
        """async () => await new Promise((resolve) => {
          const asked = indexedDB.open("wijkpeil-veld");
          asked.onsuccess = () => {
            const left = asked.result.transaction("queue").objectStore("queue").count();
            left.onsuccess = () => { asked.result.close(); resolve(left.result === 0); };
          };
        })"""
    )
    counts = tablet.counts()
    assert (counts["interviews"], counts["conflicts"]) == (1, 0)


@pytest.mark.parametrize("step", STEPS)
def test_a_tab_that_is_killed_at_any_step_leaves_the_interview_here_or_at_the_server_once(
    server: Server, open_page: Callable[..., Page], step: str
) -> None:
    tablet = _at_the_summary(server, open_page())
    finish_until(tablet.page, step)

    again = _killed_and_opened_again(server, open_page, tablet.page)

    _goes_in_once(again)


def test_saved_before_it_is_saved_is_seen_when_the_tab_is_killed(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _at_the_summary(server, open_page())
    tablet.page.context.set_offline(True)
    tablet.page.evaluate(FORGETFUL)
    tablet.tap("Afronden")
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()

    again = _killed_and_opened_again(server, open_page, tablet.page)
    again.page.context.set_offline(False)

    with pytest.raises(AssertionError, match=r"\(0, 0\)"):
        _goes_in_once(again)


def test_deleted_before_its_receipt_is_seen_when_the_network_fails(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _at_the_summary(server, open_page())
    page = tablet.page
    page.route("**/api/v1/interviews", lambda route: route.abort("connectionreset"))
    page.evaluate(HASTY)
    with page.expect_event("requestfailed"):
        tablet.tap("Afronden")
    again = _killed_and_opened_again(server, open_page, page)

    with pytest.raises(AssertionError, match=r"\(0, 0\)"):
        _goes_in_once(again)
