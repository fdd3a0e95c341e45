"""A device that sends interviews over a line on which everything goes wrong, and believes only a receipt."""

import json
import random
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from threading import Thread
from uuid import UUID

from tests.survey.samples import ANSWERS, body, content_digest
from tests.survey.staff import KEY

FAULTS = (
    "none",
    "dropped",
    "headers_only",
    "halved",
    "answer_lost",
    "twice_at_once",
    "portal",
    "bad_gateway",
)
_PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n<h1>Welkom op gratis wifi</h1>"
)
_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
_PAUSE_SECONDS = 0.02
_MOST_ATTEMPTS = 5_000


@dataclass
class Finished:
    """An interview on the device: its identity and its bytes, frozen before the first attempt."""

    identity: UUID
    sent: bytes
    digest: str

    @property
    def request(self) -> bytes:
        """The whole request."""
        head = (
            f"PUT /api/v1/interviews/{self.identity} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self.sent)}\r\n"
            f"Authorization: Bearer {KEY}\r\nContent-Digest: {content_digest(self.sent)}\r\n\r\n"
        )
        return head.encode() + self.sent


@dataclass
class Device:
    """Sends its interviews one by one, each until its receipt is there.

    Attributes:
        port: where the server listens.
        seed: what its faults and its interviews are drawn from.
        believes: judges a receipt, for example by its signature.
        receipts: identity to digest: the interviews that it would now delete.
        faulted: how often each fault happened.

    """

    port: int
    seed: int
    believes: Callable[[dict[str, str]], bool] = lambda _receipt: True
    receipts: dict[str, str] = field(default_factory=dict)
    faulted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    _line: socket.socket | None = None

    def send(self, interview: Finished, dice: random.Random) -> None:
        """Send until there is a receipt; the first attempt always meets a fault."""
        for attempt in range(_MOST_ATTEMPTS):
            fault = dice.choice(FAULTS[1:]) if attempt == 0 else dice.choices(FAULTS, [20, *[1] * 7])[0]
            self.faulted[fault] += 1
            try:
                answer = getattr(self, f"_{fault}")(interview, dice)
                if answer is not None and self._is_receipt(answer, interview):
                    self.receipts[str(interview.identity)] = interview.digest
                    return
            except ValueError:
                continue  # a page of somebody else: the line itself is fine
            except (OSError, HTTPException):
                self.hang_up()
                time.sleep(_PAUSE_SECONDS * min(attempt + 1, 10))
        raise AssertionError(f"no receipt after {_MOST_ATTEMPTS} attempts")

    def _is_receipt(self, answer: tuple[int, bytes], interview: Finished) -> bool:
        status, text = answer
        if status not in {200, 201}:
            return False
        receipt = json.loads(text)
        same = (receipt["id"], receipt["digest"]) == (str(interview.identity), interview.digest)
        return same and self.believes(receipt)

    def _none(self, interview: Finished, _dice: random.Random) -> tuple[int, bytes]:
        if self._line is None:
            self._line = self._connect()
        self._line.sendall(interview.request)
        return _answer(self._line)

    def _dropped(self, _interview: Finished, _dice: random.Random) -> None:
        with self._connect():
            return

    def _headers_only(self, interview: Finished, _dice: random.Random) -> None:
        self._cut(interview.request[: -len(interview.sent)])

    def _halved(self, interview: Finished, dice: random.Random) -> None:
        self._cut(interview.request[: -dice.randint(1, len(interview.sent))])

    def _answer_lost(self, interview: Finished, dice: random.Random) -> None:
        with self._connect() as line:
            line.sendall(interview.request)
            if dice.random() < 0.5:
                _answer(line)  # it was on its way: the server has committed, and the device never knows

    def _twice_at_once(self, interview: Finished, _dice: random.Random) -> tuple[int, bytes]:
        def other() -> None:
            try:
                with self._connect() as line:
                    line.sendall(interview.request)
                    _answer(line)
            except (OSError, HTTPException):
                return  # the first one decides

        thread = Thread(target=other)
        thread.start()
        try:
            return self._none(interview, _dice)
        finally:
            thread.join()

    def _portal(self, _interview: Finished, _dice: random.Random) -> tuple[int, bytes]:
        return _from(_PORTAL)

    def _bad_gateway(self, _interview: Finished, _dice: random.Random) -> tuple[int, bytes]:
        return _from(_GATEWAY)

    def _cut(self, part: bytes) -> None:
        with self._connect() as line:
            line.sendall(part)

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def hang_up(self) -> None:
        """Close the line that is kept open between requests."""
        if self._line is not None:
            self._line.close()
            self._line = None


def finished(dice: random.Random) -> Finished:
    """A new interview; no two have the same bytes."""
    identity = UUID(int=dice.getrandbits(128), version=4)
    sent = body(answers=ANSWERS | {"remark": f"nummer {identity}"}, paradata={"seed": dice.getrandbits(32)})
    return Finished(identity, sent, sha256(sent).hexdigest())


def _answer(line: socket.socket) -> tuple[int, bytes]:
    with closing(HTTPResponse(line)) as response:
        response.begin()
        return response.status, response.read()


def _from(answer: bytes) -> tuple[int, bytes]:
    """What the device reads when something between it and the server answers."""
    near, far = socket.socketpair()
    with near, far:
        far.sendall(answer)
        far.shutdown(socket.SHUT_WR)
        return _answer(near)
