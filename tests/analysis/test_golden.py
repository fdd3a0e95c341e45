"""The figures equal R's `survey`: numbers with their scripts stand in tests/golden/."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest

from analysis.design import Design
from analysis.errors import DesignError
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.intervals import wilson_count

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCES = ("made",)
COMPARED = ("n", "weighted_base", "estimate", "se", "low", "high", "deff", "df")
ITERATED = 1e-6  # R's `logit` iterates a regression, and so does its estimate


def cases() -> list[Any]:
    return [
        pytest.param(source, case, id=case["id"])
        for source in SOURCES
        for case in json.loads((GOLDEN / source / "cases.json").read_text())
    ]


@cache
def data(source: str, name: str) -> pa.Table:
    # Codes of strata, places and groups are read as text, whatever they look like: that is what they are.
    codes = ("wijk", "psu", "groep", "plek", "wave", "stratum", "locatie", "leeftijd", "sexe", "dom", "jong")
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(codes, pa.string()))
    return pyarrow.csv.read_csv(GOLDEN / source / f"{name}.csv", convert_options=options)


def answer(source: str, case: dict[str, Any]) -> list[Estimate]:
    return estimate(
        data(source, case["data"]),
        Design(**case["design"]),
        [case["indicator"]],
        case["by"] or (),
        where={name: str(value) for name, value in (case["where"] or {}).items()} or None,
        level=case["level"],
        method=case["method"],
        missing=case["missing"],
    )


def flat(expected: dict[str, Any]) -> bool:
    """R gives an error of zero and an interval without width; what we give is specified in test_figure.py."""
    return expected.get("se", 1) < 1e-15


@pytest.mark.parametrize(("source", "case"), cases())
def test_figures_equal_those_of_r(source: str, case: dict[str, Any]):
    if case.get("error"):
        with pytest.raises(DesignError):
            answer(source, case)
        return
    found = {tuple(map(str, figure.by.values())): figure for figure in answer(source, case)}
    assert len(found) == len(case["figures"])
    for expected in case["figures"]:
        figure = found[tuple(expected["by"].values())]
        assert not flat(expected) or not figure.se
        for name in COMPARED:
            value = expected.get(name)
            if value is None or (flat(expected) and name in {"se", "low", "high", "deff"}):
                continue
            assert getattr(figure, name) == pytest.approx(value, rel=case["rtol"], abs=1e-15), name


@pytest.mark.parametrize("source", SOURCES)
def test_there_are_enough_numbers_to_mean_something(source: str):
    assert len(json.loads((GOLDEN / source / "cases.json").read_text())) >= 100


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [
        (0, 30, 0, 0.113513393173969),
        (3, 30, 0.0345998887473342, 0.256210825791841),
        (15, 30, 0.331541256405338, 0.668458743594662),
        (30, 30, 0.886486606826031, 1),
        (0, 6, 0, 0.390334287902165),
    ],
)
def test_wilson_of_plain_counts_equals_the_published_formula(positive: int, n: int, low: float, high: float):
    assert wilson_count(positive, n) == pytest.approx((low, high), rel=1e-12, abs=1e-15)
