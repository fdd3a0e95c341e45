"""Synthetic interviews of 2 KB as requests: each with an identity and bytes of its own, made while they are sent."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

BYTES = 2048
_MARK = "0" * 32


def _written(body: dict[str, Any]) -> str:
    """As a tablet writes it: without blanks between the members."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


class Interviews:
    """Makes requests for one study and its questionnaire."""

    def __init__(self, slug: str, questionnaire: str, answers: dict[str, Any], key: str) -> None:
        body = {
            "study": slug,
            "questionnaire": questionnaire,
            "origin": "street",
            "mode": "interviewer",
            "language": "nl",
            "started_at": "2026-11-02T10:00:00+01:00",
            "completed_at": "2026-11-02T10:06:30+01:00",
            "answers": answers,
            "paradata": {
                "seed": 7,
                "interviewer": "Sam",
                "number": 1,
                "times": {"start": 3100},
                "note": _MARK,
            },
        }
        short = BYTES - len(_written(body))
        body["paradata"]["filler"] = "x" * max(short - len(',"filler":""'), 0)
        self._head, self._tail = (part.encode() for part in _written(body).split(_MARK))
        self._as_text = [json.dumps(part.decode())[1:-1].encode() for part in (self._head, self._tail)]
        self._lines = f"Host: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer {key}\r\n"

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """Interviews without end: the identity and the bytes."""
        while True:
            identity = uuid4()
            yield str(identity), self._head + identity.hex.encode() + self._tail

    def puts(self) -> Iterator[bytes]:
        """Requests without end, with one interview each."""
        for identity, body in self.bodies():
            digest = b64encode(hashlib.sha256(body).digest()).decode()
            yield (
                f"PUT /api/v1/interviews/{identity} HTTP/1.1\r\n{self._lines}"
                f"Content-Digest: sha-256=:{digest}:\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode() + body

    def batches(self, size: int) -> Iterator[bytes]:
        """Requests without end, with so many interviews each."""
        head, tail = self._as_text
        while True:
            made = []
            for identity, body in self.bodies():
                digest = hashlib.sha256(body).hexdigest()
                mark = body[len(self._head) : len(self._head) + len(_MARK)]
                made.append(
                    f'{{"id": "{identity}", "digest": "{digest}", "body": "'.encode()
                    + head
                    + mark
                    + tail
                    + b'"}'
                )
                if len(made) == size:
                    break
            message = b'{"client": "bench", "interviews": [' + b", ".join(made) + b"]}"
            yield (
                f"POST /api/v1/interviews HTTP/1.1\r\n{self._lines}Content-Length: {len(message)}\r\n\r\n"
            ).encode() + message
