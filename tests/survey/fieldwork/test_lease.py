"""Leases on a real database: the same histories as the proof, and devices that come at the very same moment."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from survey.database import reading, transaction
from survey.devices.tables import Device, DeviceReport
from survey.fieldwork import lease, ledger, parts
from survey.fieldwork.cell import Cell, Said
from survey.fieldwork.lease import Held
from survey.fieldwork.place import Placing, place
from survey.fieldwork.quota import cell_row, group_row
from survey.fieldwork.tables import QuotaCell, QuotaPlace
from survey.moment import now
from survey.studies.change import change
from survey.studies.tables import Study
from tests.survey.fieldwork.histories import DEVICES, lived

_numbers = count(1)


def _rows(target):
    return [group_row("all", "iedereen", {}), cell_row("all", "", "iedereen, overal", target)]


def _retargeted(session, study, target):
    change(session, study, parts.QUOTA, _rows(target), account=None, made_from=study.revision)


def _reported(session: Session, device: int, study: int) -> None:
    found = session.exec(
        select(DeviceReport).where(col(DeviceReport.device_id) == device, col(DeviceReport.study_id) == study)
    ).first() or DeviceReport(device_id=device, study_id=study, waiting=[])
    found.reported_at = now()
    session.add(found)
    session.flush()


class Database:
    """The cell as it is kept in the tables; the interviews of one history are its own."""

    def __init__(self, session: Session, study: Study, devices: list[int], target: int) -> None:
        self._session, self._study, self._devices = session, study, dict(zip(DEVICES, devices, strict=True))
        _retargeted(session, study, target)
        self._key = session.exec(select(QuotaCell.id).where(col(QuotaCell.study_id) == study.id)).one() or 0
        self._first = next(_numbers) * 1_000_000
        self._turns: dict[int, int] = {}

    def cell(self) -> Cell:
        page = ledger.opened(self._session, self._study.id or 0)[self._key]
        places = self._session.exec(select(QuotaPlace.standing)).all()
        assert Counter(places) == Counter(within=page.cell.counted, over=page.cell.over)
        own = {device: number for number, device in self._devices.items()}
        leases = {own[device]: places for device, places in page.cell.leases.items()}
        return Cell(page.cell.target, page.cell.counted, page.cell.over, leases)

    def place(self, number, device):
        at = self._devices.get(device) if device else None
        came = Placing(UUID(int=self._first + number), at, None, {}, [], "complete")
        assert place(self._session, self._study.id or 0, [came]) == set()

    def settle(self, device, turn, said: Said):
        fresh = turn > self._turns.get(device, 0)
        self._turns[device] = max(turn, self._turns.get(device, 0))
        number = self._devices[device]
        _reported(self._session, number, self._study.id or 0)
        held = [Held(self._key, said.left, said.waiting)]
        found = lease.settle(
            self._session, self._session.get_one(Device, number), self._study, held, fresh=fresh
        )
        return found[0]["left"], found[0]["back"]

    def release(self, device):
        assert lease.outstanding(self._session, self._devices[device]) == self.cell().leases.get(device, 0)
        return lease.release(self._session, self._devices[device])

    def retarget(self, target):
        before = sum(self.cell().leases.values())
        _retargeted(self._session, self._study, target)
        return before - sum(self.cell().leases.values())


def test_the_proof_holds_for_what_is_kept_in_the_tables(engine, study, devices):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(target=st.integers(0, 8), history=st.binary(min_size=16, max_size=24))
    def property_of_the_issue(target, history):
        with Session(engine) as session:  # never committed: each history begins with an empty study
            world = lived(Database(session, session.get_one(Study, study.id), devices, target), history)
            session.rollback()
        assert world.interviews >= 0

    property_of_the_issue()


def test_devices_that_come_at_the_same_moment_never_get_a_place_twice(engine, study, devices):
    target, rounds = 20, 12
    with transaction(engine) as session:
        _retargeted(session, session.get_one(Study, study.id), target)
        key = session.exec(select(QuotaCell.id)).one() or 0

    def works(device: int) -> int:
        """One device: check in, finish some of what it may, send them; tells how many it finished."""
        draw, left, finished = random.Random(device), 0, 0  # noqa: S311 (no secret)
        for _round in range(rounds):
            with transaction(engine) as session:
                _reported(session, device, study.id)
                answer = lease.settle(
                    session, session.get_one(Device, device), session.get_one(Study, study.id),
                    [Held(key, left, 0)], fresh=True,
                )  # fmt: skip
            left = max(0, answer[0]["left"] - answer[0]["back"])
            made = draw.randint(0, min(left, 3))
            left, finished = left - made, finished + made
            sent = [
                Placing(UUID(int=draw.getrandbits(128)), device, None, {}, [], "complete")
                for _ in range(made)
            ]
            with transaction(engine) as session:
                place(session, study.id, sent)
            with reading(engine) as session:
                cell = session.get_one(QuotaCell, key)
                assert cell.over == 0
        return finished

    with ThreadPoolExecutor(len(devices)) as pool:
        finished = sum(pool.map(works, devices))
    with transaction(engine) as session:
        page = ledger.opened(session, study.id)[key]
        assert page.cell.over == 0
        assert page.cell.counted == finished
        assert page.cell.counted + sum(page.cell.leases.values()) <= target
    assert finished == target


def test_places_are_kept_for_tablets_of_this_week_but_not_for_those_of_long_ago_or_shut_out(
    engine, study, devices
):
    first, second, third = devices
    ago = {second: timedelta(days=3), third: timedelta(days=8)}
    with transaction(engine) as session:
        _retargeted(session, session.get_one(Study, study.id), 9)
        for device in devices:
            _reported(session, device, study.id)
        for report in session.exec(select(DeviceReport).where(col(DeviceReport.device_id).in_(ago))):
            report.reported_at = now() - ago[report.device_id]

    def asks(device: int, left: int = 0) -> int:
        with transaction(engine) as session:
            own = session.get_one(Device, device)
            key = session.exec(select(QuotaCell.id)).one() or 0
            at = session.get_one(Study, study.id)
            return lease.settle(session, own, at, [Held(key, left, 0)], fresh=True)[0]["left"]

    assert asks(first) == 5  # the rest is for the second; the third is not waited for
    with transaction(engine) as session:
        _reported(session, second, study.id)
    assert asks(second) == 4
    with transaction(engine) as session:
        lease.release(session, second)
        gone = session.get_one(Device, second)
        gone.revoked_at = now()
    assert asks(first, 5) == 9
