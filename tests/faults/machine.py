"""Devices that do anything in any order, against a model of what the server must then have."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import update
from sqlmodel import col, select

from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.moment import now
from survey.monitor.bring_in import bring_in, open_queue
from survey.monitor.queue_file import read_file
from survey.studies.tables import Study
from tests.faults.frozen import Finished, frozen
from tests.faults.installation import Installation, is_signed
from tests.faults.model import Model, Said, batch, put, results
from tests.faults.tablet import Killed, Tablet
from tests.survey.samples import ANSWERS, HASH, interview

DEVICES = 2
FATES = ("answered", "answered", "never arrived", "answer lost", "twice", "portal", "gateway", "stops")
STEPS = (None, None, None, "before it is written", "written, not yet read back")
_PLACE = timezone(timedelta(hours=1))
_START = datetime(2026, 11, 2, 10, tzinfo=_PLACE)
_PORTAL: Said = (200, "<h1>Welkom op gratis wifi</h1>")
_GATEWAY: Said = (502, None)


class OneDevice:
    """A device in the hands of an interviewer: its disk, its clock, the version of its program, and its draft."""

    def __init__(self, number: int, installation: Installation) -> None:
        self.number, self.token = number + 1, installation.tokens[number]
        self.tablet, self.version, self.skew = Tablet(), 1, timedelta()
        self.draft: dict[str, Any] | None = None
        self.unsaved: dict[str, Any] = {}
        self.interviews = 0
        self.revoked = False

    def stop(self) -> None:
        """What was not on the disk is gone: the answer that was just tapped, nothing else."""
        self.unsaved = {}

    def clock(self) -> datetime:
        """What it says that the time is."""
        return _START + self.skew


class Fieldwork(RuleBasedStateMachine):
    """Two devices, one server, and people who change things meanwhile."""

    app: ClassVar[Flask]
    installation: ClassVar[Installation]
    everything: ClassVar[Model]
    histories: ClassVar[int] = 0
    steps: ClassVar[int] = 0
    tablet: ClassVar[Callable[[], Tablet]] = Tablet
    dice: ClassVar[random.Random]

    def __init__(self) -> None:
        super().__init__()
        self.devices = [OneDevice(number, self.installation) for number in range(DEVICES)]
        for device in self.devices:
            device.tablet = type(self).tablet()
        self.model = Model()
        self.questionnaire = HASH

    @property
    def _engine(self) -> Any:
        return self.app.extensions["wijkpeil.database"]

    def _one(self, at: int, wanted: Callable[[OneDevice], object]) -> OneDevice:
        """The device that was drawn, or the other one when only that fits."""
        return self.devices[at] if wanted(self.devices[at]) else self.devices[1 - at]

    @initialize(numbers=st.tuples(*[st.integers(0, 2)] * DEVICES))
    def morning(self, numbers: tuple[int, ...]) -> None:
        """Some interviews were held before anything happens."""
        for device, number in zip(self.devices, numbers, strict=True):
            for _interview in range(number):
                self._begin(device)
                self._finish(device, None)

    @rule(at=st.integers(0, DEVICES - 1))
    def start(self, at: int) -> None:
        self._begin(self.devices[at])

    def _begin(self, device: OneDevice) -> None:
        if device.draft is None:
            identity = str(UUID(int=self.dice.getrandbits(128), version=4))
            device.draft = {"id": identity, "questionnaire": self.questionnaire, "answers": dict(ANSWERS)}

    @precondition(lambda self: any(map(_has_draft, self.devices)))
    @rule(at=st.integers(0, DEVICES - 1), age=st.integers(18, 99), written=st.booleans())
    def answer(self, at: int, age: int, written: bool) -> None:  # noqa: FBT001 (drawn by Hypothesis)
        device = self._one(at, _has_draft)
        device.unsaved = {"age": age}
        if written and device.draft is not None:
            device.draft["answers"] |= device.unsaved

    @rule(at=st.integers(0, DEVICES - 1), number=st.integers(1, 3), stops_at=st.sampled_from(STEPS))
    def finish(self, at: int, number: int, stops_at: str | None) -> None:
        device = self._one(at, _has_draft)
        for _interview in range(number):
            self._begin(device)
            self._finish(device, stops_at)

    def _finish(self, device: OneDevice, stops_at: str | None) -> None:
        if device.draft is None:
            return
        made = self._frozen(device, device.draft["id"], device.draft["answers"], device.interviews + 1)
        with _stopping(device, stops_at):
            device.tablet.finish(made)
        if made.key in device.tablet.queue:  # as the client sees when it opens: the draft is only its shadow
            device.interviews += 1
            device.draft = None

    @precondition(lambda self: any(map(_has_waiting, self.devices)))
    @rule(at=st.integers(0, DEVICES - 1), fate=st.sampled_from(FATES), together=st.booleans())
    def sync(self, at: int, fate: str, together: bool) -> None:  # noqa: FBT001 (drawn by Hypothesis)
        device = self._one(at, _has_waiting)
        waiting = device.tablet.waiting()
        self._sync(device, fate, waiting if together and device.version > 1 else waiting[:1])

    def _sync(self, device: OneDevice, fate: str, going: list[Finished]) -> None:
        answers: list[Said] = [_PORTAL if fate == "portal" else _GATEWAY] * len(going)
        if fate not in {"never arrived", "portal"}:
            answers = self._send(device, going)
            if fate == "twice":
                answers = self._send(device, going)
        if fate in {"answered", "twice", "stops"}:
            with _stopping(device, "before the receipt is kept" if fate == "stops" else None):
                for one, (status, told) in zip(going, answers, strict=True):
                    self._heed(device, one, status, told)

    @precondition(lambda self: any(map(_has_draft, self.devices)))
    @rule(at=st.integers(0, DEVICES - 1))
    def kill(self, at: int) -> None:
        self._one(at, _has_draft).stop()

    @rule(at=st.integers(0, DEVICES - 1), days=st.sampled_from([-3650, -1, 0, 1, 3650]))
    def clock_jumps(self, at: int, days: int) -> None:
        self.devices[at].skew = timedelta(days=days)

    @rule(at=st.integers(0, DEVICES - 1))
    def new_version(self, at: int) -> None:
        self.devices[at].version = 2

    @rule(known=st.booleans(), is_open=st.booleans())
    def questionnaire_changes(self, known: bool, is_open: bool) -> None:  # noqa: FBT001 (drawn by Hypothesis)
        """Another version is given out, also one that this server lost; the study may be closed meanwhile."""
        self.questionnaire = HASH if known else "0" * 64
        revision = f"{self.dice.getrandbits(128):032x}"
        with transaction(self._engine) as session:
            session.execute(update(Study).values(revision=revision, is_open=is_open))

    @precondition(lambda self: any(device.tablet.queue for device in self.devices))
    @rule(at=st.integers(0, DEVICES - 1))
    def bring_in_the_file(self, at: int) -> None:
        """The export file of a device by the hand of a supervisor; the device keeps what it has."""
        device = self._one(at, lambda device: device.tablet.queue)
        file = {
            "wijkpeil": "queue", "format": 1, "device": device.number, "client": "faults",
            "exported_at": device.clock().isoformat(),
            "interviews": [
                {"id": str(one.identity), "study": "proef", "digest": one.digest, "number": one.number, "body": one.sent.decode()}
                for one in device.tablet.queue.values()
            ],
        }  # fmt: skip
        with self.app.app_context():
            queue = read_file(json.dumps(file).encode())
            with reading(self._engine) as session:
                study = session.exec(select(Study)).one()
                opened = open_queue(session, study, queue)
            with transaction(self._engine) as session:
                taken = bring_in(session, study, opened)
        expected = {201: "new", 200: "known", 409: "conflict"}
        told = {(str(one.identity), expected[self.model.take(one)]) for one in device.tablet.queue.values()}
        assert {(str(one.id), one.outcome) for one in taken.results} == told

    @precondition(lambda self: any(device.tablet.saved for device in self.devices))
    @rule(at=st.integers(0, DEVICES - 1))
    def restored_from_a_copy(self, at: int) -> None:
        """The other device has an interview of this one with other bytes, as after bringing back a copy of the tablet."""
        device = self._one(at, lambda device: device.tablet.saved)
        other = self.devices[2 - device.number]
        for identity, _digest in [*device.tablet.queue, *device.tablet.receipts][:1]:
            other.tablet.finish(self._frozen(other, identity, ANSWERS | {"age": 17 + other.number}, 0))

    @rule(at=st.integers(0, DEVICES - 1))
    def revoke(self, at: int) -> None:
        self._revoked(self.devices[at], revoked=True)

    def teardown(self) -> None:
        """What every history must have kept; and that everything goes in once the network is there."""
        for device in self.devices:
            while not device.revoked and (waiting := device.tablet.waiting()):
                self._sync(device, "answered", waiting)
        for device in self.devices:
            held = device.tablet.queue.keys() | device.tablet.receipts.keys()
            assert device.tablet.missing() == set()
            assert set(device.tablet.receipts) <= set(self.model.first.items())
            assert held >= device.tablet.saved
            if device.revoked:
                self._revoked(device, revoked=False)
        with reading(self._engine) as session:
            self.model.check(session)
        type(self).histories += 1
        self.everything.add(self.model)

    def _frozen(self, device: OneDevice, identity: str, answers: dict[str, Any], number: int) -> Finished:
        until = device.clock()
        told = interview(
            questionnaire=self.questionnaire if device.draft is None else device.draft["questionnaire"],
            started_at=(until - timedelta(minutes=6)).isoformat(),
            completed_at=until.isoformat(),
            answers=answers,
            paradata={"seed": 7, "number": number},
        )
        key = self.installation.key if device.version > 1 else None
        return frozen(UUID(identity), json.dumps(told).encode(), number if device.version > 1 else 0, key)

    def _send(self, device: OneDevice, going: list[Finished]) -> list[Said]:
        moment = device.clock().isoformat()
        if len(going) == 1:
            answers = [put(self.app, going[0], device.token, moment)]
        else:
            answers = list(results(batch(self.app, going, device.token, moment), len(going)))
        if device.revoked:
            assert {(status, told["code"]) for status, told in answers} == {(403, "device_revoked")}
        else:
            assert [status for status, _told in answers] == [self.model.take(one) for one in going]
        return answers

    def _heed(self, device: OneDevice, one: Finished, status: int, told: Any) -> None:
        if status in {200, 201}:
            assert (told["id"], told["digest"]) == one.key
            assert is_signed(told)
            device.tablet.settle(one, told)
        elif status == 409:
            assert told["kept"]["digest"] == self.model.first[str(one.identity)] != one.digest
            device.tablet.dispute(one)

    def _revoked(self, device: OneDevice, *, revoked: bool) -> None:
        with transaction(self._engine) as session:
            session.execute(
                update(Device)
                .where(col(Device.id) == device.number)
                .values(revoked_at=now() if revoked else None)
            )
        device.revoked = revoked


def _has_draft(device: OneDevice) -> bool:
    return device.draft is not None


def _has_waiting(device: OneDevice) -> bool:
    return any(key not in device.tablet.disputed for key in device.tablet.queue)


@contextmanager
def _stopping(device: OneDevice, at: str | None) -> Iterator[None]:
    """The device stops when it comes to this step, and is opened again."""

    def step(name: str) -> None:
        if name == at:
            raise Killed(name)

    device.tablet.step = step
    try:
        yield
    except Killed:
        device.stop()
    finally:
        device.tablet.step = lambda _step: None
