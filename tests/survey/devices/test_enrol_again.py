"""A tablet that is let in once more: as itself when that can be known, else as another."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices import change
from survey.devices.enrol import Enrolled, enrol, enrol_own, offer
from survey.devices.message import Introduction
from survey.devices.tables import Device, DeviceReport
from survey.studies.tables import Study
from tests.survey.checking_in import checks_in, of
from tests.survey.conftest import SECRET
from tests.survey.devices.conftest import LetIn

SAID = Introduction()


def _told(answer: dict[str, object]) -> tuple[object, object, object]:
    return answer["again"], answer["turn"], answer["finished"]


def _says(engine: Engine, made: Enrolled, study: Study, turn: int, finished: int, *waiting: int) -> None:
    lines = [{"id": str(uuid4()), "number": number} for number in waiting]
    with transaction(engine) as session:
        session.add(
            DeviceReport(
                device_id=made.device.id or 0, study_id=study.id or 0, turn=turn, finished=finished, waiting=lines
            )
        )  # fmt: skip


def test_who_still_has_its_token_stays_the_same_device_with_another_token(
    anonymous: FlaskClient, engine: Engine, let_in: LetIn, code: str, study: Study
) -> None:
    before = let_in("Tablet 1")
    _says(engine, before, study, 4, 3, 3)

    answer = anonymous.post("/api/v1/devices", json={"code": code, "before": before.token}).get_json()

    assert (answer["device"], answer["name"], *_told(answer)) == (
        before.device.id,
        "Tablet 7",
        True,
        4,
        {"proef": 3},
    )
    says = {"device_time": "2026-11-22T10:00:00Z"}
    for token, status in ((before.token, 401), (answer["token"], 200)):
        sent = {"Authorization": f"Bearer {token}"}
        assert anonymous.post("/api/v1/devices/check-in", json=says, headers=sent).status_code == status


def test_a_code_lets_a_device_that_was_shut_out_back_in_under_its_own_name(
    engine: Engine, let_in: LetIn, organisation: Organisation
) -> None:
    before = let_in("Tablet 7")
    with transaction(engine) as session:
        code = offer(session, organisation.id or 0, "Tablet 7", SECRET, None)[1]
        change.revoke(session, session.get_one(Device, before.device.id), "kwijt")

    with transaction(engine) as session:
        made = enrol(session, code, SECRET, SAID, before.token)

    with reading(engine) as session:
        device = session.exec(select(Device)).one()
    assert (made.again, device.name, device.revoked_at, device.revoked_reason) == (True, "Tablet 7", None, "")


@pytest.mark.parametrize("before", ["", "wd_of-nobody", "another organisation"])
def test_who_can_not_show_who_it_was_is_another_device(
    anonymous: FlaskClient, let_in: LetIn, code: str, elsewhere: Organisation, before: str
) -> None:
    let_in("Tablet 1")
    theirs = let_in("Tablet 2", at=elsewhere)
    token = theirs.token if before == "another organisation" else before

    answer = anonymous.post("/api/v1/devices", json={"code": code, "before": token}).get_json()

    assert answer["device"] != theirs.device.id
    assert _told(answer) == (False, 0, {})


def test_who_takes_the_place_of_a_device_hears_how_far_that_one_counted(
    engine: Engine, let_in: LetIn, organisation: Organisation, study: Study
) -> None:
    wiped, other = let_in("Tablet 7"), let_in("Tablet 8")
    _says(engine, wiped, study, 6, 2, 2, 3)
    for token, again in ((other.token, False), ("", False)):
        with transaction(engine) as session:
            device = session.get_one(Device, wiped.device.id)
            code = offer(session, organisation.id or 0, device.name, SECRET, None, device)[1]
            made = enrol(session, code, SECRET, SAID, token)
        assert (made.device.id, made.device.name, made.again, made.turn) == (
            wiped.device.id,
            "Tablet 7",
            again,
            6,
        )


def test_who_signed_in_keeps_the_same_device_but_brings_none_back_that_was_shut_out(
    engine: Engine, let_in: LetIn, organisation: Organisation
) -> None:
    own = let_in("Tablet 1")
    with transaction(engine) as session:
        same = enrol_own(session, organisation.id or 0, "Eva", SAID, None, own.token)
        assert (same.device.id, same.device.name, same.again) == (own.device.id, "Tablet 1", True)
    with transaction(engine) as session:
        change.revoke(session, session.get_one(Device, own.device.id), "kwijt")
        other = enrol_own(session, organisation.id or 0, "Eva", SAID, None, same.token)
        assert (other.device.id == own.device.id, other.again) == (False, False)


def test_a_supervisor_makes_a_code_for_a_device_on_its_own_page(
    sign_in: Callable[..., FlaskClient],
    anonymous: FlaskClient,
    let_in: LetIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CSRFProtect, "protect", lambda _self: None)
    device = let_in("Tablet 7").device
    page = sign_in("supervisor").post(f"/veldwerk/apparaten/{device.id}/code").get_data(as_text=True)
    code = page.partition('id="code">')[2].partition("<")[0]

    answer = anonymous.post("/api/v1/devices", json={"code": code}).get_json()

    assert (answer["device"], answer["name"]) == (device.id, "Tablet 7")


def test_what_was_finished_once_stays_so_when_a_device_forgot_it(
    anonymous: FlaskClient, engine: Engine, tablet: dict[str, str], study: Study
) -> None:
    check_in = checks_in(anonymous, tablet)
    check_in(of(1, finished=9))
    check_in(of(2, finished=0))

    with reading(engine) as session:
        assert session.exec(select(DeviceReport)).one().finished == 9
