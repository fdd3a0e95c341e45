"""Every contestant in a process of its own, with a time limit, its answers line by line and its peak memory."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SVY = ROOT / ".venv-bench" / "bin" / "python"


@dataclass
class Run:
    """What one process did.

    Attributes:
        seconds, numbers: by question; those that were finished in time.
        wall: seconds from start to end of the process.
        peak: bytes of memory at most.
        fault: why there is nothing more; empty when all went well.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    wall: float = 0.0
    peak: int = 0
    fault: str = ""


def run(command: list[str], limit: float) -> Run:
    """Run a process, read its lines of JSON, and stop it after `limit` seconds."""
    found = Run()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as lines, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(command, stdout=lines, stderr=complaints, cwd=ROOT)
        status, usage = _waited(child, start + limit)
        found.wall = time.perf_counter() - start
        found.peak = usage.ru_maxrss * 1024
        lines.seek(0)
        for line in lines.read().decode().splitlines():
            answer = json.loads(line)
            found.seconds[answer["question"]] = answer["seconds"]
            found.numbers[answer["question"]] = answer["numbers"]
        if status is None:
            found.fault = f"stopped after {limit:.0f} s"
        elif status:
            complaints.seek(0)
            told = complaints.read().decode(errors="replace").strip().splitlines()
            found.fault = told[-1] if told else f"ended with {status}"
    return found


def _waited(child: "subprocess.Popen[bytes]", until: float) -> tuple[int | None, Any]:
    """The status of the process (None: it was stopped) and what it used."""
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage
        if time.perf_counter() > until:
            child.kill()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            return None, usage
        time.sleep(0.002)


def ours(source: Path, names: list[str], room: float) -> list[str]:
    """The command for Wijkpeil."""
    return [sys.executable, "-m", "bench.engine.ours", str(source), str(room), *names]


def r(folder: Path, names: list[str], room: float, *, route: str = "calibrate") -> list[str]:
    """The command for R."""
    return ["Rscript", str(HERE / "contest.R"), str(folder), str(room), route, *names]


def svy(source: Path, margins: Path, names: list[str], room: float) -> list[str]:
    """The command for `svy`."""
    return [str(SVY), str(HERE / "contest_svy.py"), str(source), str(margins), str(room), *names]


def r_version() -> str:
    """The version of R and of `survey`; empty when they are not there."""
    if shutil.which("Rscript") is None:
        return ""
    told = 'cat(as.character(getRversion()), as.character(packageVersion("survey")))'
    asked = subprocess.run(["Rscript", "-e", told], check=False, capture_output=True, text=True)  # noqa: S607 -- R is where the system has it
    return asked.stdout.strip() if asked.returncode == 0 else ""


def svy_version() -> str:
    """The version of `svy`, in an environment of its own that is made when it is not there; empty without."""
    wanted = ROOT / "requirements" / "bench.txt"
    stamp = SVY.parent.parent / "made-from.txt"
    if not stamp.is_file() or stamp.read_text() != wanted.read_text():
        uv = Path(sys.executable).parent / "uv"
        for command in (
            [str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(SVY.parent.parent)],
            [
                str(uv),
                "pip",
                "install",
                "--quiet",
                "--python",
                str(SVY),
                "--require-hashes",
                "-r",
                str(wanted),
            ],
        ):
            try:
                done = subprocess.run(command, check=False, capture_output=True, text=True)
            except OSError:
                return ""
            if done.returncode:
                return ""
        stamp.write_text(wanted.read_text())
    told = "from importlib.metadata import version; print(version('svy'))"
    asked = subprocess.run([str(SVY), "-c", told], check=False, capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else ""
