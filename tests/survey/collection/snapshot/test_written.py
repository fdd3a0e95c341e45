from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.collection.snapshot import written

SCHEMA = pa.schema([("interview", pa.string()), ("origin", pa.string()), ("m:satisfaction", pa.float64())])


def table(rows: int, start: int = 0) -> pa.Table:
    places = range(start, start + rows)
    origins = ["panel" if place % 3 else "street" for place in places]
    return pa.table(
        [[f"{place:05}" for place in places], origins, [place / 2 for place in places]], schema=SCHEMA
    )


@given(st.lists(st.integers(0, 25), max_size=12))
def test_the_same_rows_are_the_same_groups_however_they_came(sizes: list[int]) -> None:
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    came = [table(rows, start) for rows, start in zip(sizes, starts, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "_GROUP", 10)
        groups = list(written._groups(came))
        at_once = list(written._groups([table(sum(sizes))]))
    assert groups == at_once
    assert all(one.num_rows == 10 for one in groups[:-1])
    assert all(column.num_chunks == 1 for one in groups for column in one.columns)


def test_an_older_part_gets_the_columns_of_now_and_loses_no_row(tmp_path: Path) -> None:
    pq.write_table(table(7).drop_columns(["m:satisfaction"]), tmp_path / "old.parquet")
    (rows,) = written._of_part(tmp_path / "old.parquet", SCHEMA)
    assert rows.schema == SCHEMA
    assert rows.column("interview").to_pylist() == table(7).column("interview").to_pylist()
    assert rows.column("m:satisfaction").null_count == 7


def test_the_shape_has_every_column_and_nobody(tmp_path: Path) -> None:
    file = tmp_path / written.shape(tmp_path, SCHEMA)
    assert pq.read_schema(file).equals(SCHEMA)
    assert pq.read_metadata(file).num_rows == 0
    assert written.shape(tmp_path, SCHEMA) == file.name
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
