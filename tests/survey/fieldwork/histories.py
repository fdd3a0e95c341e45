"""A model of devices, a network that loses and doubles, and one cell of the quota: to try every history on.

A history is bytes, each a step: what happens, to which device, and with how much. The server is either the pure bookkeeping
or the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any, Protocol

from survey.fieldwork import cell as bookkeeping
from survey.fieldwork.cell import Cell, Said

DEVICES = (1, 2, 3)
ALGEBRA = SimpleNamespace(**vars(bookkeeping))


class Server(Protocol):
    """What keeps the cell."""

    def cell(self) -> Cell: ...
    def place(self, number: int, device: int | None) -> None: ...
    def settle(self, device: int, turn: int, said: Said) -> tuple[int, int]: ...
    def release(self, device: int) -> int: ...
    def retarget(self, target: int) -> int: ...


class InMemory:
    """The pure bookkeeping; `algebra` may be a broken copy of it."""

    def __init__(self, target: int, algebra: Any = ALGEBRA, expected: int = 0) -> None:
        self._cell, self._algebra, self._expected = Cell(target), algebra, expected
        self._placed: set[int] = set()
        self._turns: dict[int, int] = {}

    def cell(self) -> Cell:
        return self._cell

    def place(self, number: int, device: int | None) -> None:
        if number not in self._placed:
            self._placed.add(number)
            self._cell, _standing = self._algebra.place(self._cell, device)

    def settle(self, device: int, turn: int, said: Said) -> tuple[int, int]:
        fresh = turn > self._turns.get(device, 0)
        self._turns[device] = max(turn, self._turns.get(device, 0))
        among = set(self._turns) if fresh else None
        self._cell, left, back = self._algebra.settle(
            self._cell, device, said, fresh=fresh, among=among, expected=self._expected
        )
        return left, back

    def release(self, device: int) -> int:
        self._cell, taken = self._algebra.release(self._cell, device)
        return int(taken)

    def retarget(self, target: int) -> int:
        self._cell, cut = self._algebra.retarget(self._cell, target)
        return int(cut)


@dataclass
class Tablet:
    """One device, as it is told to work (`docs/fieldwork.md`)."""

    left: int = 0
    waiting: list[int] = field(default_factory=list)  # finished, without a receipt
    unplaced: set[int] = field(default_factory=set)  # finished, and not at the server yet
    turn: int = 0
    finished_since_report: int = 0
    forced: int = 0
    lost: int = 0  # places that were taken from it while it held them

    def finish(self, number: int) -> bool:
        """Finish an interview; tells whether it was one within what it may do."""
        self.waiting.append(number)
        self.unplaced.add(number)
        if self.left == 0:
            self.forced += 1
            return False
        self.left -= 1
        self.finished_since_report += 1
        return True

    def report(self) -> Said:
        self.turn += 1
        self.finished_since_report = 0
        return Said(self.left, len(self.waiting))

    def heed(self, turn: int, left: int, back: int) -> None:
        if turn == self.turn:
            self.left = max(0, left - self.finished_since_report)
            self.left -= min(back, self.left)


class World:
    """Everything together, with what must hold after each step."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tablets = {device: Tablet() for device in DEVICES}
        self.network: list[tuple[Any, ...]] = []
        self.numbers = count(1)
        self.interviews = self.direct = self.displaced = 0

    def step(self, byte: int, steps: Sequence["Step"]) -> None:
        """Let one thing happen."""
        rest, what = divmod(byte, len(steps))
        much, who = divmod(rest, len(DEVICES))
        steps[what](self, DEVICES[who], much)
        self.check()

    def finish(self, device: int, _much: int) -> None:
        self.interviews += 1
        self.tablets[device].finish(next(self.numbers))

    def finish_more(self, device: int, much: int) -> None:
        for _ in range(min(much, self.tablets[device].left)):
            self.finish(device, 0)

    def send(self, device: int, much: int) -> None:
        for number in self.tablets[device].waiting[: much + 1]:
            self.network.append(("interview", device, number))

    def check_in(self, device: int, _much: int) -> None:
        tablet = self.tablets[device]
        said = tablet.report()
        self.network.append(("report", device, tablet.turn, said))

    def deliver(self, _device: int, much: int, *, again: bool = False) -> None:
        if self.network:
            at = much % len(self.network)
            message = self.network[at] if again else self.network.pop(at)
            _ARRIVALS[message[0]](self, *message[1:])

    def deliver_and_keep(self, device: int, much: int) -> None:
        self.deliver(device, much, again=True)

    def deliver_all(self, _device: int = 0, _much: int = 0) -> None:
        while self.network:
            self.deliver(0, 0)

    def lose(self, _device: int, much: int) -> None:
        if self.network:
            self.network.pop(much % len(self.network))

    def upload_directly(self, _device: int, _much: int) -> None:
        self.interviews += 1
        self.direct += 1
        self.server.place(next(self.numbers), None)

    def release(self, device: int, _much: int) -> None:
        self.tablets[device].lost += self.server.release(device)

    def retarget(self, _device: int, much: int) -> None:
        before = self.server.cell()
        cut = self.server.retarget(much)
        after = self.server.cell()
        self.displaced += max(0, before.counted - much)
        for device in DEVICES:
            self.tablets[device].lost += before.leases.get(device, 0) - after.leases.get(device, 0)
        assert cut == sum(before.leases.values()) - sum(after.leases.values())

    def _interview(self, device: int, number: int) -> None:
        self.server.place(number, device)
        self.tablets[device].unplaced.discard(number)
        self.network.append(("receipt", device, number))

    def _receipt(self, device: int, number: int) -> None:
        if number in self.tablets[device].waiting:
            self.tablets[device].waiting.remove(number)

    def _report(self, device: int, turn: int, said: Said) -> None:
        left, back = self.server.settle(device, turn, said)
        self.network.append(("answer", device, turn, left, back))

    def _answer(self, device: int, turn: int, left: int, back: int) -> None:
        self.tablets[device].heed(turn, left, back)

    def check(self) -> None:
        """What holds after every step, of every history."""
        cell = self.server.cell()
        assert cell.target >= 0
        assert cell.counted >= 0
        assert cell.over >= 0
        assert all(places > 0 for places in cell.leases.values())
        assert cell.counted + sum(cell.leases.values()) <= cell.target
        assert cell.over == 0 or cell.free == 0
        released = sum(tablet.lost for tablet in self.tablets.values())
        forced = sum(tablet.forced for tablet in self.tablets.values())
        assert cell.over <= released + forced + self.direct + self.displaced
        for device, tablet in self.tablets.items():
            # Why that is so: what a device can still bring is in its lease, was taken from it, or was forced.
            assert tablet.left >= 0
            can_bring = tablet.left + len(tablet.unplaced)
            assert can_bring <= cell.leases.get(device, 0) + tablet.lost + tablet.forced

    def settle_down(self) -> None:
        """Let everything arrive and every device give back what it holds: then only the target decides."""
        self.deliver_all()
        for device, tablet in self.tablets.items():
            self.send(device, len(tablet.waiting))
            self.deliver_all()
            assert not tablet.waiting
        for tablet in self.tablets.values():
            tablet.left = 0
        for device in self.tablets:
            self.server.release(device)
            self.check()
        cell = self.server.cell()
        assert cell.counted + cell.over == self.interviews
        assert cell.counted == min(cell.target, self.interviews)


Step = Callable[[World, int, int], None]
# What happens when everybody keeps to the leases.
HONEST: tuple[Step, ...] = (
    World.finish_more, World.check_in, World.deliver_all, World.send, World.deliver, World.deliver_and_keep, World.lose,
)  # fmt: skip
EVERYTHING: tuple[Step, ...] = (
    *HONEST, World.finish_more, World.finish, World.upload_directly, World.retarget, World.release,
)  # fmt: skip
_ARRIVALS: dict[str, Callable[..., None]] = {
    "interview": World._interview,
    "receipt": World._receipt,
    "report": World._report,
    "answer": World._answer,
}


def lived(server: Server, history: bytes, steps: Sequence[Step] = EVERYTHING) -> World:
    """The world after these steps and after everything came to rest."""
    world = World(server)
    for byte in history:
        world.step(byte, steps)
    world.settle_down()
    return world
