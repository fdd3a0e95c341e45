"""A worker beside the server: begun again when it crashes, ended with the server."""

import os
import signal
import subprocess
import sys
import time

import pytest

from survey.jobs import alongside

_PATIENCE_SECONDS = 20


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_crashes_is_begun_again_and_ends_with_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        begun.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]))
        return begun[-1]

    monkeypatch.setattr(alongside, "_start", start)
    monkeypatch.setattr(alongside, "_SECONDS_BEFORE_AGAIN", 0.05)
    with alongside.worker_alongside():
        os.kill(begun[0].pid, signal.SIGKILL)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while len(begun) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert begun[1].poll() is None
    assert begun[1].poll() is not None
    assert len(begun) == 2
    assert not any(_is_there(each.pid) for each in begun)
