"""The real server, spoiled on purpose: the controls which show that the harness can turn red.

Started as `python -m tests.faults.sabotage KIND serve ...`. The product knows nothing of it: what is spoiled is put around
the application in this process, or changed in the database before it starts.
"""

import base64
import hashlib
import io
import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any
from uuid import uuid4

from flask import Flask

import survey.app
from survey import cli, signing
from survey.collection.receipt import message
from tests.faults.installation import SECRET

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_LATER_SECONDS = 0.3
_WHERE = re.compile(r"/api/v1/interviews(?:/([0-9a-f-]+))?$")
_MOMENT = "2026-11-22T10:00:00.000000Z"


def receipt_before_commit(application: Application) -> Application:
    """Acknowledges what it heard at once, and works a little later."""
    waiting: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def work() -> None:
        while True:
            time.sleep(_LATER_SECONDS)
            while not waiting.empty():
                b"".join(application(waiting.get(), lambda *_: None))

    def spoiled(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        where = _WHERE.search(environ["PATH_INFO"])
        if where is None or environ["REQUEST_METHOD"] == "GET":
            return application(environ, start)
        body = _whole(environ)
        if len(body) == int(environ["CONTENT_LENGTH"]):
            waiting.put({**environ, "wsgi.input": io.BytesIO(body)})
            if not spoiled.threads:  # type: ignore[attr-defined]
                spoiled.threads.append(Thread(target=work, daemon=True))  # type: ignore[attr-defined]
                spoiled.threads[0].start()  # type: ignore[attr-defined]
        if where[1]:
            said: Any = _receipt(where[1], body)
        else:
            each = json.loads(body)["interviews"]
            results = [
                {"id": one["id"], "status": 201, "receipt": _receipt(one["id"], one["body"].encode())}
                for one in each
            ]
            said = {"results": results}
        start("201 CREATED" if where[1] else "200 OK", [("Content-Type", "application/json")])
        return [json.dumps(said).encode()]

    spoiled.threads = []  # type: ignore[attr-defined]
    return spoiled


def server_made_id(application: Application) -> Application:
    """Keeps every message under an identity of its own, and says the one that was sent."""

    def spoiled(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        where = _WHERE.search(environ["PATH_INFO"])
        if where is None or environ["REQUEST_METHOD"] == "GET":
            return application(environ, start)
        body, back = _whole(environ), {}

        def other(identity: str) -> str:
            fresh = str(uuid4())
            back[fresh] = identity
            return fresh

        if where[1]:
            environ["PATH_INFO"] = f"/api/v1/interviews/{other(where[1])}"
        elif len(body) == int(environ["CONTENT_LENGTH"]):
            told = json.loads(body)
            for one in told["interviews"]:
                one["id"] = other(one["id"])
            body = json.dumps(told).encode()
            environ["CONTENT_LENGTH"] = str(len(body))
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            environ["HTTP_CONTENT_DIGEST"] = f"sha-256=:{digest}:"
        started: list[Any] = []
        said = b"".join(
            application({**environ, "wsgi.input": io.BytesIO(body)}, lambda *all_: started.extend(all_))
        )
        text = said.decode()
        for fresh, sent in back.items():
            text = text.replace(fresh, sent)
        start(started[0], [(name, value) for name, value in started[1] if name.lower() != "content-length"])
        return [text.encode()]

    return spoiled


KINDS = {each.__name__: each for each in (receipt_before_commit, server_made_id)}


def drop_keys(database: Path) -> None:
    """Make the tables of an SQLite database anew without the keys that let an interview in once."""
    with closing(sqlite3.connect(database)) as connection:
        for table in ("interview", "submission"):
            [made] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
            kept = re.sub(
                r",\s*CONSTRAINT \w+ (?:UNIQUE|PRIMARY KEY) \((?:interview_id, digest|submission_id|id)\)",
                "",
                made,
            )
            kept = (
                kept
                if table == "interview"
                else kept.replace("id INTEGER NOT NULL", "id INTEGER PRIMARY KEY", 1)
            )
            connection.execute(f"DROP TABLE {table}")
            connection.execute(kept)
        connection.commit()


def _whole(environ: dict[str, Any]) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    return body


def _receipt(identity: str, body: bytes) -> dict[str, str]:
    digest = hashlib.sha256(body).hexdigest()
    signature = signing.sign(SECRET, message(identity, digest, _MOMENT))
    return {"id": identity, "digest": digest, "received_at": _MOMENT, "signature": signature}


def main() -> None:
    """Serve, spoiled."""
    kind, *rest = sys.argv[1:]
    whole = survey.app.create_app

    def create_app() -> Flask:
        app = whole()
        app.wsgi_app = KINDS[kind](app.wsgi_app)  # type: ignore[method-assign]
        return app

    survey.app.create_app = create_app  # type: ignore[assignment]
    cli.main(rest)


if __name__ == "__main__":
    main()
