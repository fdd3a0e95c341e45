"""Columns in memory: read once, small, forgotten when the file changes, and left to the engine when they do not fit."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import columns
from analysis.columns import coded, forget, identity, numbers_of, store
from analysis.design import Design
from analysis.errors import IndicatorError
from analysis.estimate import estimate
from analysis.grouped import grouped
from analysis.indicators import indicators_of
from tests.analysis.samples import sample

CLUSTERED = Design(strata="stratum", psu="psu", weight="weight")


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget()
    yield
    forget()


def written(folder: Path, table: pa.Table, name: str = "rows") -> Path:
    path = folder / f"{name}.parquet"
    pq.write_table(table, path, row_group_size=50)
    return path


def test_a_category_takes_a_byte_and_a_missing_one_has_the_last_code():
    found = coded(pa.chunked_array([["b", None], ["a", "b"]]))
    assert found.labels == ("a", "b")
    assert found.codes.tolist() == [1, 2, 0, 1]
    assert found.codes.dtype == np.uint8
    assert found.size == 3


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([3, 1, 3], (1, 3)),
        ([2.5, float("nan"), 1.0], (1.0, 2.5)),
        ([date(2026, 1, 2), date(2026, 1, 1)], (date(2026, 1, 1), date(2026, 1, 2))),
        ([True, False, True], (False, True)),
        ([], ()),
    ],
)
def test_every_kind_of_value_is_a_category_in_order(values: list[object], labels: tuple[object, ...]):
    assert coded(pa.chunked_array([pa.array(values)])).labels == labels


def test_a_column_of_one_and_zero_takes_a_byte_too():
    found = numbers_of("x", pa.chunked_array([[1.0, 0.0], [None, 1.0]]))
    assert found.binary
    assert found.values.dtype == np.uint8
    assert found.known is not None
    assert found.known.tolist() == [True, True, False, True]


def test_text_is_no_number():
    with pytest.raises(IndicatorError, match="getallen"):
        numbers_of("x", pa.chunked_array([["a"]]))


def test_a_file_that_changed_is_read_again(tmp_path: Path):
    path = written(tmp_path, sample(1, rows=200))
    first = store(path, ["group"], ["weight"])
    assert store(path, ["group"], ["weight"]) is first
    written(tmp_path, sample(2, rows=300))
    again = store(path, ["group"], ["weight"])
    assert again is not None
    assert again.rows == 300


def test_what_is_no_parquet_file_has_no_columns_here(tmp_path: Path):
    assert identity(sample(1)) is None
    assert identity(tmp_path / "absent.parquet") is None
    assert store(tmp_path / "absent.parquet", [], []) is None
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1")
    assert store(broken, ["group"], []) is None
    assert identity([broken]) == identity(os.fspath(broken))


def test_a_file_that_does_not_fit_the_room_is_left_to_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = written(tmp_path, sample(1))
    assert store(path, ["group"], ["weight"]) is not None
    forget()
    monkeypatch.setattr(columns, "ROOM", 100)
    assert store(path, ["group"], ["weight"]) is None


def test_the_oldest_file_makes_room_for_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, other = (written(tmp_path, sample(seed), f"{seed}") for seed in (1, 2))
    first = store(one, ["group"], ["weight"])
    assert first is not None
    monkeypatch.setattr(columns, "ROOM", int(first.size * 1.5))
    assert store(other, ["group"], ["weight"]) is not None
    assert store(one, ["group"], ["weight"]) is not first


def test_combinations_that_do_not_fit_a_table_are_left_to_the_engine(tmp_path: Path):
    rows = 6_000
    wide = pa.table({"a": np.arange(rows), "b": np.arange(rows), "x": np.zeros(rows)})
    kept = store(written(tmp_path, wide), ["a", "b"], ["x"])
    assert kept is not None
    assert grouped(kept, Design(), ("a", "b"), indicators_of(["x"]), apart=False, plain=False) is None


def test_cells_hold_what_their_rows_hold(tmp_path: Path):
    table = sample(3)
    kept = store(written(tmp_path, table), ["stratum", "psu", "group"], ["weight", "knows", "mark"])
    assert kept is not None
    found = grouped(
        kept,
        CLUSTERED,
        ("stratum", "psu", "group"),
        indicators_of(["knows", "mark"]),
        apart=False,
        plain=True,
    )
    assert found is not None
    frame = table.to_pandas()
    sums = frame.groupby(["stratum", "psu", "group"]).agg(
        n=("weight", "size"), weight=("weight", "sum"), knows=("knows", "sum"), answered=("knows", "count")
    )
    keys = [found.keys[name] for name in ("stratum", "psu", "group")]
    for place in range(len(found.n)):
        row = sums.loc[tuple(key.labels[key.codes[place]] for key in keys)]
        assert found.n[place] == row["n"]
        assert found.weight[place] == pytest.approx(row["weight"])
        assert found.values["knows"].plain[place] == row["knows"]
        assert found.values["knows"].n[place] == row["answered"]
    assert found.n.sum() == table.num_rows


def test_another_question_of_the_same_file_needs_no_second_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from analysis import engine

    monkeypatch.setattr(engine, "SMALL", 0)
    path = written(tmp_path, sample(4))
    expected = estimate(path, CLUSTERED, ["knows"], "group")

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(columns, "coded", never)
    monkeypatch.setattr(columns, "numbers_of", never)
    assert estimate(path, CLUSTERED, ["knows"], "group") == expected
    assert estimate(path, CLUSTERED, ["knows"], "group", where={"stratum": "wijk 1"}) != expected
