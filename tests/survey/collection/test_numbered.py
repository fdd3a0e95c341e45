"""How far a device counted, and interviews that it sent after they had come in by another way."""

import json
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.numbered import highest, resent
from survey.collection.receive import receive
from survey.collection.tables import Resent
from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.studies.tables import Study
from tests.survey.monitor.held import held, says, tablet, waits
from tests.survey.samples import interview

ID = UUID(int=7)


@pytest.fixture
def device(engine: Engine, study: Study) -> Device:
    with transaction(engine) as session:
        return tablet(session, study)


def _sent(app: Flask, engine: Engine, device: int | None, number: int | None) -> str:
    with app.test_request_context(), transaction(engine) as session:
        return receive(
            session, ID, json.dumps(interview()).encode(), "api", device_id=device, number=number
        ).outcome


def test_a_device_counted_as_far_as_anything_tells(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    with reading(engine) as session:
        assert highest(session, device.id or 0) == {}
    held(app, device, 4)
    with reading(engine) as session:
        assert highest(session, device.id or 0) == {"proef": 4}
    with transaction(engine) as session:
        says(session, device, study, 5, [waits(6)])
    with reading(engine) as session:
        assert highest(session, device.id or 0) == {"proef": 6}


def test_what_a_device_sends_after_it_came_in_by_another_way_is_known_with_its_number_there(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    with transaction(engine) as session:
        other = tablet(session, study, "Tablet 8")
    assert [_sent(app, engine, *sent) for sent in [(None, None), (device.id, 3), (device.id, 3), (other.id, 1)]] == [
        "stored", "repeated", "repeated", "repeated",
    ]  # fmt: skip
    with reading(engine) as session:
        assert resent(session, study.id or 0) == {device.id: {ID: 3}, other.id: {ID: 1}}


def test_what_a_device_sends_twice_needs_no_second_line(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    assert [_sent(app, engine, device.id, 1) for _turn in range(3)] == ["stored", "repeated", "repeated"]
    with reading(engine) as session:
        assert session.exec(select(Resent)).all() == []
