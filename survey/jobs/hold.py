"""Holding a job: as long as one worker lives and does it, no other can take it. A crash lets go by itself."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, text

Release = Callable[[], None]
_SIGNED_64_BITS = 2**63


def hold(engine: Engine, key: UUID) -> Release | None:
    """Take hold of this key; gives what lets it go again, or None when somebody else has it."""
    return _lock_file(engine, key) if engine.dialect.name == "sqlite" else _advisory_lock(engine, key)


@contextmanager
def holding(engine: Engine, key: UUID) -> Iterator[bool]:
    """Hold this key for a while; says whether that succeeded."""
    release = hold(engine, key)
    try:
        yield release is not None
    finally:
        if release is not None:
            release()


def _lock_file(engine: Engine, key: UUID) -> Release | None:
    # SQLite means one machine: the operating system lets go of the lock when the process ends, however it ends.
    path = Path(f"{engine.url.database}.jobs") / key.hex
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Who held it before may have removed the file between our opening and our locking it.
        mine = path.exists() and os.fstat(handle).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        mine = False
    if not mine:
        os.close(handle)
        return None

    def release() -> None:
        path.unlink(missing_ok=True)
        os.close(handle)

    return release


def _advisory_lock(engine: Engine, key: UUID) -> Release | None:
    # The server lets go when this connection ends.
    number = key.int % (2 * _SIGNED_64_BITS) - _SIGNED_64_BITS
    line = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if not line.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": number}).scalar():
        line.close()
        return None

    def release() -> None:
        try:
            line.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": number})
        finally:
            line.close()

    return release
