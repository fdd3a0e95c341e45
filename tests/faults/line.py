"""A line to the server on which everything goes wrong."""

import random
import socket
import struct
import time
from contextlib import closing
from http.client import HTTPException, HTTPResponse
from threading import Thread

from tests.faults.request import Request

FAULTS = (
    "none",
    "dropped",
    "headers_only",
    "halved",
    "late",
    "answer_lost",
    "reset_in_the_answer",
    "twice_at_once",
    "overtaken",
    "bad_gateway",
    "bad_gateway_after_all",
    "portal",
)
Answer = tuple[int, bytes]
_PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n<h1>Welkom op gratis wifi</h1>"
)
_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
_PIECES, _LATE_SECONDS = 6, 0.003
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset


class Line:
    """One device's way to one port; keeps a connection between requests as long as nothing happens to it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._kept: socket.socket | None = None

    def send(self, fault: str, request: Request, dice: random.Random) -> Answer | None:
        """Send with this fault on the way; None when no answer came.

        Raises:
            OSError: the line broke.
            HTTPException: what came is no answer of HTTP.
        """
        answer: Answer | None = getattr(self, f"_{fault}")(request, dice)
        return answer

    def hang_up(self) -> None:
        """Close the connection that is kept between requests."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _none(self, request: Request, _dice: random.Random) -> Answer:
        if self._kept is None:
            self._kept = self._connect()
        self._kept.sendall(request.whole)
        with closing(HTTPResponse(self._kept)) as response:
            response.begin()
            answer = response.status, response.read()
            if response.will_close:
                self.hang_up()
            return answer

    def _dropped(self, _request: Request, _dice: random.Random) -> None:
        with self._connect():
            return

    def _headers_only(self, request: Request, _dice: random.Random) -> None:
        with self._connect() as line:
            line.sendall(request.head)

    def _halved(self, request: Request, dice: random.Random) -> None:
        with self._connect() as line:
            line.sendall(request.whole[: -dice.randint(1, len(request.body))])

    def _late(self, request: Request, _dice: random.Random) -> Answer:
        """A trickle: the server waits for each piece."""
        whole = request.whole
        size = len(whole) // _PIECES + 1
        with self._connect() as line:
            for start in range(0, len(whole), size):
                line.sendall(whole[start : start + size])
                time.sleep(_LATE_SECONDS)
            return _answer(line)

    def _answer_lost(self, request: Request, dice: random.Random) -> None:
        with self._connect() as line:
            line.sendall(request.whole)
            if dice.random() < 0.5:
                _answer(line)  # it was on its way: the server has committed, and the device never knows

    def _reset_in_the_answer(self, request: Request, dice: random.Random) -> None:
        with self._connect() as line:
            line.sendall(request.whole)
            line.recv(dice.randint(1, 60))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)

    def _twice_at_once(self, request: Request, dice: random.Random) -> Answer:
        other = Thread(target=self._quietly, args=(request,))
        other.start()
        try:
            return self._none(request, dice)
        finally:
            other.join()

    def _overtaken(self, request: Request, _dice: random.Random) -> Answer:
        """The device gave up and sent anew; the first request arrives after all, when the second one was answered."""
        whole = request.whole
        with self._connect() as first:
            first.sendall(whole[:-1])
            with self._connect() as second:
                second.sendall(whole)
                _answer(second)
            first.sendall(whole[-1:])
            return _answer(first)

    def _bad_gateway(self, _request: Request, _dice: random.Random) -> Answer:
        return _from(_GATEWAY)

    def _bad_gateway_after_all(self, request: Request, dice: random.Random) -> Answer:
        """The server has it; a proxy in between says that it failed."""
        self._none(request, dice)
        return _from(_GATEWAY)

    def _portal(self, _request: Request, _dice: random.Random) -> Answer:
        return _from(_PORTAL)

    def _quietly(self, request: Request) -> None:
        try:
            with self._connect() as line:
                line.sendall(request.whole)
                _answer(line)
        except (OSError, HTTPException):
            return  # the one that it runs beside decides

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


def _answer(line: socket.socket) -> Answer:
    with closing(HTTPResponse(line)) as response:
        response.begin()
        return response.status, response.read()


def _from(answer: bytes) -> Answer:
    """What the device reads when something between it and the server answers."""
    near, far = socket.socketpair()
    with near, far:
        far.sendall(answer)
        far.shutdown(socket.SHUT_WR)
        return _answer(near)
