"""Many devices at once, servers to which things happen while they send, and the judgement over what is left."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from tests.faults.device import Device
from tests.faults.evidence import everywhere
from tests.faults.installation import is_signed
from tests.faults.server import InThisProcess, Server
from tests.faults.tablet import Tablet
from tests.faults.verdict import Verdict, judge

Mishap = Callable[[Any], None]
"""What happens to a server; its name stands in the verdict."""


@dataclass
class Load:
    """What is sent, to whom, and what happens meanwhile.

    Attributes:
        servers: one or more, all on one database.
        uploads: how many interviews, over all devices.
        seed: what everything is drawn from.
        mishaps: what happens to a server now and then, in turn.
        between: how long nothing happens to it, in seconds.
        tablet: the disk of a device; the controls give another one.
        stops: how often a device stops at a step.
        most: how often something happens at most.
        is_wary: whether devices seal, and check what signed a receipt.
    """

    servers: Sequence[Server | InThisProcess]
    uploads: int
    seed: int
    mishaps: Sequence[Mishap] = ()
    between: tuple[float, float] = (1.0, 3.0)
    tablet: type[Tablet] = Tablet
    stops: float = 0.002
    most: int = 1_000_000
    is_wary: bool = True
    happened: dict[str, int] = field(default_factory=dict)

    def run(self, work: Path) -> Verdict:
        """Send, let it happen, wait until every device has its receipts, kill everything once more, and judge."""
        installation = self.servers[0].installation
        ports = [server.port for server in self.servers]
        devices = [
            Device(
                ports[number % len(ports) :] + ports[: number % len(ports)],
                token,
                self.seed + number,
                installation.key if self.is_wary else None,
                is_signed if self.is_wary else (lambda _receipt: True),
                self.tablet(),
                self.stops,
            )
            for number, token in enumerate(installation.tokens)
        ]
        begun = time.monotonic()
        self._send(devices)
        seconds = time.monotonic() - begun
        # Once more, after everybody was answered: what was promised must survive this too.
        for server in self.servers:
            server.kill()
        self.servers[0].start()
        places = everywhere(installation, self.servers[0].port, work)
        return judge(devices, places, **self.happened, seconds=round(seconds, 1))

    def _send(self, devices: Sequence[Device]) -> None:
        failed: list[BaseException] = []

        def work(device: Device) -> None:
            try:
                device.work(-(-self.uploads // len(devices)))
            except BaseException as error:  # noqa: BLE001 (a thread that dies in silence would look like a finished one)
                failed.append(error)

        threads = [Thread(target=work, args=(device,)) for device in devices]
        for thread in threads:
            thread.start()
        dice = random.Random(self.seed)  # noqa: S311 (a draw that can be repeated, no secret)
        turn = 0
        while any(thread.is_alive() for thread in threads):
            until = time.monotonic() + dice.uniform(*self.between)
            while time.monotonic() < until and any(thread.is_alive() for thread in threads):
                time.sleep(0.02)
            if self.mishaps and turn < self.most and any(thread.is_alive() for thread in threads):
                mishap = self.mishaps[turn % len(self.mishaps)]
                mishap(dice.choice(self.servers))
                self.happened[mishap.__name__] = self.happened.get(mishap.__name__, 0) + 1
                turn += 1
        if failed:
            raise failed[0]
