"""Many devices at once, a server that is killed while they send, and the judgement over what is left."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from tests.faults.device import Device, finished
from tests.faults.server import Server

DEVICES = 8


@dataclass(frozen=True)
class Verdict:
    """What became of the interviews.

    Attributes:
        uploads: interviews that were sent, each with at least one fault.
        receipts: interviews for which a device holds a receipt.
        lost: receipts whose bytes the server does not count.
        double: how often an interview counts more than once.
        kills: how often the server was killed.
        faults: how often each fault happened.

    """

    uploads: int
    receipts: int
    lost: int
    double: int
    kills: int
    faults: dict[str, int]


def run(
    server: Server,
    uploads: int,
    kills: int,
    seed: int,
    believes: Callable[[dict[str, str]], bool] | None = None,
) -> Verdict:
    """Send `uploads` interviews from 8 devices, kill the server `kills` times on the way, and judge."""
    devices = [Device(server.port, seed + number) for number in range(DEVICES)]
    if believes:
        for device in devices:
            device.believes = believes
    threads = [
        Thread(target=_work, args=(device, uploads // DEVICES), name=f"device {device.seed}")
        for device in devices
    ]
    for thread in threads:
        thread.start()
    killed = _kill_on_the_way(server, devices, threads, uploads, kills)
    for thread in threads:
        thread.join()
    # Once more, after everybody was answered: what was promised must survive this too.
    server.kill()
    receipts = {identity: digest for device in devices for identity, digest in device.receipts.items()}
    kept = server.kept()
    return Verdict(
        uploads=uploads // DEVICES * DEVICES,
        receipts=len(receipts),
        lost=len(set(receipts.values()) - set(kept)),
        double=len(kept) - len(set(kept)),
        kills=killed,
        faults={name: sum(device.faulted[name] for device in devices) for name in devices[0].faulted},
    )


def _work(device: Device, uploads: int) -> None:
    dice = random.Random(device.seed)  # noqa: S311 (a draw that can be repeated, no secret)
    for _number in range(uploads):
        device.send(finished(dice), dice)
    device.hang_up()


def _kill_on_the_way(
    server: Server, devices: list[Device], threads: list[Thread], uploads: int, kills: int
) -> int:
    """Kill and start the server at even steps of progress, in the middle of whatever it does then."""
    pause, killed = Event(), 0
    while killed < kills and any(thread.is_alive() for thread in threads):
        pause.wait(0.01)
        done = sum(len(device.receipts) for device in devices)
        if done >= uploads * (killed + 1) / (kills + 1):
            server.kill()
            server.start()
            killed += 1
    return killed
