"""Finished = received + still there, also for a tablet that was let in again: nothing is missed that is here, and nothing
that is lost is called there."""

import json
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from survey.accounts.organisation import Organisation
from survey.collection.receive import receive
from survey.database import reading, transaction
from survey.devices.enrol import enrol_own, offer
from survey.devices.message import Introduction
from survey.devices.tables import Device
from survey.monitor.reconcile import Reconciled, reconcile
from survey.studies.tables import Study
from tests.survey.checking_in import checks_in, of
from tests.survey.conftest import SECRET
from tests.survey.samples import interview


class Tablet:
    """As much of a tablet as counts here: its token, what waits with which number, and how far it counted."""

    def __init__(self, app: Flask, client: FlaskClient, engine: Engine, home: Organisation) -> None:
        self.app, self.client, self.engine, self.home = app, client, engine, home
        self.last = self.turn = 0
        self.waiting: dict[UUID, int] = {}
        with transaction(engine) as session:
            made = enrol_own(session, home.id or 0, "Tablet 7", Introduction(), None)
        self.device, self.token = made.device.id or 0, made.token

    def finish(self) -> UUID:
        self.last += 1
        self.waiting[made := uuid4()] = self.last
        return made

    def send(self, one: UUID, *, receipt: bool = True) -> None:
        body = json.dumps(interview(paradata={"seed": int(one) % 1000, "shown": ["start"]})).encode()
        with self.app.test_request_context(), transaction(self.engine) as session:
            receive(session, one, body, "api", device_id=self.device, number=self.waiting[one])
        if receipt:
            del self.waiting[one]

    def check_in(self) -> None:
        self.turn += 1
        waiting = [{"id": str(one), "number": number} for one, number in self.waiting.items()]
        said = of(self.turn, finished=self.last, waiting=waiting)
        checks_in(self.client, {"Authorization": f"Bearer {self.token}"})(said)

    def let_in(self, *, knows: bool = True, for_itself: bool = False) -> None:
        """With a code; `knows` its token, or the code was made for this device."""
        with transaction(self.engine) as session:
            old = session.get_one(Device, self.device)
            offered = offer(session, self.home.id or 0, "Tablet 9", SECRET, None, old if for_itself else None)
        code = offered[1]
        said = {"code": code, "before": self.token if knows else ""}
        answer = self.client.post("/api/v1/devices", json=said).get_json()
        self.device, self.token = answer["device"], answer["token"]
        self.turn = max(self.turn, answer["turn"])
        known = answer["finished"].get("proef", 0)
        if answer["again"]:
            self.last = max(self.last, known)
        else:
            self.waiting = {one: known + at for at, one in enumerate(self.waiting, start=1)}
            self.last = known + len(self.waiting)

    def wipe(self) -> None:
        self.last, self.turn, self.waiting = 0, 0, {}


@pytest.fixture
def tablet(
    app: Flask, anonymous: FlaskClient, engine: Engine, organisation: Organisation, study: Study
) -> Tablet:
    return Tablet(app, anonymous, engine, organisation)


def _compared(tablet: Tablet, study: Study, device: int | None = None) -> Reconciled:
    with reading(tablet.engine) as session:
        return reconcile(session, study, device or tablet.device)[0]


def _three_of_which_one_is_here_without_a_receipt(tablet: Tablet) -> int:
    one, two, _three = tablet.finish(), tablet.finish(), tablet.finish()
    tablet.send(one)
    tablet.send(two, receipt=False)
    tablet.check_in()
    return tablet.device


def test_a_tablet_that_comes_back_as_itself_agrees_at_every_moment(tablet: Tablet, study: Study) -> None:
    first = _three_of_which_one_is_here_without_a_receipt(tablet)
    tablet.let_in()
    assert tablet.device == first
    for _step in range(3):
        found = _compared(tablet, study)
        assert (found.finished, found.agrees) == (found.received + len(found.still), True)
        for one in list(tablet.waiting):
            tablet.send(one)
        tablet.finish()
        tablet.check_in()
    assert (found.finished, found.received) == (5, 4)


def test_a_tablet_that_came_back_as_another_misses_nothing_that_is_here(tablet: Tablet, study: Study) -> None:
    first = _three_of_which_one_is_here_without_a_receipt(tablet)
    tablet.let_in(knows=False)
    for one in list(tablet.waiting):
        tablet.send(one)
    tablet.check_in()
    before, after = _compared(tablet, study, first), _compared(tablet, study)
    assert (before.finished, before.received, before.agrees) == (3, 3, True)
    assert (after.finished, after.received, after.agrees) == (2, 2, True)


def test_what_a_wiped_tablet_lost_is_named_as_missing_and_not_as_still_there(
    tablet: Tablet, study: Study
) -> None:
    _three_of_which_one_is_here_without_a_receipt(tablet)
    assert len(_compared(tablet, study).still) == 1
    tablet.wipe()
    tablet.let_in(knows=False, for_itself=True)
    tablet.send(tablet.finish())
    tablet.check_in()
    found = _compared(tablet, study)
    assert (found.finished, found.received, found.still, found.missing) == (4, 3, (), (3,))


def test_a_tablet_in_the_place_of_another_bears_no_number_twice(tablet: Tablet, study: Study) -> None:
    first = _three_of_which_one_is_here_without_a_receipt(tablet)
    other = Tablet(tablet.app, tablet.client, tablet.engine, tablet.home)
    other.finish()
    other.device, old = first, other.device
    other.let_in(for_itself=True)
    other.check_in()
    assert other.device == first != old
    found = _compared(other, study)
    assert (found.doubles, [one.number for one in found.still], found.missing) == ({}, [4], (3,))


_STEPS = st.lists(
    st.sampled_from(["finish", "send", "unheard", "check in", "again", "as another"]), max_size=14
)


def test_whatever_happens_nothing_is_missed_and_nothing_is_double(tablet: Tablet, study: Study) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(steps=_STEPS)
    def held(steps: list[str]) -> None:
        own = Tablet(tablet.app, tablet.client, tablet.engine, tablet.home)
        devices = [own.device]
        for step in steps:
            if step == "finish":
                own.finish()
            elif step in {"send", "unheard"} and own.waiting:
                own.send(next(iter(own.waiting)), receipt=step == "send")
            elif step == "check in":
                own.check_in()
            elif step in {"again", "as another"}:
                own.let_in(knows=step == "again")
                devices.append(own.device)
        for one in list(own.waiting):
            own.send(one)
        own.check_in()
        for device in set(devices):
            found = _compared(own, study, device)
            assert found.agrees, (steps, found)
            assert (found.finished, found.still) == (found.received, ())

    held()
