"""One sample under many designs: lonely PSUs, two stages, raked, post-stratified, jackknifed; each as in R."""

import json
from pathlib import Path
from typing import Any

import pyarrow.csv
import pytest

from analysis.compare.association import chi_square
from analysis.design import Design
from analysis.indicators import Indicator
from analysis.quantiles import quantiles
from analysis.replicates import Replication
from analysis.table import ratio, tabulate
from analysis.weighting import PostStratification, Raking

MADE = Path(__file__).parent.parent.parent / "golden" / "made"
ROWS = pyarrow.csv.read_csv(MADE / "mixed.csv")
ONE: dict[str, Any] = {"strata": "wijk", "psu": "plek", "weight": "w"}
TWO: dict[str, Any] = {**ONE, "ssu": "huis", "fpc": "plekken", "ssu_fpc": "huizen"}
MARGINS = {"g": {"a": 450, "b": 300, "c": 250}, "h": {"1": 550, "2": 450}}
JOINT = dict(zip([(g, h) for h in ("1", "2") for g in "abc"], [200.0, 180, 130, 190, 150, 150], strict=True))
DESIGNS = {
    "adjust": Design(**ONE, lonely_psu="adjust"),
    "average": Design(**ONE, lonely_psu="average"),
    "remove": Design(**ONE, lonely_psu="remove"),
    "twoAdjust": Design(**TWO, lonely_psu="adjust"),
    "twoRemove": Design(**TWO, lonely_psu="remove"),
    "raked": Design(**ONE, lonely_psu="remove", adjust=(Raking(MARGINS),)),
    "joint": Design(**ONE, lonely_psu="remove", adjust=(PostStratification(("g", "h"), JOINT),)),
    "jackknife": Design(psu="wijk", weight="w", replication=Replication("JK1")),
}
CASES = json.loads((MADE / "mixed.json").read_text())


def answered(question: str, design: Design) -> list[float | None]:
    """Ours, in the order of R's."""
    if question in {"F", "saddlepoint"}:
        test = chi_square(ROWS, design, "y", "h", statistic=question)  # type: ignore[arg-type]
        return [test.statistic, test.p]
    if question == "median":
        middle = quantiles(ROWS, design, "x", 0.5, method="mean")[0]
        return [middle.estimate, middle.low, middle.high]
    if question.startswith("ratio"):
        found = ratio(ROWS, design, "x", "v" if question == "ratio" else "w").estimates[0]
        return [found.estimate, found.se]
    if question in {"xlogit", "beta", "domainAsin"}:
        method: Any = question.removeprefix("domain").lower()
        where = {"g": "b"} if question.startswith("domain") else None
        found = tabulate(ROWS, design, ["y"], where=where, method=method).estimates[0]
        return [found.estimate, found.low, found.high]
    total, domain = question.lower().endswith("total"), question.startswith("domain")
    column = {"mean": "y", "total": "x", "domainMean": "x", "domainTotal": "y"}[question]
    statistic: Any = "total" if total else "mean"
    asked = [Indicator(column, column, kind=statistic)]
    estimates = tabulate(ROWS, design, asked, "g" if domain else (), statistic=statistic).estimates
    one = next(each for each in estimates if not domain or each.by["g"] == "b")
    return [one.estimate, one.se, one.df]


@pytest.mark.parametrize("case", CASES, ids=[f"{one['design']}-{one['question']}" for one in CASES])
def test_each_design_answers_each_question_as_r_does(case: dict[str, Any]):
    expected = (
        [float(number) for number in case["result"]]
        if isinstance(case["result"], list)
        else [float(case["result"])]
    )
    found = answered(case["question"], DESIGNS[case["design"]])[: len(expected)]
    precise = 1e-6 if case["design"] == "raked" else 1e-8
    if case["question"] == "saddlepoint":
        precise = 1e-5  # R looks for the saddlepoint with a tolerance of its own
    assert found == pytest.approx(expected, rel=precise)
