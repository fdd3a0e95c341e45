"""Answers about files are kept while the file is the same, and only then."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import remembered
from analysis.design import Design
from analysis.estimate import estimate
from analysis.table import tabulate

DESIGN = Design(weight="weight")


@pytest.fixture(autouse=True)
def _nothing_kept():
    remembered.forget()
    yield
    remembered.forget()


def _write(path: Path, yes: int) -> Path:
    answers = np.zeros(40, dtype=np.int8)
    answers[:yes] = 1
    pq.write_table(pa.table({"weight": np.ones(40), "known": answers}), path)
    return path


def test_the_same_question_about_the_same_file_is_answered_from_memory(tmp_path):
    path = _write(tmp_path / "a.parquet", 10)
    first = tabulate(path, DESIGN, ["known"])
    assert tabulate(str(path), Design(weight="weight"), ["known"]) is first


def test_another_question_is_answered_anew(tmp_path):
    path = _write(tmp_path / "a.parquet", 10)
    first = estimate(path, DESIGN, ["known"])
    assert estimate(path, DESIGN, ["known"], level=0.9)[0].low > first[0].low
    assert estimate(path, DESIGN, ["known"], where={"known": 1})[0].estimate == 1


def test_a_file_that_changed_is_read_again(tmp_path):
    path = _write(tmp_path / "a.parquet", 10)
    assert estimate(path, DESIGN, ["known"])[0].estimate == pytest.approx(0.25)
    _write(path, 20)
    os.utime(path, ns=(1, 1))
    assert estimate(path, DESIGN, ["known"])[0].estimate == pytest.approx(0.5)


def test_a_table_in_memory_is_not_remembered():
    table = pa.table({"weight": np.ones(40), "known": np.repeat([0, 1], 20)})
    assert tabulate(table, DESIGN, ["known"]) is not tabulate(table, DESIGN, ["known"])


def test_what_a_reader_does_to_a_list_does_not_reach_the_next(tmp_path):
    path = _write(tmp_path / "a.parquet", 10)
    estimate(path, DESIGN, ["known"]).clear()
    assert len(estimate(path, DESIGN, ["known"])) == 1


def test_a_covariance_that_is_kept_cannot_be_changed(tmp_path):
    found = tabulate(_write(tmp_path / "a.parquet", 10), DESIGN, ["known"])
    with pytest.raises(ValueError, match="read-only"):
        found.covariance[0, 0] = 0


def test_the_oldest_answer_makes_room(tmp_path, monkeypatch):
    path = _write(tmp_path / "a.parquet", 10)
    first = tabulate(path, DESIGN, ["known"])
    monkeypatch.setattr(remembered, "ROOM", remembered._bytes(first, set()) * 3 // 2)
    tabulate(path, DESIGN, ["known"], level=0.9)
    assert tabulate(path, DESIGN, ["known"]) is not first
