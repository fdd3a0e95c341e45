"""Servers in processes of their own, to be killed without mercy and started again."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from survey import migrate
from survey.database import connect, transaction
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES

_PATIENCE_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """One server: how it is started, where it listens, and what its database says that it keeps."""

    command: Sequence[str]
    database: Path
    query: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None
    _turn: Lock = field(default_factory=Lock)

    def start(self) -> float:
        """Start it and wait until it answers; gives the seconds that took."""
        begun = time.monotonic()
        self._process = subprocess.Popen(
            [*self.command, "--port", str(self.port)],
            env=os.environ | self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() - begun > _PATIENCE_SECONDS:
                raise RuntimeError(f"the server did not start: {self._process.poll()}")
            time.sleep(0.01)
        return time.monotonic() - begun

    def kill(self) -> None:
        """End it and all that it started with SIGKILL: nothing of it can tidy up."""
        with self._turn:
            if self._process is not None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                self._process = None

    def kept(self) -> list[str]:
        """The digests of all interviews that the database counts, each as often as it counts."""
        with closing(sqlite3.connect(self.database)) as connection:
            return [row[0] for row in connection.execute(self.query)]

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def wijkpeil(folder: Path) -> Server:
    """The real server as `wijkpeil serve` starts it, on SQLite, with the sample study published."""
    database = folder / "wijkpeil.sqlite"
    engine = connect(f"sqlite:///{database}")
    migrate.upgrade(engine)
    with transaction(engine) as session:
        version = publish(session, "proef", QUESTIONNAIRE, areas=AREAS, waves=WAVES)
        staff.program(session, session.get_one(Study, version.study_id))
    engine.dispose()
    return Server(
        [sys.executable, "-m", "survey.cli", "serve", "--no-worker"],
        database,
        "SELECT digest FROM interview",
        {
            "WIJKPEIL_DATA_DIR": str(folder),
            "WIJKPEIL_SECRET_KEY": "a made-up secret for the faults",
            "PYTHONDONTWRITEBYTECODE": "",  # it starts many times, so compiling once is enough
        },
    )


def bad(folder: Path, kind: str) -> Server:
    """One of the two bad servers that the harness must find out; see `bad_servers`."""
    database = folder / "bad.sqlite"
    return Server(
        [sys.executable, "-m", "tests.faults.bad_servers", kind, "--database", str(database)],
        database,
        "SELECT digest FROM interview",
    )
