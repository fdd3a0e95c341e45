"""Servers in processes of their own, to be killed without mercy and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from werkzeug.serving import make_server

from survey.app import create_app
from tests.faults.installation import Installation, install

_PATIENCE_SECONDS = 60
SERVE = ("survey.cli", "serve", "--no-worker")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """One server: how it is started, on what, and where it listens."""

    installation: Installation
    module: Sequence[str] = SERVE
    before: Sequence[str] = ()
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None
    _turn: Lock = field(default_factory=Lock)

    @property
    def environment(self) -> dict[str, str]:
        """The settings that it is started with."""
        return self.installation.environment

    @property
    def process_environment(self) -> dict[str, str]:
        """The same, with what the process needs besides."""
        return os.environ | self.environment

    @property
    def command(self) -> list[str]:
        """What is started."""
        return [*self.before, sys.executable, "-m", *self.module, "--port", str(self.port)]

    def start(self) -> float:
        """Start it and wait until it answers; gives the seconds that took."""
        begun = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            env=self.process_environment,
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
                with suppress(ProcessLookupError):  # it may have ended by itself
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                self._process = None
                self._gone()

    def kill_one_worker(self) -> None:
        """End one of its working processes; the server itself must start another one."""
        with self._turn:
            os.kill(self.processes()[1], signal.SIGKILL)

    def processes(self) -> list[int]:
        """The process that was started, and those that it started."""
        if self._process is None:
            return []
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [pid, *map(int, children)]

    def stop(self) -> int:
        """Ask it to end, as an operator or a new release does; gives its exit code."""
        with self._turn:
            if self._process is None:
                raise RuntimeError("the server does not run")
            self._process.send_signal(signal.SIGTERM)
            code = self._process.wait(_PATIENCE_SECONDS)
            self._process = None
            self._gone()
            return code

    def _gone(self) -> None:
        # A child may outlive its parent by a moment, and its door would be taken for that of the next server.
        while self._listens():
            time.sleep(0.005)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@dataclass
class InThisProcess:
    """The application behind a plain door in this process: for what needs no death of a process, and costs no start of one.

    Attributes:
        installation: what it works on.
        spoil: what is put around the application.
    """

    installation: Installation
    spoil: Callable[[Any], Any] = lambda application: application
    port: int = field(default_factory=free_port)

    def start(self) -> None:
        """Open the door."""
        self._app = create_app(self.installation.settings)
        self._app.wsgi_app = self.spoil(self._app.wsgi_app)  # type: ignore[method-assign]
        self._door = make_server("127.0.0.1", self.port, self._app, threaded=True)
        self._thread = Thread(target=self._door.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """Close the door and everything behind it."""
        self._door.shutdown()
        self._thread.join()
        self._door.server_close()
        self._app.extensions["wijkpeil.database"].dispose()


def wijkpeil(folder: Path) -> Server:
    """The real server as `wijkpeil serve` starts it, on SQLite, with the sample study published."""
    return Server(install(folder))
