"""What a device puts on the line: one interview, or several in one message."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.frozen import Finished
from tests.survey.samples import content_digest


@dataclass(frozen=True, slots=True)
class Request:
    """A request of HTTP, as bytes."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """All of it."""
        return self.head + self.body


def put(interview: Finished, token: str) -> Request:
    """One interview."""
    return _request(
        f"PUT /api/v1/interviews/{interview.identity}",
        interview.sent,
        token,
        f"Wijkpeil-Number: {interview.number}\r\n" if interview.number else "",
    )


def batch(interviews: Sequence[Finished], token: str) -> Request:
    """Several interviews."""
    message = {
        "client": "faults",
        "device_time": "2026-11-02T10:06:30+01:00",
        "interviews": [
            {"id": str(one.identity), "digest": one.digest, "body": one.sent.decode()}
            | ({"number": one.number} if one.number else {})
            for one in interviews
        ],
    }
    return _request("POST /api/v1/interviews", json.dumps(message).encode(), token)


def ask(path: str, token: str) -> Request:
    """Look something up."""
    return _request(f"GET {path}", b"", token)


def _request(line: str, body: bytes, token: str, more: str = "") -> Request:
    head = (
        f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Digest: {content_digest(body)}\r\n{more}\r\n"
    )
    return Request(head.encode(), body)
