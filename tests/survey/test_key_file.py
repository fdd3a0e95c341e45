import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from survey.key_file import kept


def test_a_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "a.key"
    assert kept(file, lambda: "first") == "first"
    assert kept(file, lambda: "second") == "first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_and_leave_nothing_else(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda number: kept(tmp_path / "a.key", lambda: str(number)), range(40)))
    assert len(found) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.key"]
