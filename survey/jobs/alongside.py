"""A worker beside the server: started with it, started again when it crashes, ended with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_SECONDS = 20
_SECONDS_BEFORE_AGAIN = 2


@contextmanager
def worker_alongside() -> Iterator[None]:
    """Have a worker for as long as this lasts."""
    ending = threading.Event()
    current: list[subprocess.Popen[bytes]] = [_start()]

    def keep() -> None:
        while True:
            current[0].wait()
            if ending.wait(_SECONDS_BEFORE_AGAIN):
                return
            current[0] = _start()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        current[0].terminate()
        keeper.join(_PATIENCE_SECONDS)
        current[0].kill()  # does nothing when it has ended


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "survey.cli", "work", "--beside", str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)
