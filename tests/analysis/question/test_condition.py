"""Conditions: what can be written, what it means for missing answers, and what can not."""

from datetime import date, datetime
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from analysis.engine import scan
from analysis.errors import IndicatorError, MethodError
from analysis.question.condition import condition

ROWS = pa.table(
    {
        "age": [10, 20, 30, None],
        "wijk": ["A", "B", None, "A"],
        "old name": [1.5, -2.0, 3.0, 4.0],
        "panel": [True, False, None, True],
        "n": [20, 20, 20, 20],
        "day": [date(2026, 5, 30), date(2026, 5, 31), None, date(2026, 6, 1)],
        "at": [datetime(2026, 5, 30, 12), None, datetime(2026, 6, 1), datetime(2026, 6, 2)],  # noqa: DTZ001 -- as files have them
        "nothing": pa.nulls(4),
    }
)


def kept(text: str) -> list[int]:
    frame = scan(ROWS.append_column("row", pa.array([0, 1, 2, 3])))
    found = frame.filter(condition(text, dict(frame.collect_schema()))).collect("pyarrow").to_native()
    return sorted(found.column("row").to_pylist())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("age >= 20", [1, 2]),
        ("20 <= age < 30", [1]),
        ("20 == age", [1]),
        ("age != 20", [0, 2]),
        ("not age == 20", [0, 2]),
        ("age == n", [1]),
        ('wijk in ("A", "B")', [0, 1, 3]),
        ('wijk not in ["A"]', [1]),
        ('wijk == "A" and age > 5', [0]),
        ('wijk == "A" or age > 25', [0, 2, 3]),
        ("age is None", [3]),
        ("wijk is not None", [0, 1, 3]),
        ("`old name` > -2.5 and `old name` < 0", [1]),
        ("`old name` in (-2, 3)", [1, 2]),
        ("panel", [0, 3]),
        ("not panel", [1]),
        ("panel == True", [0, 3]),
        ("panel == 0", [1]),
        ("(age > 15)", [1, 2]),
        ("day >= '2026-05-31'", [1, 3]),
        ("day in ('2026-05-30', '2026-06-01')", [0, 3]),
        ("at > '2026-05-30 13:00'", [2, 3]),
        ("nothing is None", [0, 1, 2, 3]),
        ("wijk == 'A`B'", []),
    ],
)
def test_a_condition_keeps_the_rows_that_it_says(text: str, rows: list[int]) -> None:
    assert kept(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "", "age >", "age = 20", "age > 1 + 1", "__import__('os').system('ls')", "age.real > 1", "age[0] > 1",
        "lambda: 1", "[age for age in (1, 2)]", "age in wijk", "age in ()", "5 > 3", "'A' in wijk", "age is 3",
        "age", "wijk == f'{age}'", "age > -'a'", "x := 3", "age > 1; age", "not " * 60 + "panel", "age == b'x'", "age == 1j",
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_nothing_is_run(text: str) -> None:
    with pytest.raises(MethodError, match="voorwaarde") as refused:
        kept(text)
    assert len(refused.value.messages) == 3


@pytest.mark.parametrize(
    "text",
    [
        "age == 'twintig'",
        "wijk == 3",
        "panel == 2",
        "panel == 'ja'",
        "wijk == age",
        "wijk in ('A', 3)",
        "day == 'gisteren'",
        "day == 3",
        "at < True",
    ],
)
def test_text_is_not_compared_with_numbers(text: str) -> None:
    with pytest.raises(IndicatorError, match="vergelijking"):
        kept(text)


def test_a_column_without_anything_is_compared_with_nothing() -> None:
    with pytest.raises(IndicatorError, match="of niets"):
        kept("nothing == 1")


def test_a_column_that_is_not_there_is_named() -> None:
    for text in ("bestaat == 1", "`be staat` == 1", "1 < bestaat"):
        with pytest.raises(IndicatorError, match="staat"):
            kept(text)


def test_an_engine_that_holds_no_rows_gives_the_same_answer() -> None:
    import duckdb

    frame: Any = nw.from_native(duckdb.from_arrow(ROWS))
    found = frame.filter(condition("not age == 20 or panel", dict(frame.collect_schema())))
    assert found.collect("pyarrow").to_native().num_rows == 3
