"""A load of requests over lines that stay open, by one process: what it costs itself is measured too."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_AT_ONCE = 65_536


@dataclass
class Load:
    """What came of it.

    Attributes:
        seconds: how long it took.
        cpu_seconds: what this process used.
        latencies: of each request, in seconds.
        statuses: how often each status came.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def per_second(self, each: int = 1) -> float:
        """Interviews per second, when a request holds `each` of them."""
        return len(self.latencies) * each / self.seconds

    def at(self, per_cent: int) -> float:
        """The latency, in milliseconds, that this share of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) * per_cent // 100, len(ordered) - 1)] * 1000


class _Line:
    """One client: sends its next request when the last one was answered."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.begun = 0.0
        self.came = b""

    def send(self, *, until: float) -> bool:
        request = None if until and time.perf_counter() > until else next(self.requests, None)
        if request is None:
            return False
        self.begun, self.came = time.perf_counter(), b""
        self.socket.sendall(request)
        return True

    def receive(self) -> int | None:
        """The status, when the whole answer is there."""
        part = self.socket.recv(_AT_ONCE)
        if not part:
            raise ConnectionError("the server hung up")
        self.came += part
        head, found, body = self.came.partition(b"\r\n\r\n")
        if not found:
            return None
        at = head.lower().index(b"content-length:") + len(b"content-length:")
        length = int(head[at:].split(b"\r\n", 1)[0])
        return int(head[9:12]) if len(body) >= length else None


def send(port: int, requests: Iterable[bytes], clients: int, seconds: float = 0.0) -> Load:
    """Send the requests, each once, from so many clients at once; stop after `seconds` when that is not 0."""
    made, waiting = Load(), iter(requests)
    lines = [_Line(port, waiting) for _ in range(clients)]
    with selectors.DefaultSelector() as selector:
        begun, busy = time.perf_counter(), time.process_time()
        until = begun + seconds if seconds else 0.0
        open_lines = 0
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            open_lines += line.send(until=until)
        while open_lines:
            for key, _events in selector.select():
                line = key.data
                status = line.receive()
                if status is None:
                    continue
                made.latencies.append(time.perf_counter() - line.begun)
                made.statuses[status] = made.statuses.get(status, 0) + 1
                if not line.send(until=until):
                    open_lines -= 1
        made.seconds, made.cpu_seconds = time.perf_counter() - begun, time.process_time() - busy
    for line in lines:
        line.socket.close()
    return made
