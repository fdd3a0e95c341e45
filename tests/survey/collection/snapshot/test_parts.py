import os
from pathlib import Path

import pytest

from survey.collection.snapshot import parts
from survey.collection.snapshot.counted import Counted, Print
from survey.collection.snapshot.parts import NAMES, Named, Part, clear, known, name

PRINT = Print(3, 12, 6, 1)


def named(folder: Path, *files: str, shape: str | None = None) -> Named:
    for file in (*files, *((shape,) if shape else ())):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(b"")
    made = tuple(Part(2, 5, 6, PRINT, file, "hash", 3, ("panel", "street")) for file in files)
    return Named({"1": "a"}, (Counted(2, 5, PRINT),), ("interview",), made, shape)


def test_what_is_named_reads_back(tmp_path: Path) -> None:
    now = named(tmp_path, "wave=2/one.parquet", "wave=2/two.parquet", shape="columns.parquet")
    name(tmp_path, now)
    assert known(tmp_path) == now
    assert now.files == ("columns.parquet", "wave=2/one.parquet", "wave=2/two.parquet")


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"format": 2}', '{"format": 3, "versions": {}}'])
def test_names_of_another_kind_are_no_names(tmp_path: Path, written: str) -> None:
    (tmp_path / NAMES).write_text(written)
    assert known(tmp_path) is None


def test_a_snapshot_with_a_file_gone_is_not_known(tmp_path: Path) -> None:
    name(tmp_path, named(tmp_path, "wave=2/one.parquet"))
    (tmp_path / "wave=2" / "one.parquet").unlink()
    assert known(tmp_path) is None


def test_files_go_an_hour_after_they_went_out_of_use(tmp_path: Path) -> None:
    before = named(tmp_path, "wave=2/old.parquet")
    now = named(tmp_path, "wave=2/new.parquet")
    (tmp_path / "wave=2" / "fresh.0").write_bytes(b"")  # somebody was stopped while writing
    for file in (tmp_path / "wave=2").iterdir():
        os.utime(file, (0, 0))
    clear(tmp_path, now, before)
    assert {file.name for file in (tmp_path / "wave=2").iterdir()} == {"old.parquet", "new.parquet"}
    os.utime(tmp_path / "wave=2" / "old.parquet", (parts.time.time() - 3700,) * 2)
    clear(tmp_path, now, now)
    assert {file.name for file in (tmp_path / "wave=2").iterdir()} == {"new.parquet"}
