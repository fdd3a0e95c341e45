"""A disk that is too small, or that nobody may write on, and can be mended while everything runs."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.server import Server

WHY_NOT = "this user may not mount a file system of its own (as root it may): the limit on files is tried all the same"


class Disk:
    """A file system in memory, mounted for one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def free(self) -> int:
        """How many bytes are left."""
        return shutil.disk_usage(self.folder).free

    def resize(self, size: str) -> None:
        """Give it more room."""
        _mount("-o", f"remount,size={size}", str(self.folder))

    def write_protect(self, *, protected: bool) -> None:
        """Let nobody write, or let them again; nobody may have a file open for writing."""
        _mount("-o", f"remount,{'ro' if protected else 'rw'}", str(self.folder))


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Disk]:
    """A disk of this size; skips the test where that is not allowed."""
    folder.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={size}", "wijkpeil-faults", str(folder))
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip(WHY_NOT)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["/usr/bin/umount", "--lazy", str(folder)], check=True, timeout=30)


def _mount(*words: str) -> None:
    subprocess.run(["/usr/bin/mount", *words], check=True, timeout=30, capture_output=True)


def limited(size: int) -> tuple[str, ...]:
    """What is put before a command so that no file of it can grow beyond this size; any user may do so."""
    return ("/usr/bin/prlimit", f"--fsize={size}:unlimited", "--")


def unlimit(server: Server) -> None:
    """Lift that limit from a server that runs."""
    for pid in server.processes():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
