"""No interview over quota that a lease did not allow: tried on 2,000 histories, and on broken copies that must fail."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from survey.fieldwork import cell as bookkeeping
from survey.fieldwork.cell import Cell, Said
from tests.survey.fieldwork import histories
from tests.survey.fieldwork.histories import ALGEBRA, InMemory, Tablet, lived

HISTORIES = 2_000
_HISTORY = st.binary(min_size=16, max_size=60)
_EXPECTED = st.integers(0, 4)
_NO_DEADLINE = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@settings(_NO_DEADLINE, max_examples=HISTORIES)
@given(target=st.integers(0, 8), history=_HISTORY, expected=_EXPECTED)
def test_overshoot_is_bounded_by_the_leases_outstanding_with_concurrent_devices(target, history, expected):
    """The line of the issue: `World.check` holds after each step, `World.settle_down` at the end."""
    lived(InMemory(target, expected=expected), history)


@settings(_NO_DEADLINE, max_examples=300)
@given(target=st.integers(0, 8), history=_HISTORY, expected=_EXPECTED)
def test_devices_that_keep_to_their_leases_never_make_an_interview_over_quota(target, history, expected):
    """In these nobody takes a place from a device, forces an interview or uploads past the devices."""
    world = lived(InMemory(target, expected=expected), history, histories.HONEST)
    assert world.server.cell().over == 0


def test_two_devices_that_check_in_share_the_open_places():
    world = histories.World(InMemory(6))
    for device in (1, 2):
        world.check_in(device, 0)
        world.deliver_all()
    first, second = world.tablets[1], world.tablets[2]
    assert (first.left, second.left) == (6, 0)
    # At its next check-in the first hears that three are asked back; then it says so, and the second gets them.
    for device in (1, 1, 2):
        world.check_in(device, 0)
        world.deliver_all()
        world.check()
    assert (first.left, second.left) == (3, 3)


@given(target=st.integers(0, 60), expected=st.integers(0, 60))
def test_the_first_of_the_day_leaves_the_part_of_those_who_may_come_but_never_more_than_half(
    target, expected
):
    cell, left, _back = bookkeeping.settle(Cell(target), 1, Said(), fresh=True, among={1}, expected=expected)
    fair = -(-target // (1 + expected))
    assert left == max(fair, -(-target // 2))
    # Who asks again without having worked gets nothing more.
    again, still, back = bookkeeping.settle(cell, 1, Said(left), fresh=True, among={1}, expected=expected)
    assert (again, still, back) == (cell, left, 0)


@given(target=st.integers(0, 60), expected=st.integers(0, 60))
def test_those_who_never_come_keep_nothing_from_one_who_goes_on_working(target, expected):
    cell, times = Cell(target), 0
    while cell.free:
        cell, left, _back = bookkeeping.settle(cell, 1, Said(), fresh=True, among={1}, expected=expected)
        for _ in range(left):
            cell, standing = bookkeeping.place(cell, 1)
            assert standing == "within"
        times += 1
    assert cell.counted == target
    assert times <= target.bit_length()  # each time half of what is left, at least


@given(target=st.integers(0, 60), devices=st.integers(1, 8))
def test_when_all_came_for_their_part_everything_is_given_out_and_nobody_has_less_than_a_fair_one(
    target, devices
):
    cell, lefts = Cell(target), dict.fromkeys(range(devices), 0)
    waves = [*range(1, devices + 1), *[devices] * 2 * devices]  # they come one by one, then all come back
    for here in waves:
        for device in range(here):
            cell, left, back = bookkeeping.settle(
                cell, device, Said(lefts[device]), fresh=True, among={*range(here)}, expected=devices - here
            )
            lefts[device] = left - min(back, left)
    assert cell.free == 0
    assert sum(lefts.values()) == target
    assert min(lefts.values()) >= target // devices


def _with(**broken: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(ALGEBRA), **broken})


def _takes_no_lease(cell: Cell, _device: int | None) -> tuple[Cell, str]:
    return bookkeeping.replace(cell, counted=cell.counted + 1), "within"


def _trusts_a_report(cell: Cell, device: int, said: Said, *, fresh: bool, among: Any, expected: int) -> Any:
    raised = bookkeeping._leasing(cell, device, said.left + said.waiting) if fresh else cell
    return bookkeeping.settle(raised, device, said, fresh=fresh, among=among, expected=expected)


def _heeds_reports_that_come_twice(
    cell: Cell, device: int, said: Said, *, fresh: bool, among: Any, expected: int
) -> Any:
    return bookkeeping.settle(cell, device, said, fresh=True, among=among, expected=expected)


def _gives_everybody_the_same(
    cell: Cell, device: int, said: Said, *, fresh: bool, among: Any, expected: int
) -> Any:
    each = cell.target // len(histories.DEVICES) + 1
    return bookkeeping._leasing(cell, device, each), each, 0


def _keeps_leases_when_the_target_falls(cell: Cell, target: int) -> tuple[Cell, int]:
    return bookkeeping.replace(cell, target=target, counted=min(cell.counted, target)), 0


def _forgets_who_stands_over(cell: Cell, device: int) -> tuple[Cell, int]:
    return bookkeeping._leasing(cell, device, 0), cell.leases.get(device, 0)


class _TakesAnAnswerAsItIs(Tablet):
    """Interviews that it finished while the answer was under way are given a second time."""

    def heed(self, turn: int, left: int, back: int) -> None:
        self.finished_since_report = 0
        super().heed(turn, left, back)


class _HeedsEveryAnswer(Tablet):
    def heed(self, turn: int, left: int, back: int) -> None:
        super().heed(self.turn if turn else turn, left, back)


_BROKEN = {
    "an interview counts whatever is free": (_with(place=_takes_no_lease), Tablet),
    "a report raises a lease": (_with(settle=_trusts_a_report), Tablet),
    "a report that comes twice is heeded twice": (_with(settle=_heeds_reports_that_come_twice), Tablet),
    "every device gets the same, free or not": (_with(settle=_gives_everybody_the_same), Tablet),
    "a lower target leaves the leases": (_with(retarget=_keeps_leases_when_the_target_falls), Tablet),
    "free places pass by who waits for one": (_with(release=_forgets_who_stands_over), Tablet),
    "a device forgets what it finished meanwhile": (ALGEBRA, _TakesAnAnswerAsItIs),
    "a device heeds an answer to an older turn": (ALGEBRA, _HeedsEveryAnswer),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_the_property_turns_red_on_a_broken_copy(name, monkeypatch):
    algebra, tablet = _BROKEN[name]
    monkeypatch.setattr(histories, "Tablet", tablet)

    @settings(_NO_DEADLINE, max_examples=HISTORIES, database=None, phases=[Phase.generate])
    @given(target=st.integers(0, 8), history=_HISTORY)
    def property_of_the_issue(target, history):
        lived(InMemory(target, algebra), history)

    with pytest.raises(AssertionError):
        property_of_the_issue()
