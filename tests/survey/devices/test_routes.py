import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices.enrol import Enrolled
from survey.devices.tables import Device, DeviceReport, Enrolment
from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup
from survey.moment import now
from survey.studies.tables import Study

# What is read here does not differ between databases: one kind is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LIST = "/veldwerk/apparaten"


@pytest.fixture(autouse=True)
def _forms_need_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CSRFProtect, "protect", lambda _self: None)


@pytest.fixture
def supervisor(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in("supervisor")


@pytest.fixture
def working(engine: Engine, study: Study, let_in: Callable[..., Enrolled]) -> Enrolled:
    """A device on which two interviews lie, and that holds three places."""
    made = let_in("Tablet 7")
    number = made.device.id or 0
    with transaction(engine) as session:
        device = session.get_one(Device, number)
        device.seen_at = now() - timedelta(minutes=5)
        device.clock_offset_ms = -int(timedelta(days=3653) / timedelta(milliseconds=1))
        device.storage = {"persisted": False, "quota": 100_000_000, "usage": 80_000_000}
        waiting = [{"id": str(uuid4()), "number": each, "finished_at": None} for each in (4, 11)]
        group = QuotaGroup(study_id=study.id or 0, code="all", label="iedereen", rule={})
        session.add_all(
            [group, DeviceReport(device_id=number, study_id=study.id or 0, finished=12, waiting=waiting)]
        )
        session.flush()
        cell = QuotaCell(study_id=study.id or 0, area="", group_id=group.id or 0, target=9)
        session.add(cell)
        session.flush()
        session.add(Lease(cell_id=cell.id or 0, device_id=number, places=3))
    return made


def page_of(made: Enrolled) -> str:
    return f"{LIST}/{made.device.id}"


def test_the_list_says_what_each_device_last_said(supervisor: FlaskClient, working: Enrolled) -> None:
    page = supervisor.get(LIST).text

    assert "Tablet 7" in page
    assert "5 minuten geleden" in page
    assert "loopt 10 jaar achter" in page
    assert "Opslag is niet veilig" in page
    assert re.search(r'wd-facts__count">2<', page)


def test_without_devices_it_says_how_to_begin(supervisor: FlaskClient) -> None:
    assert "Er is nog geen apparaat" in supervisor.get(LIST).text


def test_a_code_is_shown_once_with_its_square_and_lets_the_device_in(
    supervisor: FlaskClient, anonymous: FlaskClient, engine: Engine
) -> None:
    shown = supervisor.post(LIST, data={"name": " Tablet  9 "})

    found = re.search(r'id="code">([0-9A-Z]{4}-[0-9A-Z]{4})<', shown.text)
    assert found is not None
    assert "<svg" in shown.text
    assert found[1] not in supervisor.get(LIST).text
    assert "Tablet 9" in supervisor.get(LIST).text
    assert anonymous.post("/api/v1/devices", json={"code": found[1]}).get_json()["name"] == "Tablet 9"
    with reading(engine) as session:
        assert session.exec(select(Enrolment)).one().account_id is not None


def test_the_page_of_a_device_says_who_let_it_in(supervisor: FlaskClient, anonymous: FlaskClient) -> None:
    shown = supervisor.post(LIST, data={"name": "Tablet 9"})
    code = re.search(r'id="code">([0-9A-Z-]+)<', shown.text)
    assert code is not None
    made = anonymous.post("/api/v1/devices", json={"code": code[1]}).get_json()

    assert "door Supervisor" in supervisor.get(f"{LIST}/{made['device']}").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_name_that_is_none_is_refused_beside_the_field(
    supervisor: FlaskClient, engine: Engine, name: str
) -> None:
    answer = supervisor.post(LIST, data={"name": name})

    assert answer.status_code == 422
    assert "zoals Tablet 7" in answer.text
    with reading(engine) as session:
        assert not session.exec(select(Enrolment)).all()


def test_a_code_that_is_taken_back_lets_nobody_in(
    supervisor: FlaskClient, anonymous: FlaskClient, engine: Engine, code: str
) -> None:
    with reading(engine) as session:
        key = session.exec(select(Enrolment.id)).one()

    taken = supervisor.post(f"{LIST}/codes/{key}/intrekken")

    assert taken.status_code == 303
    assert "De code werkt niet meer." in supervisor.get(LIST).text
    assert anonymous.post("/api/v1/devices", json={"code": code}).status_code == 422
    assert supervisor.post(f"{LIST}/codes/{key}/intrekken").status_code == 404


def test_the_page_of_a_device_names_the_interviews_that_lie_on_it(
    supervisor: FlaskClient, working: Enrolled
) -> None:
    page = supervisor.get(page_of(working)).text

    assert "Nummers die nog op het apparaat staan: 4, 11" in page
    assert "20 MB vrij" in page
    assert "/onderzoek/proef/veldwerk/inlezen" in page
    assert "Dit apparaat houdt 3 open plekken" in page


def test_a_device_is_called_otherwise(supervisor: FlaskClient, working: Enrolled) -> None:
    supervisor.post(f"{page_of(working)}/naam", data={"name": "Tablet <b>Noord</b>"})

    page = supervisor.get(page_of(working)).text
    assert "Tablet &lt;b&gt;Noord&lt;/b&gt;" in page
    assert "<b>Noord" not in page
    refused = supervisor.post(f"{page_of(working)}/naam", data={"name": " "})
    assert refused.status_code == 422


def test_who_revokes_is_told_what_happens_and_must_say_why(
    supervisor: FlaskClient, working: Enrolled
) -> None:
    asked = supervisor.get(f"{page_of(working)}/intrekken")
    refused = supervisor.post(f"{page_of(working)}/intrekken", data={"reason": ""})

    assert "stonden er 2 interviews op" in asked.text
    assert "Geef ook 3 open plekken vrij" in asked.text
    assert refused.status_code == 422
    assert "Ingetrokken" not in supervisor.get(page_of(working)).text


def test_a_revoked_device_is_out_at_once_and_keeps_its_places_until_somebody_releases_them(
    supervisor: FlaskClient, anonymous: FlaskClient, engine: Engine, working: Enrolled
) -> None:
    token = {"Authorization": f"Bearer {working.token}"}

    supervisor.post(f"{page_of(working)}/intrekken", data={"reason": "gestolen"})

    answer = anonymous.post("/api/v1/devices/check-in", json={}, headers=token)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")
    with reading(engine) as session:
        assert session.exec(select(Lease.places)).one() == 3
    assert "gestolen" in supervisor.get(LIST).text

    supervisor.post(f"{page_of(working)}/vrijgeven")
    assert "3 open plekken zijn vrijgegeven" in supervisor.get(page_of(working)).text
    with reading(engine) as session:
        assert session.exec(select(Lease.places)).all() in ([], [0])


def test_places_can_be_released_while_revoking(
    supervisor: FlaskClient, engine: Engine, working: Enrolled
) -> None:
    supervisor.post(f"{page_of(working)}/intrekken", data={"reason": "weg", "release": "1"})

    with reading(engine) as session:
        assert session.exec(select(Lease.places)).all() in ([], [0])


def test_a_device_that_was_revoked_by_mistake_is_let_back_in_with_all_that_lies_on_it(
    supervisor: FlaskClient, anonymous: FlaskClient, working: Enrolled
) -> None:
    supervisor.post(f"{page_of(working)}/intrekken", data={"reason": "vergissing"})

    supervisor.post(f"{page_of(working)}/toelaten")

    said = {"device_time": now().isoformat()}
    token = {"Authorization": f"Bearer {working.token}"}
    assert anonymous.post("/api/v1/devices/check-in", json=said, headers=token).status_code == 200


def test_a_device_of_another_organisation_is_not_there(
    supervisor: FlaskClient, engine: Engine, elsewhere: Organisation, let_in: Callable[..., Enrolled]
) -> None:
    theirs = let_in("Tablet van hen", elsewhere)

    assert "Tablet van hen" not in supervisor.get(LIST).text
    for method, path in (("GET", ""), ("GET", "/intrekken"), ("POST", "/intrekken"), ("POST", "/naam"),
                         ("POST", "/toelaten"), ("POST", "/vrijgeven"), ("POST", "/code")):  # fmt: skip
        answer = supervisor.open(f"{page_of(theirs)}{path}", method=method, data={"reason": "x", "name": "x"})
        assert answer.status_code == 404
    with reading(engine) as session:
        kept = session.get_one(Device, theirs.device.id)
    assert (kept.name, kept.revoked_at) == ("Tablet van hen", None)


def test_an_interviewer_does_not_manage_devices(sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in("interviewer").get(LIST).status_code == 403
    assert LIST not in sign_in("interviewer").get("/").text
    assert LIST in sign_in("supervisor").get("/").text
