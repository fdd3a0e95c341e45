"""A whole day in the street: installed, offline, thirty interviews, killed twice, and accounted for to the interview."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlmodel import col, select

from survey import migrate
from survey.accounts.organisation import named
from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.fieldwork.tables import Contact, QuotaCell, QuotaGroup
from tests.journeys.conftest import Server
from tests.journeys.day_of_fieldwork import LANGUAGES, STUDY, TARGETS, Browser, Place
from tests.journeys.tablet import Tablet
from tests.survey import staff

PLACES = [place for place, target in TARGETS.items() for _ in range(target)]
KILLED_IN = {9, 19}  # in these interviews the battery dies
REFUSALS = 3


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    migrate.upgrade(made.engine)
    made.publish()
    made.start()
    yield made
    made.stop()
    made.engine.dispose()


@pytest.fixture
def chromium(playwright: Playwright, tmp_path: Path, place: Place) -> Iterator[Browser]:
    made = Browser(playwright, tmp_path / "profile", place.url)
    yield made
    made.kill()


def tablet_of(page: Page, place: Place) -> Tablet:
    return Tablet(page, Server(place.url, place.app), STUDY)


def started(tablet: Tablet, language: str) -> None:
    tablet.tap(f'.veld-chip:has([name="language"][value="{language}"])')
    tablet.begin()


def finished(tablet: Tablet) -> None:
    expect(tablet.page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    tablet.tap("Afronden")
    expect(tablet.page.get_by_role("heading", name="Het gesprek is bewaard")).to_be_visible()
    tablet.tap("Volgend gesprek")
    expect(tablet.page.get_by_role("button", name="Start gesprek")).to_be_visible()


def test_a_day_without_network_and_with_two_dead_batteries_is_thirty_interviews_each_with_its_receipt(
    place: Place, chromium: Browser, axe: Callable[[Page], None]
) -> None:
    # In the office: the device is let in, gets its PIN, its study and its part of the quota; the app is kept.
    page = chromium.open()
    Server(place.url, place.app).sign_in(page.context, "interviewer")
    tablet = tablet_of(page, place)
    page.goto(f"{place.url}/veld/{STUDY}")
    tablet.tap("Dit apparaat aanmelden")
    tablet.choose_pin()
    expect(page.get_by_role("button", name="Start gesprek")).to_be_visible()
    expect(page.get_by_text("Noord: nog 8 mensen van 60 of ouder")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    place.stop()

    # On the market: nobody answers any more.
    for number, (area, age) in enumerate(PLACES):
        language = LANGUAGES[number % len(LANGUAGES)]
        started(tablet, language)
        tablet.option(area, "area")
        tablet.asks("age")
        if number in KILLED_IN:
            chromium.kill()
            page = chromium.open()
            tablet = tablet_of(page, place)
            page.goto(f"{place.url}/veld/{STUDY}")
            tablet.unlock()
            tablet.asks("age")
            assert page.locator(".veld-page").get_attribute("lang") == language
        tablet.option(age, "age")
        tablet.asks("vet")
        tablet.option("knows" if number % 2 else "never", "vet")
        finished(tablet)
    for _ in range(REFUSALS):
        tablet.tap("Wil niet")
        tablet.tap("Vrouw 60 of ouder")
    expect(page.get_by_text("Dit apparaat heeft geen open plekken meer.")).to_be_visible()
    expect(page.get_by_text(f"Op dit apparaat: {len(PLACES)}")).to_be_visible()
    axe(page)

    # Back in the office.
    place.start()
    tablet.send_now()
    expect(page.get_by_text(f"Verzonden: {len(PLACES)}")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Op dit apparaat: 0")).to_be_visible()
    page.reload()  # approaches wait a minute before they are sent, so that they can be taken back
    tablet.unlock()
    _accounted_for(place, page)
    _monitored(place)


def _accounted_for(place: Place, page: Page) -> None:
    held = page.evaluate(
        """async () => {
          const open = indexedDB.open("wijkpeil-veld");
          const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
          const all = (store) => new Promise((done) => {
            const asked = database.transaction(store).objectStore(store).getAll();
            asked.onsuccess = () => done(asked.result);
          });
          const [queue, sent, drafts] = [await all("queue"), await all("sent"), [...await all("drafts"), ...await all("vaulted")]];
          database.close();
          return { queue: queue.length, drafts: drafts.length, sent: sent.map((one) => [one.id, one.digest]) };
        }"""
    )
    with reading(place.engine) as session:
        rows = session.exec(
            select(Interview.id, Submission.digest).join(
                Submission, col(Submission.id) == col(Interview.submission_id)
            )
        ).all()
        interviews = session.exec(select(Interview)).all()
        numbers = session.exec(select(Submission.device_number)).all()
        cells = session.exec(
            select(QuotaCell, QuotaGroup.code).join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        ).all()
    assert len(rows) == len(PLACES)
    assert {(str(id_), digest) for id_, digest in rows} == {tuple(each) for each in held["sent"]}
    assert (held["queue"], held["drafts"], len(held["sent"])) == (0, 0, len(PLACES))
    assert Counter(numbers) == Counter(range(1, len(PLACES) + 1))
    assert Counter(each.language for each in interviews) == dict.fromkeys(LANGUAGES, 10)
    assert {each.state for each in interviews} == {"accepted"}
    assert {(cell.area, code): cell.counted for cell, code in cells} == TARGETS
    assert {cell.over for cell, _ in cells} == {0}


def _monitored(place: Place) -> None:
    with transaction(place.engine) as session:
        supervisor = staff.account(session, named(session, None), "supervisor")
    client = staff.enter(place.app, supervisor)
    told = client.get(f"/api/v1/studies/{STUDY}/fieldwork").get_json()
    assert told["interviews"]["counted"] == len(PLACES)
    assert {(cell["area"], cell["group"]): cell["counted"] for cell in told["quota"]} == TARGETS
    (device,) = told["devices"]
    assert (device["finished"], device["received"], device["waiting"]) == (len(PLACES), len(PLACES), [])
    assert device["agrees"]
    with reading(place.engine) as session:
        outcomes = Counter(session.exec(select(Contact.outcome)))
    assert outcomes["interview"] == len(PLACES)
    assert outcomes["refusal"] in {0, REFUSALS}  # sent after a minute, when they can no longer be taken back
