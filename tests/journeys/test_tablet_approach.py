"""Whom to approach, what came of it, and a group that is full."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlmodel import select

from survey.database import transaction
from survey.fieldwork.tables import QuotaCell
from tests.journeys.conftest import Server
from tests.journeys.personal_questionnaire import STUDY, personal
from tests.journeys.tablet import Tablet

Open = Callable[..., Page]
STORED = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => (indexedDB.open(name).onsuccess = (event) => done(event.target.result)));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      found.push(store, await new Promise((done) => (all.onsuccess = () => done(all.result))));
    }
    database.close();
  }
  return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }]);
}"""
WHERE = "() => [scrollY, document.activeElement.name, document.activeElement.getBoundingClientRect().top]"


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _settings(tablet: Tablet) -> None:
    tablet.tap(".veld-details:has([name=interviewer]) > summary")


def test_an_approach_is_two_taps_and_the_last_one_is_undone_in_one(server: Server, open_page: Open) -> None:
    personal(server)
    tablet = Tablet(open_page(), server, STUDY).open()
    page = tablet.page
    _settings(tablet)
    page.get_by_label("Wijk waar u staat").select_option("zuid")

    tablet.tap("Geen tijd")
    expect(page.get_by_text("Zuid")).to_be_visible()
    tablet.tap('[data-seen="woman 60+"]')
    expect(page.get_by_text("Vandaag aangesproken: 1,")).to_be_visible()
    expect(page.get_by_text("Geen tijd · Vrouw 60 of ouder")).to_be_visible()
    tablet.tap("Wil niet")
    tablet.tap("Niet goed gezien")
    expect(page.get_by_text("Vandaag aangesproken: 2,")).to_be_visible()
    kept = json.loads(page.evaluate(STORED))[0]
    noted = [one for one in kept[kept.index("contacts") + 1] if one["outcome"] == "no_time"]
    assert [(one["area"], one["sex"], one["age_band"], one["interview"]) for one in noted] == [
        ("zuid", "woman", "60+", None)
    ]

    tablet.tap("Ongedaan maken")

    expect(page.get_by_text("Vandaag aangesproken: 1,")).to_be_visible()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_hidden()


def test_the_start_screen_says_whom_to_approach_and_a_full_group_ends_kindly_or_goes_on_knowingly(
    server: Server, open_page: Open
) -> None:
    personal(server, places={"woman": 1, "man": 0})
    tablet = Tablet(open_page(), server, STUDY).open()
    page = tablet.page
    expect(page.get_by_text("Overal: nog 1 vrouwen")).to_be_visible()
    tablet.leased()
    assert page.get_by_text("mannen").count() == 0
    tablet.begin()
    tablet.option("man")
    expect(page.get_by_role("heading", name="Deze groep is vol")).to_be_visible()

    tablet.tap("Toch doorgaan")
    expect(page.get_by_role("button", name="Ik lees de vraag voor")).to_be_visible()
    tablet.tap("Ik lees de vraag voor")
    tablet.tap("Past niet")
    tablet.tap("Volgend gesprek")

    tablet.begin()
    tablet.option("man")
    expect(page.get_by_role("heading", name="Deze groep is vol")).to_be_visible()
    tablet.tap("Bedanken en stoppen")
    expect(page.get_by_text("De groep van deze inwoner was vol.")).to_be_visible()
    tablet.tap("Volgend gesprek")
    expect(page.get_by_text("Verzonden: 2")).to_be_visible()
    with_quota = [
        body["paradata"] for body in tablet.bodies() if body["paradata"].get("outcome") == "quota_full"
    ]
    assert [isinstance(one["quota"], int) for one in with_quota] == [True]
    expect(page.get_by_text("Vandaag aangesproken: 2,")).to_be_visible()


def test_whom_to_approach_is_said_anew_when_places_come_in_and_nothing_moves_under_the_hand(
    server: Server, open_page: Open
) -> None:
    personal(server, places={"woman": 4, "man": 2})
    tablet = Tablet(open_page(width=360, height=500), server, STUDY).open()
    page = tablet.page
    tablet.leased()
    expect(page.get_by_text("Overal: nog 4 vrouwen")).to_be_visible()
    expect(page.get_by_text("alle tablets samen")).to_be_hidden()
    page.locator("[name=language]").first.focus()
    page.evaluate("scrollTo(0, 120)")
    before = page.evaluate(WHERE)
    with transaction(server.engine) as session:
        for cell in session.exec(select(QuotaCell)):
            cell.target += 3

    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_text("Overal: nog 7 vrouwen")).to_be_visible()
    expect(page.get_by_text("Overal: nog 5 mannen")).to_be_visible()
    assert page.evaluate(WHERE) == before


def test_before_a_tablet_has_places_of_its_own_it_says_that_they_are_of_all_together(
    server: Server, open_page: Open
) -> None:
    personal(server, places={"woman": 4, "man": 2})
    page = open_page()
    page.route("**/api/v1/devices/check-in", _without_places)
    tablet = Tablet(page, server, STUDY).open()

    expect(page.get_by_text("Overal: nog 4 vrouwen")).to_be_visible()
    expect(page.get_by_text("alle tablets samen")).to_be_visible()

    page.unroute("**/api/v1/devices/check-in")
    page.evaluate("dispatchEvent(new Event('online'))")
    tablet.leased()
    expect(page.get_by_text("alle tablets samen")).to_be_hidden()


def _without_places(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "leases": []})


def test_the_position_gives_the_area_and_is_kept_nowhere(server: Server, open_page: Open) -> None:
    personal(server, gps=True)
    where = {"latitude": 52.26127, "longitude": 6.15483}
    page = open_page(geolocation=where)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    tablet = Tablet(page, server, STUDY).open()
    page.context.grant_permissions(["geolocation"], origin=server.url)
    _settings(tablet)

    tablet.tap("Zoek de wijk waar ik sta")
    expect(page.get_by_text("U staat in: Zuid")).to_be_visible()
    tablet.tap("Klopt")

    expect(page.get_by_label("Wijk waar u staat")).to_have_value("zuid")
    tablet.begin()
    tablet.tap("Moet weg")
    tablet.tap("Volgend gesprek")
    tablet.sent()
    everything = "\n".join([page.evaluate(STORED), json.dumps(tablet.body()), *sent])
    assert "52.26" not in everything
    assert "6.15" not in everything
    assert "zuid" in page.evaluate(STORED)
