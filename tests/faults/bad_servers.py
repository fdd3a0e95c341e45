"""Two servers that look right and are not: the controls which show that the harness can turn red.

`acknowledge` gives the receipt first and writes a little later. `own-id` gives every request an identity of its own.
"""

import argparse
import hashlib
import json
import sqlite3
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

_LATER_SECONDS = 0.05
_TABLE = "CREATE TABLE IF NOT EXISTS interview (id TEXT PRIMARY KEY, digest TEXT NOT NULL)"


class Receiver(BaseHTTPRequestHandler):
    """Takes a PUT and answers with a receipt."""

    protocol_version = "HTTP/1.1"
    kind: ClassVar[str]
    database: ClassVar[str]
    waiting: ClassVar[list[tuple[str, str]]] = []
    turn: ClassVar[threading.Lock] = threading.Lock()

    def do_PUT(self) -> None:
        """Keep the body in the wrong way."""
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        identity, digest = self.path.rpartition("/")[2], hashlib.sha256(body).hexdigest()
        if self.kind == "acknowledge":
            with self.turn:
                self.waiting.append((identity, digest))
        else:
            with self.turn:
                write(self.database, [(str(uuid.uuid4()), digest)])
        receipt = json.dumps({"id": identity, "digest": digest}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(receipt)))
        self.end_headers()
        self.wfile.write(receipt)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def write(database: str, rows: list[tuple[str, str]]) -> None:
    """Commit these rows."""
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(_TABLE)
        connection.executemany("INSERT OR IGNORE INTO interview VALUES (?, ?)", rows)
    connection.close()


def write_later() -> None:
    """Now and then write what was acknowledged."""
    while True:
        time.sleep(_LATER_SECONDS)
        with Receiver.turn:
            rows, Receiver.waiting[:] = list(Receiver.waiting), []
        write(Receiver.database, rows)


def main() -> None:
    """Serve until killed."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("kind", choices=["acknowledge", "own-id"])
    arguments.add_argument("--database", required=True)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    Receiver.kind, Receiver.database = given.kind, given.database
    write(given.database, [])
    threading.Thread(target=write_later, daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", given.port), Receiver).serve_forever()


if __name__ == "__main__":
    main()
