"""Every road to the same sample gives the same figures: pandas, Polars, Arrow, DuckDB, by rows or by groups."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import engine
from analysis.design import Design
from analysis.table import ratio, tabulate

DESIGN = Design(strata="wijk", psu="plek", weight="gewicht")


def sample(seed: int) -> pa.Table:
    """A synthetic sample with missing answers of every kind."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(30, 90))
    groups = np.array(["a", "b", "c", None], dtype=object)
    return pa.table(
        {
            "wijk": pa.array([f"wijk {place % 3}" for place in range(n)]),
            "plek": pa.array(rng.integers(0, 4, n)),
            "gewicht": np.exp(rng.normal(0, 1, n)),
            "kent": pa.array(rng.integers(0, 2, n), mask=rng.random(n) < 0.2),
            "uren": pa.array(rng.gamma(2, 5, n), mask=rng.random(n) < 0.2),
            "groep": pa.array(groups[rng.integers(0, 4, n)].tolist(), pa.string()),
        }
    )


def figures(source: Any, design: Design = DESIGN) -> list[float | None]:
    """Some of everything, in a fixed order."""
    known = nw.col("uren") > 5
    tables = [
        tabulate(source, design, ["kent", "uren"], "groep"),
        tabulate(source, design, ["uren"], statistic="total", where={"groep": ["a", "b"]}),
        tabulate(source, design, ["kent"], where=known),
        tabulate(source, design, ["kent"], where=~known),
        tabulate(source, design, (), shares=["groep"]),
        ratio(source, design, "uren", "gewicht", "wijk"),
    ]
    return [
        number
        for table in tables
        for one in table.estimates
        for number in (one.estimate, one.se, one.low, one.high, one.n, one.missing, one.df)
    ]


def same(found: list[float | None], expected: list[float | None]) -> None:
    assert [one is None for one in found] == [one is None for one in expected]
    numbers = [[one for one in each if one is not None] for each in (found, expected)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-9, abs=1e-12)


ROADS: dict[str, Callable[[pa.Table], Any]] = {
    "pandas": lambda table: table.to_pandas(),
    "categories": lambda table: table.to_pandas().astype({"groep": "category", "wijk": "string"}),
    "polars": pl.from_arrow,
    "lazy": lambda table: pl.DataFrame(table).lazy(),
    "dictionary": lambda table: table.set_column(5, "groep", table["groep"].dictionary_encode()),
    "view": lambda table: table.set_column(5, "groep", table["groep"].cast(pa.string_view())),
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
}


@pytest.fixture(params=[100_000, 0], ids=["rows", "groups"])
def least(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small tables row by row; or grouped like large ones."""
    monkeypatch.setattr(engine, "SMALL", request.param)
    return


@pytest.mark.usefixtures("least")
@pytest.mark.parametrize("road", ROADS)
def test_each_kind_of_table_gives_the_same_figures(road: str):
    table = sample(1)
    same(figures(ROADS[road](table)), figures(table))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_rows_in_any_order_and_any_road_give_the_same_figures(seed: int, monkeypatch: pytest.MonkeyPatch):
    table = sample(seed)
    expected = figures(table)
    order = np.random.default_rng(seed + 1).permutation(len(table))
    same(figures(table.take(pa.array(order))), expected)
    with monkeypatch.context() as small:
        small.setattr(engine, "SMALL", 0)
        same(figures(duckdb.connect().from_arrow(table)), expected)


@pytest.mark.usefixtures("least")
def test_who_gave_no_answer_is_outside_a_condition_on_every_road():
    table = pa.table({"groep": ["a", None, "b", "a"], "kent": [1, 0, 0, 0]})
    for source in (table, table.to_pandas(), pl.DataFrame(table).lazy()):
        found = tabulate(source, Design(), ["kent"], where={"groep": ["a", "b"]}).estimates[0]
        assert (found.n, found.estimate) == (3, pytest.approx(1 / 3))


@pytest.mark.usefixtures("least")
def test_a_ratio_may_name_the_weight_and_the_group_and_leaves_both_whole():
    table = pa.table({"uren": [1.0, None, 3.0, 4.0], "gewicht": [2.0, 5.0, 1.0, 3.0]})
    found = ratio(table, Design(weight="gewicht"), "uren", "gewicht").estimates[0]
    assert (found.n, found.missing) == (3, 1)
    assert found.estimate == pytest.approx((2 + 3 + 12) / (4 + 1 + 9))


@pytest.mark.usefixtures("least")
def test_a_column_that_nobody_answered_has_no_figure():
    table = pa.table({"kent": pa.array([None] * 4, pa.null()), "groep": ["a", "b", "a", "b"]})
    for one in tabulate(table, Design(), ["kent"], "groep").estimates:
        assert (one.n, one.estimate, "empty" in one.caveats) == (0, None, True)
