"""What happens to an interview between the tablet and the server: it is never lost and never counted twice."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlmodel import select

from survey.collection.tables import Submission
from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.moment import now
from tests.journeys.conftest import Server
from tests.journeys.tablet import Tablet
from tests.qr import text_in

INTERVIEWS = "**/api/v1/interviews"


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _refused(tablet: Tablet) -> Tablet:
    """The shortest interview there is, up to its summary."""
    tablet.begin().until("consent").answer({"consent": ["no"]})
    expect(tablet.page.get_by_role("button", name="Afronden")).to_be_visible()
    return tablet


def _bodies(server: Server) -> list[bytes]:
    with reading(server.engine) as session:
        return list(session.exec(select(Submission.body)))


def test_without_a_network_it_stays_here_as_a_file_or_as_codes_and_goes_once_when_the_network_is_back(
    server: Server, open_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    page = tablet.page
    page.context.set_offline(True)

    tablet.tap("Afronden")
    expect(page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    expect(page.get_by_text("Verzonden: 0")).to_be_visible()
    tablet.tap("Volgend gesprek")
    tablet.tap("Onderzoeken")
    expect(page.get_by_text("Nog 1 op dit apparaat")).to_be_visible()
    with page.expect_download() as download:
        tablet.tap("Bewaar een kopie")
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    tablet.tap("Wat staat hier nog?")
    tablet.tap("Toon als QR-code")
    photos = []
    for part in range(1, int(page.get_by_text("Code 1 van").inner_text().split()[-1].strip(".")) + 1):
        expect(page.get_by_text(f"Code {part} van")).to_be_visible()
        photos.append(page.locator(".veld-qr svg").screenshot())
        tablet.tap("Volgende code")
    tablet.tap("Terug")
    assert [text_in(photo).split("|")[2] for photo in photos] == [
        f"{part}/{len(photos)}" for part in range(1, len(photos) + 1)
    ]
    supervisor = open_page()
    server.sign_in(supervisor.context, "supervisor")
    supervisor.goto(f"{server.url}/onderzoek/kort/veldwerk/inlezen")
    taken: list[FilePayload] = [
        {"name": f"{part}.png", "mimeType": "image/png", "buffer": photo} for part, photo in enumerate(photos)
    ]
    supervisor.get_by_label("Of: foto's van de QR-codes").set_input_files(taken)
    supervisor.get_by_role("button", name="Inlezen").click()
    expect(supervisor.get_by_role("cell", name="Nieuw: bewaard")).to_be_visible()
    axe(supervisor)
    assert tablet.counts()["interviews"] == 1
    page.context.set_offline(False)
    tablet.sent()

    expect(page.get_by_text("Op dit apparaat: 0")).to_be_visible()
    expect(page.get_by_text("verzonden, bon ")).to_be_visible()
    assert [one["body"].encode() for one in copy["interviews"]] == _bodies(server)
    assert set(json.loads(_bodies(server)[0])) >= {"sealed", "text"}, "only the server can read it"
    assert tablet.counts()["interviews"] == 1


def test_an_answer_that_gets_lost_a_portal_and_a_forged_receipt_leave_it_on_the_device(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    page = tablet.page
    arrived: list[Any] = []

    def lose(route: Route) -> None:
        arrived.append((route.request.post_data_json or {})["interviews"])
        route.fetch()  # the server keeps it
        route.abort("connectionreset")  # the tablet never hears of it

    page.route(INTERVIEWS, lose)
    with page.expect_event("requestfailed"):
        tablet.tap("Afronden")
    expect(page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    page.unroute(INTERVIEWS)

    page.route(INTERVIEWS, lambda route: route.fulfill(status=200, body="<html>Wifi: log in</html>"))
    tablet.send_now()
    expect(page.get_by_text("u bent nog niet binnen")).to_be_visible()
    page.unroute(INTERVIEWS)

    def forge(route: Route) -> None:
        asked = (route.request.post_data_json or {})["interviews"]
        arrived.append(asked)
        moment, signature = "2026-11-22T10:00:00.000000Z", base64.b64encode(bytes(64)).decode()
        receipts = [
            {"id": one["id"], "digest": one["digest"], "received_at": moment, "signature": signature}
            for one in asked
        ]
        results = [{"id": one["id"], "status": 201, "receipt": one} for one in receipts]
        route.fulfill(status=200, json={"results": results})

    page.route(INTERVIEWS, forge)
    with page.expect_response(INTERVIEWS):
        tablet.send_now()
    expect(page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    expect(page.get_by_text("Verzonden: 0")).to_be_visible()
    page.unroute(INTERVIEWS)

    tablet.send_now()
    tablet.sent()
    assert [one["id"] for one in arrived[0]] == [one["id"] for one in arrived[1]]
    assert arrived[0][0]["body"] == arrived[1][0]["body"]
    assert tablet.counts()["interviews"] == 1
    assert tablet.counts()["conflicts"] == 0


def test_a_conflict_is_a_problem_with_what_to_do_that_stays_on_the_device(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    problem = {"title": "Dit interview is al met een andere inhoud ontvangen", "code": "interview_conflict"}

    def conflict(route: Route) -> None:
        asked = (route.request.post_data_json or {})["interviews"]
        results = [{"id": one["id"], "status": 409, "problem": problem} for one in asked]
        route.fulfill(status=200, json={"results": results})

    tablet.page.route(INTERVIEWS, conflict)
    tablet.tap("Afronden")

    expect(tablet.page.get_by_text("Geef dit nummer door aan de coördinator")).to_be_visible()
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    tablet.page.reload()
    expect(tablet.page.get_by_text("Geef dit nummer door aan de coördinator")).to_be_visible()


def test_a_device_that_was_shut_out_keeps_its_interviews_and_sends_them_when_it_is_let_in_again(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = _refused(Tablet(open_page(), server).open())
    with transaction(server.engine) as session:
        session.exec(select(Device)).one().revoked_at = now()

    tablet.tap("Afronden")
    expect(
        tablet.page.get_by_text("Dit apparaat is afgemeld. Alles blijft hier veilig staan.")
    ).to_be_visible()
    expect(tablet.page.get_by_text("Op dit apparaat: 1")).to_be_visible()
    tablet.tap("Volgend gesprek")
    tablet.tap("Onderzoeken")
    tablet.tap("Opnieuw aanmelden")
    tablet.tap("Dit apparaat aanmelden")

    tablet.sent()
    expect(tablet.page.get_by_text("Op dit apparaat: 0")).to_be_visible()
    assert len(_bodies(server)) == 1
