"""Whom to approach, what came of it, and a group that is full."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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

LEASED = f"async () => ({STORED})().then((all) => JSON.parse(all)[0].some((one) => one[0]?.left >= 0))"


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
    tablet.reload()  # the second time it tells what it has, and gets its part
    expect(page.get_by_text("Overal: nog 1 vrouwen")).to_be_visible()
    page.wait_for_function(LEASED)
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
