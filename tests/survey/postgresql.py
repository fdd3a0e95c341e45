"""A PostgreSQL server of our own, in a folder that goes when the tests end, reached by a socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
)
WHY_ABSENT = "no PostgreSQL server programs (initdb, pg_ctl) on this machine"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl."""
    found = shutil.which("initdb")
    places = [*_PLACES, *([Path(found).parent] if found else [])]
    return next((place for place in places if (place / "pg_ctl").exists()), None)


@contextmanager
def running(at: Path, *, durable: bool = False) -> Iterator[str]:
    """Start a server; yields the folder of its socket, which is all that an address needs.

    Durability is not what tests judge, so the server may be quick unless it must be `durable`: then as it comes.
    """
    # Not below pytest's folder: that one is closed to the user postgres, and a socket's path has 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="wp-pg-", dir="/tmp"))
    as_postgres: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        as_postgres = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)

    try:
        run(str(at / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
        options += "" if durable else " -c fsync=off -c full_page_writes=off"
        log = str(folder / "log")
        run(str(at / "pg_ctl"), "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")
        try:
            yield str(folder)
        finally:
            run(str(at / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
