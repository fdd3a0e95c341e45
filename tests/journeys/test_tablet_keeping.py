"""What the tablet keeps: drafts that only their interviewer can read, through crashes, two tabs, full disks and older versions."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.tablet import BRIEF, PIN, Tablet

EVERYTHING = """async () => {
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open("wijkpeil-veld");
    asked.onsuccess = () => resolve(asked.result);
  });
  const found = {};
  for (const name of database.objectStoreNames) {
    const asked = database.transaction(name).objectStore(name).getAll();
    found[name] = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  }
  database.close();
  return found;
}"""
# How the first version of this program made its database, and what it left in it.
FIRST_VERSION = """async ({study, questionnaire, item, draft}) => {
  const asked = indexedDB.open("wijkpeil-veld", 1);
  asked.onupgradeneeded = () => {
    const database = asked.result;
    database.createObjectStore("drafts", { keyPath: "study" });
    database.createObjectStore("queue", { keyPath: "id" });
    database.createObjectStore("sent", { keyPath: "id" });
    database.createObjectStore("bundles", { keyPath: ["study", "questionnaire"] });
    database.createObjectStore("settings");
  };
  await new Promise((resolve) => { asked.onsuccess = resolve; });
  const database = asked.result;
  const bytes = new TextEncoder().encode(item.body);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const digest = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const writing = database.transaction(["drafts", "queue"], "readwrite");
  writing.objectStore("queue").put({ id: item.id, study, bytes, digest, frozenAt: "2026-11-01T10:00:00Z", tries: 2, problem: null });
  writing.objectStore("drafts").put(draft);
  await new Promise((resolve) => { writing.oncomplete = resolve; });
  database.close();
}"""


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def test_after_a_crash_the_pin_brings_back_the_same_question_and_nobody_else_can_read_it(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")
    page = tablet.page
    tablet.option("vet")  # chosen, not yet left
    page.wait_for_timeout(200)

    kept = page.evaluate(EVERYTHING)
    assert len(kept["vaulted"]) == 1
    assert kept["drafts"] == []
    assert set(kept["vaulted"][0]) == {"study", "questionnaire", "id", "at", "iv", "box"}

    page.reload()
    page.get_by_label("Pincode", exact=True).fill("0000")
    tablet.tap("Openen")
    expect(page.get_by_text("Deze pincode klopt niet")).to_be_visible()
    assert "unaided" not in page.inner_text("main")
    tablet.unlock()
    expect(page.locator('[data-question="unaided"]')).to_be_visible()
    expect(page.locator('[data-option="vet"] input')).to_be_checked()

    page.reload()
    page.locator("summary", has_text="Pincode vergeten").click()
    expect(page.get_by_text("Het gesprek dat nog open staat, is dan weg")).to_be_visible()
    tablet.tap("Kies een nieuwe pincode")
    tablet.choose_pin()
    expect(page.get_by_role("button", name="Start gesprek")).to_be_visible()
    assert page.evaluate(EVERYTHING)["vaulted"] == []


def test_what_an_earlier_version_left_behind_is_sent_and_gone_on_with(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open()
    bundle = tablet.page.evaluate(EVERYTHING)["bundles"][0]
    old = open_page()
    old.goto(f"{server.url}/veld/manifest.webmanifest")  # the origin, without the program
    draft, item = _first(bundle)
    old.evaluate(
        FIRST_VERSION,
        {"study": BRIEF, "questionnaire": bundle["questionnaire"], "item": item, "draft": draft},
    )

    upgraded = Tablet(old, server)
    upgraded.enter()
    upgraded.asks("consent")
    kept = old.evaluate(EVERYTHING)
    assert kept["drafts"] == []
    assert len(kept["vaulted"]) == 1
    expect(old.locator("body")).to_be_visible()
    old.wait_for_function(
        """async () => (await indexedDB.databases()).length > 0 && await new Promise((resolve) => {
          const asked = indexedDB.open("wijkpeil-veld");
          asked.onsuccess = () => { const sent = asked.result.transaction("sent").objectStore("sent").getAll();
            sent.onsuccess = () => { asked.result.close(); resolve(sent.result.length === 1); }; };
        })"""
    )
    assert upgraded.counts()["interviews"] == 1


def _first(bundle: dict[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """An interview that was going on and one that was finished, as the first version kept them."""
    common = {"study": BRIEF, "questionnaire": bundle["questionnaire"], "origin": "street", "language": "nl"}
    moment = "2026-11-01T10:00:00.000Z"
    draft = {
        **common, "id": "11111111-1111-4111-8111-111111111111", "interviewer": "", "place": "", "startedAt": moment,
        "today": "2026-11-01", "seed": 7, "page": "consent", "returning": False, "answers": {"spot": "market"},
        "languages": {"spot": "nl"}, "shown": ["spot", "consent"], "times": {}, "history": [], "outcome": None,
        "entered": {"page": "consent", "answers": {"spot": "market"}, "languages": {"spot": "nl"}},
    }  # fmt: skip
    paradata = {"seed": 7, "today": "2026-11-01", "shown": ["spot", "consent"], "languages": {}, "times": {}}
    body = {
        **common, "mode": "interviewer", "started_at": moment, "completed_at": "2026-11-01T10:05:00.000Z",
        "answers": {"spot": "market", "consent": "no"}, "paradata": {**paradata, "client": "first"},
    }  # fmt: skip
    return draft, {"id": "22222222-2222-4222-8222-222222222222", "body": json.dumps(body)}


def test_a_lost_connection_is_opened_again_and_what_can_not_be_kept_is_said_at_once(
    server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.add_init_script(
        """const open = indexedDB.open.bind(indexedDB);
        indexedDB.open = (...all) => { const asked = open(...all);
          asked.addEventListener("success", () => { window.storage = asked.result; }); return asked; };"""
    )
    tablet = Tablet(page, server).open().begin()

    page.evaluate("window.storage.close()")
    tablet.answer()
    tablet.asks("consent")
    tablet.reload()
    expect(page.locator('[data-question="consent"]')).to_be_visible()

    full = "() => { throw new DOMException('full', 'QuotaExceededError') }"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.put = {full} }}")
    tablet.option("no")
    expect(page.get_by_role("heading", name="Probleem: niet bewaard")).to_be_visible()


def test_a_second_tab_does_not_work_on_the_same_study(server: Server, open_page: Callable[..., Page]) -> None:
    tablet = Tablet(open_page(), server).open().begin()

    second = Tablet(open_page(beside=tablet.page), server)
    second.page.goto(f"{server.url}/veld/{BRIEF}")
    second.unlock(PIN)

    expect(second.page.get_by_role("heading", name="Dit onderzoek is al open")).to_be_visible()


def test_fieldwork_does_not_begin_where_storage_would_not_last_but_one_may_practise_on_made_up_data(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server)
    tablet.enter(lasting_storage=False, study="panel")
    expect(tablet.page.get_by_role("heading", name="Hier kan nog geen veldwerk")).to_be_visible()
    expect(tablet.page.get_by_text("Doe dit: zet de app op het beginscherm")).to_be_visible()
    expect(tablet.page.get_by_role("button", name="Oefenen")).to_be_hidden()
    expect(tablet.page.get_by_role("button", name="Start gesprek")).to_have_count(0)

    tablet.tap("Naar het overzicht")
    tablet.tap(".veld-study:has-text('Kort gesprek')")
    tablet.tap("Oefenen")

    expect(tablet.page.get_by_role("button", name="Start gesprek")).to_be_visible()
    expect(tablet.page.get_by_text("Oefenen: dit apparaat bewaart niet vast")).to_be_visible()
