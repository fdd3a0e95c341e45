"""Further intervals of R, on data, levels and groups of our own: see tests/golden/made/intervals.R."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest

from analysis.design import Design
from analysis.estimate import estimate
from analysis.replicates import Replication
from analysis.weighting import Raking

HERE = Path(__file__).parents[2] / "golden" / "made"
CASES = json.loads((HERE / "intervals.json").read_text())["cases"]
PLACES = {"strata": "wijk", "psu": "plek", "weight": "w", "lonely_psu": "fail"}
MARGINS = {
    "groep": {"jong": 4000, "midden": 5000, "oud": 6000},
    "wijk": {"W1": 2000, "W2": 2500, "W3": 3000, "W4": 3500, "W5": 4000},
}
DESIGNS = {
    "A": Design(weight="w"),
    "S": Design(strata="wijk", weight="w"),
    "K": Design(**PLACES),
    "F": Design(**PLACES, fpc="N"),
    "J": Design(**PLACES, replication=Replication("JKn")),
    "R": Design(**PLACES, adjust=(Raking(MARGINS, variance="rake", tolerance=1e-13, rounds=1000),)),
}
ITERATED = {
    "logit": 1e-6,
    "likelihood": 1e-8,
}  # R's regression stops early; ours follows it for the likelihood


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    codes = pyarrow.csv.ConvertOptions(column_types={"plek": pa.string()})
    return pyarrow.csv.read_csv(HERE / "intervals.csv", convert_options=codes)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_intervals_equal_those_of_r(rows: pa.Table, case: dict[str, Any]):
    (figure,) = estimate(
        rows,
        DESIGNS[case["design"]],
        [case["column"]],
        where=case["where"],
        level=case["level"],
        method=case["method"],
    )
    assert figure.method == case["method"]
    found = (figure.estimate, figure.se, figure.df, figure.low, figure.high)
    wanted = tuple(case[name] for name in ("p", "se", "df", "low", "high"))
    assert found == pytest.approx(wanted, rel=ITERATED.get(case["method"], 1e-9))


def test_every_method_of_r_and_the_two_by_formula_have_their_cases():
    methods = {case["method"] for case in CASES}
    assert methods == {"mean", "logit", "xlogit", "likelihood", "asin", "beta", "korn_graubard", "jeffreys"}
    assert len(CASES) >= 70
