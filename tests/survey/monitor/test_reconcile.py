"""For each device: finished = received + still there, to the interview, whatever arrives in whatever order."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices.tables import Device, DeviceReport
from survey.moment import now
from survey.monitor.arrived import Received
from survey.monitor.reconcile import MOST_NAMED, Reconciled, compare, reconcile
from survey.studies.tables import Study
from tests.survey.monitor.held import held, says, tablet, waits

HERE = "/onderzoek/proef/veldwerk/apparaten"
TABLET = Device(id=1, organisation_id=1, name="Tablet 7", token_hash="0" * 64)


def _compared(engine: Engine, study: Study, device: Device) -> Reconciled:
    with reading(engine) as session:
        return reconcile(session, study, device.id)[0]


@pytest.fixture
def device(engine: Engine, study: Study) -> Device:
    with transaction(engine) as session:
        return tablet(session, study)


def test_everything_that_was_finished_is_here_or_there(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    held(app, device, 1)
    held(app, device, 3)
    with transaction(engine) as session:
        says(session, device, study, 4, [waits(2), waits(4)])
    found = _compared(engine, study, device)
    assert (found.finished, found.received, [one.number for one in found.still]) == (4, 2, [2, 4])
    assert found.agrees


def test_what_came_in_after_the_last_report_is_not_counted_twice(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    identity = held(app, device, 1)
    with transaction(engine) as session:
        says(session, device, study, 1, [waits(1, identity=identity)])
    held(app, device, 2)  # finished and sent since
    found = _compared(engine, study, device)
    assert (found.finished, found.received, len(found.still), len(found.known)) == (2, 2, 0, 1)
    assert found.agrees


def test_what_came_in_by_another_way_is_not_there_any_more(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    with transaction(engine) as session:
        other = tablet(session, study, "Tablet 8")
    identity = held(app, other, 1)
    with transaction(engine) as session:
        says(session, device, study, 1, [waits(1, identity=identity)])
    found = _compared(engine, study, device)
    assert (found.finished, found.received, len(found.still), found.agrees) == (1, 1, 0, True)


def test_a_number_that_is_nowhere_is_named(
    client: FlaskClient, app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    held(app, device, 1)
    with transaction(engine) as session:
        says(session, device, study, 5, [waits(4)])
    found = _compared(engine, study, device)
    assert (found.missing, found.missing_count, found.agrees) == ((2, 3, 5), 3, False)
    page = client.get(f"{HERE}/{device.id}").text
    assert "Nummers: 2, 3, 5." in page
    assert "5 afgerond = 1 ontvangen + 1 nog op het apparaat + 3 onbekend" in page


def test_a_number_that_two_interviews_bear_is_named(
    app: Flask, engine: Engine, study: Study, device: Device
) -> None:
    one = held(app, device, 1)
    there = waits(1)
    with transaction(engine) as session:
        says(session, device, study, 2, [there, waits(2)])
    found = _compared(engine, study, device)
    assert {str(each) for each in found.doubles[1]} == {str(one), there["id"]}
    assert not found.agrees


def test_a_device_that_was_shut_out_is_still_accounted_for(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        gone = tablet(session, study, "Weg", revoked_at=now(), revoked_reason="gestolen")
        says(session, gone, study, 2, [waits(1), waits(2)])
        tablet(session, study, "Nooit gebruikt", revoked_at=now())
    page = client.get(HERE).text
    assert "2 afgerond = 0 ontvangen + 2 nog op het apparaat" in page
    assert "Nooit gebruikt" not in page
    assert "gestolen" in client.get(f"{HERE}/{gone.id}").text


def test_the_page_of_a_device_says_what_is_on_it_by_number_and_mark(
    client: FlaskClient, engine: Engine, study: Study, device: Device
) -> None:
    there = waits(7)
    with transaction(engine) as session:
        says(session, device, study, 7, [there, {"nonsense": 1}])
        late = session.get_one(Device, device.id)
        late.clock_offset_ms, late.storage = (
            90_000,
            {"persisted": False, "usage": 5_000_000, "quota": 10_000_000},
        )
    page = client.get(f"{HERE}/{device.id}").text
    assert str(there["id"])[:8] in page
    assert "1 min 30 s voor" in page
    assert "5,0 MB gebruikt van 10 MB, de browser belooft niet dat alles blijft staan" in page


def test_a_device_of_another_organisation_is_not_there(
    client: FlaskClient, engine: Engine, study: Study, elsewhere: Organisation
) -> None:
    with transaction(engine) as session:
        theirs = tablet(session, Study(organisation_id=elsewhere.id or 0, slug="x", title="x"), "Van hen")
    assert client.get(f"{HERE}/{theirs.id}").status_code == 404
    assert "Van hen" not in client.get(HERE).text


_NUMBERS = st.sets(st.integers(1, 60))


@given(received=_NUMBERS, waiting=_NUMBERS, finished=st.integers(0, 70), data=st.data())
def test_finished_is_always_received_and_still_there_and_missing(
    received: set[int], waiting: set[int], finished: int, data: st.DataObject
) -> None:
    waiting -= received
    came = Received()
    for number in data.draw(st.permutations(sorted(received))):
        came.add(UUID(int=number), number)
        came.add(UUID(int=number), number)  # other bytes for the same interview
    lines = [{"id": str(UUID(int=number)), "number": number, "finished_at": ""} for number in waiting]
    report = DeviceReport(device_id=1, study_id=1, finished=finished, waiting=lines)
    found = compare(TABLET, report, came)
    assert found.finished == found.received + len(found.still) + found.missing_count
    nowhere = sorted(set(range(1, found.finished + 1)) - received - waiting)
    assert (list(found.missing), found.missing_count) == (nowhere[:MOST_NAMED], len(nowhere))
    assert found.agrees is not bool(nowhere)


def test_a_device_that_claims_a_thousand_million_costs_no_time() -> None:
    report = DeviceReport(device_id=1, study_id=1, finished=2**31 - 1, waiting=[])
    found = compare(TABLET, report, Received())
    assert (found.missing_count, len(found.missing)) == (2**31 - 1, MOST_NAMED)


def test_what_bears_no_number_is_taken_for_one_that_lacks() -> None:
    came = Received()
    came.add(uuid4(), None)
    report = DeviceReport(device_id=1, study_id=1, finished=1, waiting=[])
    assert compare(TABLET, report, came).agrees
