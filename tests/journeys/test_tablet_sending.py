"""What happens to an interview when the network, the tablet or the server fails: it is never lost and never counted twice."""

import base64
import hashlib
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlmodel import select

from survey.collection.tables import Submission
from survey.database import reading
from tests.journeys.conftest import Server
from tests.journeys.tablet import Tablet

INTERVIEWS = "**/api/v1/interviews/*"


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _refused(tablet: Tablet) -> Tablet:
    """The shortest interview there is, up to its summary."""
    tablet.open().begin().until("consent").answer({"consent": ["no"]})
    expect(tablet.page.get_by_role("button", name="Afronden")).to_be_visible()
    return tablet


def _bodies(server: Server) -> list[bytes]:
    with reading(server.engine) as session:
        return list(session.exec(select(Submission.body)))


def test_a_reload_comes_back_at_the_same_question_with_the_answers_that_were_given(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")
    tablet.option("vet")  # chosen, not yet left
    tablet.page.wait_for_timeout(100)

    tablet.page.reload()

    expect(tablet.page.locator('[data-question="unaided"]')).to_be_visible()
    expect(tablet.page.locator('[data-option="vet"] input')).to_be_checked()
    tablet.to_summary()
    tablet.tap("Afronden")
    tablet.sent()
    assert tablet.counts()["interviews"] == 1


def test_an_interview_that_was_begun_does_not_wait_for_a_network_that_hangs(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("consent")
    tablet.page.route("**/bundel.json", lambda _: None)

    tablet.page.reload()

    expect(tablet.page.locator('[data-question="consent"]')).to_be_visible(timeout=3_500)


def test_without_a_bundle_from_the_server_the_one_that_was_used_last_is_taken(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open()
    tablet.page.route("**/bundel.json", lambda route: route.abort("connectionfailed"))

    tablet.page.reload()
    tablet.begin()

    tablet.asks("spot")


def test_a_tablet_that_was_never_here_says_that_it_needs_a_network(
    server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.route("**/bundel.json", lambda route: route.fulfill(status=503))

    Tablet(page, server).open()

    expect(page.get_by_role("heading", name="De vragenlijst is niet te laden")).to_be_visible()


def test_without_a_network_it_stays_on_the_device_and_is_sent_once_when_the_network_is_back(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))
    tablet.page.context.set_offline(True)

    tablet.tap("Afronden")

    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    expect(tablet.page.get_by_text("Verzonden: 0")).to_be_visible()
    tablet.page.context.set_offline(False)
    tablet.sent()
    expect(tablet.page.get_by_text("Op dit apparaat: 0")).to_be_visible()
    assert len(_bodies(server)) == 1


def test_when_the_answer_gets_lost_the_same_bytes_are_sent_again_and_counted_once(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))
    arrived: list[bytes | None] = []

    def lose_the_first_answer(route: Route) -> None:
        arrived.append(route.request.post_data_buffer)
        if len(arrived) == 1:
            route.fetch()  # the server keeps it
            route.abort("connectionreset")  # the tablet never hears of it
        else:
            route.continue_()

    tablet.page.route(INTERVIEWS, lose_the_first_answer)
    tablet.tap("Afronden")
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()

    tablet.send_now()
    tablet.sent()

    assert len(arrived) == 2
    assert arrived[0] == arrived[1]
    assert tablet.counts()["interviews"] == 1
    assert tablet.counts()["conflicts"] == 0


def test_a_portal_that_answers_in_place_of_the_server_is_no_receipt(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))
    tablet.page.route(INTERVIEWS, lambda route: route.fulfill(status=200, body="<html>Wifi: log in</html>"))

    tablet.tap("Afronden")

    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    tablet.page.unroute(INTERVIEWS)
    tablet.send_now()
    tablet.sent()


def test_a_receipt_that_the_server_did_not_sign_does_not_empty_the_device(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))

    def forge(route: Route) -> None:
        identity = route.request.url.rsplit("/", 1)[1]
        digest = hashlib.sha256(route.request.post_data_buffer or b"").hexdigest()
        moment = "2026-11-22T10:00:00.000000Z"
        signature = base64.b64encode(bytes(64)).decode()
        route.fulfill(
            status=201, json={"id": identity, "digest": digest, "received_at": moment, "signature": signature}
        )

    tablet.page.route(INTERVIEWS, forge)
    with tablet.page.expect_response(INTERVIEWS):
        tablet.tap("Afronden")
    tablet.settle()

    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    expect(tablet.page.get_by_text("Verzonden: 0")).to_be_visible()


def test_a_conflict_is_shown_as_a_problem_with_what_to_do_and_stays_on_the_device(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))
    problem = {"title": "Dit interview is al met een andere inhoud ontvangen", "code": "interview_conflict"}
    tablet.page.route(INTERVIEWS, lambda route: route.fulfill(status=409, json=problem))

    tablet.tap("Afronden")

    expect(tablet.page.get_by_text("Geef dit nummer door aan de coördinator")).to_be_visible()
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    tablet.page.reload()
    expect(tablet.page.get_by_text("Geef dit nummer door aan de coördinator")).to_be_visible()


def test_what_is_on_the_device_can_be_kept_as_a_file_with_the_very_same_bytes(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server))
    tablet.page.context.set_offline(True)
    tablet.tap("Afronden")
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()

    with tablet.page.expect_download() as download:
        tablet.tap("Bewaar een kopie")
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    tablet.page.context.set_offline(False)
    tablet.sent()

    assert [one["body"].encode() for one in copy["interviews"]] == _bodies(server)


def test_a_lost_connection_to_the_storage_of_the_browser_is_opened_again(
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
    page.reload()
    expect(page.locator('[data-question="consent"]')).to_be_visible()


def test_what_can_not_be_kept_is_said_at_once(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page()
    tablet = Tablet(page, server).open()
    full = "() => { throw new DOMException('full', 'QuotaExceededError') }"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.put = {full} }}")

    tablet.tap("Start gesprek")

    expect(page.get_by_role("heading", name="Probleem: niet bewaard")).to_be_visible()


def test_a_second_tab_does_not_work_on_the_same_interview(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin()

    second = open_page(beside=tablet.page)
    second.goto(f"{server.url}/veld/kort")

    expect(second.get_by_role("heading", name="Dit onderzoek is al open")).to_be_visible()
