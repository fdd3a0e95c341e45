"""The model of the whole fieldwork: what the server must have, told by what was sent and nothing else."""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from sqlmodel import Session, col, select

from survey.collection.tables import Interview, Submission
from tests.faults.frozen import Finished, Key
from tests.survey.samples import content_digest


@dataclass
class Model:
    """What came at the server.

    Attributes:
        first: of each interview the digest of the body that came first.
        bodies: all bodies that came.
    """

    first: dict[str, str] = field(default_factory=dict)
    bodies: set[Key] = field(default_factory=set)

    def take(self, interview: Finished) -> int:
        """Let this body come; gives the status that it must get."""
        identity, digest = interview.key
        status = 200 if identity in self.first else 201
        self.first.setdefault(identity, digest)
        self.bodies.add(interview.key)
        return status if self.first[identity] == digest else 409

    def check(self, session: Session) -> None:
        """Compare with the database: one row for each interview with its first digest, and every body as it was sent."""
        ids = [UUID(identity) for identity in self.first]
        counted = session.exec(select(Interview.id, Interview.digest).where(col(Interview.id).in_(ids))).all()
        assert sorted((str(one), digest) for one, digest in counted) == sorted(self.first.items())
        kept = session.exec(
            select(Submission.interview_id, Submission.body).where(col(Submission.interview_id).in_(ids))
        ).all()
        came = [(str(one), hashlib.sha256(body).hexdigest()) for one, body in kept]
        assert sorted(came) == sorted(self.bodies)

    def add(self, other: "Model") -> None:
        """Go on with another history in the same database."""
        self.first |= other.first
        self.bodies |= other.bodies


Said = tuple[int, Any]


def put(app: Flask, interview: Finished, token: str, device_time: str) -> Said:
    """One interview, straight into the application."""
    return _ask(app, "PUT", f"/api/v1/interviews/{interview.identity}", interview.sent, token, device_time)


def batch(app: Flask, interviews: Sequence[Finished], token: str, device_time: str) -> Said:
    """Several in one message."""
    each = [
        {
            "id": str(one.identity),
            "digest": one.digest,
            "number": one.number or None,
            "body": one.sent.decode(),
        }
        for one in interviews
    ]
    message = {"client": "faults", "device_time": device_time, "interviews": each}
    return _ask(app, "POST", "/api/v1/interviews", json.dumps(message).encode(), token, device_time)


def results(said: Said, number: int) -> Iterable[Said]:
    """What a batch said of each."""
    status, told = said
    if status != 200:
        return [said] * number
    return [(one["status"], one.get("receipt") or one.get("problem")) for one in told["results"]]


def _ask(app: Flask, method: str, path: str, body: bytes, token: str, device_time: str) -> Said:
    """What a web server would call, without one: thousands of histories have no time for sockets."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_CONTENT_DIGEST": content_digest(body),
        "HTTP_WIJKPEIL_DEVICE_TIME": device_time,
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    started: list[str] = []
    said = b"".join(app(environ, lambda status, _headers, _error=None: started.append(status)))  # type: ignore[arg-type,return-value]
    return int(started[0][:3]), json.loads(said)
