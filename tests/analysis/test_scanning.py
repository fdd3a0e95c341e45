"""Several files as one table, whichever way they are read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import engine
from analysis.columns import forget, store
from analysis.design import Design
from analysis.errors import IndicatorError
from analysis.estimate import estimate
from analysis.responses import sample
from analysis.whole import whole
from tests.analysis.test_responses import responses

Files = Callable[..., list[str]]


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    """Write tables as the parts of one, in folders with names as a snapshot has them."""

    def write(*tables: pa.Table) -> list[str]:
        folder = tmp_path / "study=7" / "wave=9"
        folder.mkdir(parents=True)
        for place, table in enumerate(tables):
            pq.write_table(table, folder / f"{place}.parquet")
        return [str(folder / f"{place}.parquet") for place in range(len(tables))]

    forget()
    yield write
    forget()


@pytest.fixture(params=["whole", "stored", "engine"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The three ways: rows in memory, codes in memory, and the engine."""
    if request.param != "whole":
        monkeypatch.setattr(engine, "SMALL", 0)
    if request.param == "engine":
        monkeypatch.setattr("analysis.columns.ROOM", 0)
    return str(request.param)


def parts(**second: Any) -> list[pa.Table]:
    """Two parts of one table; the second has the column `x` in another way, or not."""
    first = pa.table({"area": ["n", "n", "z"], "psu": ["a", "b", "c"], "x": [1.0, 0.0, 1.0]})
    return [first, pa.table({"area": ["z", "z"], "psu": ["d", "e"], **second})]


LACKING: list[dict[str, Any]] = [{}, {"x": pa.nulls(2)}, {"x": pa.array([None, None], pa.float64())}]


@pytest.mark.parametrize("second", LACKING, ids=["absent", "null", "empty"])
@pytest.mark.parametrize("back", [False, True], ids=["first", "last"])
def test_a_part_that_lacks_a_column_has_it_missing(
    files: Files, way: str, second: dict[str, Any], *, back: bool
) -> None:
    tables = parts(**second)
    paths = files(*(reversed(tables) if back else tables))
    found = estimate(paths, Design(psu="psu"), ["x"], by="area")
    assert [(one.by["area"], one.n, one.missing, one.estimate) for one in found] == [
        ("n", 2, 0, 0.5),
        ("z", 1, 2, 1.0),
    ]


def test_whole_numbers_in_one_part_and_broken_ones_in_another_are_numbers(files: Files, way: str) -> None:
    (found,) = estimate(files(*parts(x=[3, 5])), Design(psu="psu"), ["x"])
    assert (found.n, found.estimate) == (5, 2.0)


def test_words_that_a_part_lacks_are_missing_words(files: Files, way: str) -> None:
    tables = parts(x=[1.0, 1.0])
    paths = files(tables[0].drop_columns(["area"]), tables[1])
    (found,) = estimate(paths, Design(psu="psu"), ["x"], by="area")
    assert (found.by["area"], found.n, found.estimate) == ("z", 2, 1.0)


def test_a_column_that_no_part_has_is_refused_by_its_name(files: Files, way: str) -> None:
    with pytest.raises(IndicatorError, match="y"):
        estimate(files(*parts(x=[1.0, 1.0])), Design(), ["y"])


def test_the_names_of_folders_add_no_columns(files: Files) -> None:
    paths = files(*(table.append_column("wave", pa.array([2] * len(table))) for table in parts(x=[1.0, 1.0])))
    assert engine.scan(paths).collect_schema().names() == ["area", "psu", "x", "wave"]
    (found,) = estimate(paths, Design(), ["x"], where={"wave": 2})
    assert found.n == 5


def test_parts_that_differ_in_type_are_left_to_the_engine(files: Files) -> None:
    paths = files(*parts(x=["een", "twee"]))
    assert whole(paths, ["x"]) is None
    assert store(paths, ["x"], []) is None
    assert engine.scan(paths).collect("pyarrow").to_native().num_rows == 5


def test_a_part_without_rows_gives_the_whole_its_columns(files: Files, way: str) -> None:
    tables = parts(x=[1.0, 1.0])
    empty = tables[0].append_column("later", pa.array([None] * 3, pa.float64())).slice(0, 0)
    found = estimate(files(empty, *tables), Design(psu="psu"), ["x", "later"])
    assert [(one.n, one.missing) for one in found] == [(5, 0), (0, 5)]


def test_a_condition_that_nobody_of_an_origin_meets_leaves_no_answers(files: Files, way: str) -> None:
    (found,) = estimate(
        files(responses(psu=["a", "b", "c", "d"])),
        Design(psu="psu", weight="weight"),
        ["m:awareness.aided:vet"],
        where={"wave": 5},
        origins="street",
    )
    assert (found.n, found.missing) == (0, 0)


@pytest.mark.parametrize("origins", ["street", "panel", "pool"])
def test_the_sample_of_a_file_is_asked_the_same_in_every_way(files: Files, way: str, origins: str) -> None:
    mixed = responses(
        origin=["street", "street", "panel", "panel"],
        psu=["markt", None, None, None],
        stratum=["noord", "zuid", "noord", None],
    )
    drawn = sample(files(mixed), origins)
    for source in (drawn.source, drawn.frame):
        (found,) = estimate(source, drawn.design, ["m:awareness.aided:vet"], origins=origins)
        (known,) = estimate(
            sample(mixed, origins).source, drawn.design, ["m:awareness.aided:vet"], origins=origins
        )
        assert (found.n, found.estimate, found.df) == (known.n, known.estimate, known.df)


def test_a_large_file_without_gaps_in_its_design_is_asked_by_its_name(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SMALL", 0)
    paths = files(responses(psu=["a", "b", "c", "d"]))
    assert sample(paths, "street").source == paths
