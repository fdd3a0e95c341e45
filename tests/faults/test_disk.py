"""A disk that is full or closed: nothing is acknowledged, it is said what is the matter, and when there is room all goes in."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.disk import limited, mounted, unlimit
from tests.faults.installation import install
from tests.faults.load import Load
from tests.faults.scenarios import kill
from tests.faults.server import Server

UPLOADS = 400
BETWEEN = (0.8, 1.2)
ROOM = 300_000  # bytes: less than these interviews take

NEARLY = 24_000


def _wait(reached: Callable[[], bool]) -> None:
    """Until it is reached, and a moment more in which devices hear of it."""
    until = time.monotonic() + 60
    while not reached() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)


def test_on_a_full_disk_devices_hear_507_and_all_goes_in_when_there_is_room(tmp_path: Path) -> None:
    empty = sum(file.stat().st_size for file in install(tmp_path / "like").folder.rglob("*"))
    with mounted(tmp_path / "disk", f"{(empty + ROOM) // 1024}k") as disk:
        server = Server(install(disk.folder / "var"))

        def more_room(_server: Server) -> None:
            _wait(lambda: disk.free() < NEARLY)
            disk.resize("64m")

        server.start()
        try:
            verdict = Load([server], UPLOADS, 5, [kill, more_room], BETWEEN, most=2).run(tmp_path)
        finally:
            server.kill()
    assert verdict.sound, str(verdict)
    assert verdict.answers[507] > 0, str(verdict.answers)
    assert verdict.receipts + verdict.disputed == verdict.uploads >= UPLOADS
    assert verdict.about["more_room"] == 1


def test_where_files_may_not_grow_devices_hear_503_and_all_goes_in_when_they_may(tmp_path: Path) -> None:
    installation = install(tmp_path / "var")
    file = tmp_path / "var" / "wijkpeil.sqlite"
    size = file.stat().st_size
    server = Server(installation, before=limited(size + ROOM))

    def may_grow(server: Server) -> None:
        _wait(lambda: file.stat().st_size > size + ROOM - NEARLY)
        unlimit(server)

    server.start()
    try:
        verdict = Load([server], UPLOADS, 6, [may_grow], BETWEEN, most=1).run(tmp_path)
    finally:
        server.kill()
    assert verdict.sound, str(verdict)
    assert verdict.answers[503] > 0, str(verdict.answers)
    assert verdict.receipts + verdict.disputed == verdict.uploads >= UPLOADS


def test_in_a_folder_that_is_read_only_the_server_says_so_and_does_not_start(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "16m") as disk:
        server = Server(install(disk.folder / "var"))
        disk.write_protect(protected=True)
        ended = subprocess.run(
            server.command,
            env=server.process_environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        disk.write_protect(protected=False)
        server.start()
        server.kill()
    assert ended.returncode == 1
    assert "niet te beschrijven" in ended.stderr
    assert "Traceback" not in ended.stderr
