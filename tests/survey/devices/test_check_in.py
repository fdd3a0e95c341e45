from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.database import reading
from survey.devices import find
from survey.devices.tables import Device, DeviceReport
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.checking_in import CheckIn, checks_in, of


@pytest.fixture
def check_in(anonymous: FlaskClient, tablet: dict[str, str]) -> CheckIn:
    """Checks in with this device; gives the answer."""
    return checks_in(anonymous, tablet)


def test_what_it_said_is_kept(check_in: CheckIn, engine: Engine, study: Study) -> None:
    waiting = {"id": str(uuid4()), "number": 3, "finished_at": "2026-11-22T10:00:00Z"}
    check_in(
        of(1, finished=3, waiting=[waiting], problems=1, draft=True),
        storage={"persisted": True, "quota": 10_000, "usage": 20},
        platform="iPad",
    )

    with reading(engine) as session:
        device, kept = session.exec(select(Device)).one(), session.exec(select(DeviceReport)).one()
    assert device.seen_at is not None
    assert (device.client, device.platform) == ("1.0", "iPad")
    assert device.storage == {"persisted": True, "quota": 10_000, "usage": 20}
    assert (kept.turn, kept.finished, kept.problems, kept.has_draft) == (1, 3, 1, True)
    assert kept.waiting == [waiting]
    with reading(engine) as session:
        assert find.unsent(session, device.organisation_id) == {device.id: 1}
        assert find.unsent(session, device.organisation_id + 1) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("years", [-10, 0, 10, 900])
def test_a_clock_that_is_years_off_is_measured_and_does_no_harm(
    check_in: CheckIn, engine: Engine, study: Study, years: int
) -> None:
    off = timedelta(days=365 * years)

    answer = check_in(of(1), device_time=(now() + off).isoformat())

    assert abs(answer["clock_offset_ms"] - off / timedelta(milliseconds=1)) < 60_000
    assert abs(datetime.fromisoformat(answer["server_time"]) - datetime.now(UTC)) < timedelta(minutes=1)
    with reading(engine) as session:
        device = session.exec(select(Device)).one()
    assert device.clock_offset_ms == answer["clock_offset_ms"]
    assert device.seen_at is not None
    assert abs(device.seen_at - now()) < timedelta(minutes=1)


def test_a_report_that_comes_late_changes_nothing(check_in: CheckIn, engine: Engine, study: Study) -> None:
    check_in(of(5, finished=9))

    check_in(of(4, finished=2))
    check_in(of(5, finished=2))

    with reading(engine) as session:
        assert session.exec(select(DeviceReport)).one().finished == 9


def test_of_reports_that_come_at_once_and_out_of_order_the_latest_is_kept(
    app: Flask, engine: Engine, study: Study, tablet: dict[str, str]
) -> None:
    def send(turn: int) -> int:
        said = {"device_time": now().isoformat(), "studies": [of(turn, finished=turn)]}
        return app.test_client().post("/api/v1/devices/check-in", json=said, headers=tablet).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(send, [3, 1, 8, 2, 7, 5, 4, 6]))

    assert statuses == [200] * 8
    with reading(engine) as session:
        assert session.exec(select(DeviceReport.finished)).all() == [8]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "member"),
    [
        ({"device_time": "gisteren"}, "device_time"),
        ({"device_time": "2026-11-22T10:00:00"}, "device_time"),
        ({"studies": [{"study": "proef"}]}, "studies.0.turn"),
        ({"studies": [{"study": "proef", "turn": -1}]}, "studies.0.turn"),
        ({"studies": [{"study": "proef", "turn": 2**40}]}, "studies.0.turn"),
        ({"studies": [{"study": "proef", "turn": 1, "waiting": [{"id": "x"}]}]}, "studies.0.waiting.0.id"),
        ({"studies": [{"study": "proef", "turn": 1, "finished": "3"}]}, "studies.0.finished"),
        ({"storage": {"quota": "veel"}}, "storage.quota"),
    ],
)
def test_what_is_no_report_is_named_and_changes_nothing(
    anonymous: FlaskClient,
    engine: Engine,
    study: Study,
    tablet: dict[str, str],
    change: dict[str, Any],
    member: str,
) -> None:
    said = {"client": "1", "device_time": now().isoformat(), "studies": []} | change

    answer = anonymous.post("/api/v1/devices/check-in", json=said, headers=tablet)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "device_invalid")
    assert [each["member"] for each in answer.get_json()["errors"]] == [member]
    with reading(engine) as session:
        assert session.exec(select(Device)).one().seen_at is None
