from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices import enrol
from survey.devices.tables import Device, Enrolment
from survey.moment import now
from tests.survey.conftest import SECRET

SAID = {"client": "1.0", "platform": "iPad, Safari 19"}


def test_a_code_lets_in_one_device_and_gives_it_a_token_that_is_kept_nowhere(
    anonymous: FlaskClient, engine: Engine, code: str, organisation: Organisation
) -> None:
    answer = anonymous.post("/api/v1/devices", json={"code": code} | SAID)

    assert answer.status_code == 201
    made = answer.get_json()
    assert (made["name"], made["organisation"]) == ("Tablet 7", organisation.name)
    with reading(engine) as session:
        device = session.get_one(Device, made["device"])
        assert device.platform == "iPad, Safari 19"
        assert made["token"] not in repr(device)
        assert session.exec(select(Enrolment)).one().device_id == device.id


@pytest.mark.parametrize("typed", [str.lower, " ".join, lambda code: code.replace("-", "")])
def test_a_code_may_be_typed_in_small_letters_and_with_spaces(
    anonymous: FlaskClient, code: str, typed: Callable[[str], str]
) -> None:
    assert anonymous.post("/api/v1/devices", json={"code": typed(code)} | SAID).status_code == 201


def test_a_code_works_once(anonymous: FlaskClient, code: str) -> None:
    anonymous.post("/api/v1/devices", json={"code": code} | SAID)

    answer = anonymous.post("/api/v1/devices", json={"code": code} | SAID)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "enrolment_refused")


def test_of_many_that_come_at_once_with_one_code_one_is_let_in(app: Flask, engine: Engine, code: str) -> None:
    def try_it(_turn: int) -> int:
        return app.test_client().post("/api/v1/devices", json={"code": code} | SAID).status_code

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(try_it, range(6)))

    assert sorted(statuses) == [201, 422, 422, 422, 422, 422]
    with reading(engine) as session:
        assert len(session.exec(select(Device)).all()) == 1


def test_a_code_of_yesterday_does_not_work_and_a_wrong_one_gets_the_very_same_answer(
    anonymous: FlaskClient, engine: Engine, code: str
) -> None:
    with transaction(engine) as session:
        session.exec(select(Enrolment)).one().expires_at = now() - timedelta(seconds=1)

    late = anonymous.post("/api/v1/devices", json={"code": code} | SAID)
    wrong = anonymous.post("/api/v1/devices", json={"code": "ACDE-FGHJ"} | SAID)
    none = anonymous.post("/api/v1/devices", json={"code": "geen code"} | SAID)

    assert late.status_code == 422
    assert late.get_json() == wrong.get_json() == none.get_json()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_guesses_codes_is_stopped(anonymous: FlaskClient, code: str) -> None:
    for _turn in range(60):
        assert anonymous.post("/api/v1/devices", json={"code": "ACDE-FGHJ"} | SAID).status_code == 422

    answer = anonymous.post("/api/v1/devices", json={"code": code} | SAID)

    assert (answer.status_code, answer.get_json()["code"]) == (429, "too_often")
    assert answer.headers["Retry-After"] == "600"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"{", b'{"code": 5}', b'{"code": "A", "client": "' + b"x" * 99 + b'"}']
)
def test_what_can_not_be_read_changes_nothing(anonymous: FlaskClient, engine: Engine, sent: bytes) -> None:
    answer = anonymous.post("/api/v1/devices", data=sent, content_type="application/json")

    assert answer.status_code in {400, 422}
    assert answer.get_json()["detail"]
    with reading(engine) as session:
        assert not session.exec(select(Device)).all()


def test_somebody_who_signed_in_lets_in_the_own_device_with_the_word_of_the_page(
    sign_in: Callable[..., FlaskClient], engine: Engine
) -> None:
    interviewer = sign_in("interviewer")
    page = interviewer.get("/account").get_data(as_text=True)
    word = page.partition('name="csrf_token" value="')[2].partition('"')[0]

    without = interviewer.post("/api/v1/devices/own", json={"name": ""} | SAID)
    answer = interviewer.post("/api/v1/devices/own", json={"name": ""} | SAID, headers={"X-CSRFToken": word})

    assert (without.status_code, without.get_json()["code"]) == (400, "form_expired")
    assert (answer.status_code, answer.get_json()["name"]) == (201, "Interviewer")
    with reading(engine) as session:
        assert session.exec(select(Device)).one().account_id is not None


def test_a_reader_may_not_let_in_a_device(sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in("reader").post("/api/v1/devices/own", json={"name": "x"} | SAID).status_code == 403


def test_two_devices_of_one_name_are_told_apart(engine: Engine, organisation: Organisation) -> None:
    with transaction(engine) as session:
        names = [
            enrol.offer(session, organisation.id or 0, "Tablet", SECRET, None)[0].name for _turn in range(3)
        ]

    assert names == ["Tablet", "Tablet (2)", "Tablet (3)"]
