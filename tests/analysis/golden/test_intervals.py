"""Intervals of proportions equal R's by every method, on every kind of design; those of counts equal the tables."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pytest

from analysis import intervals
from analysis.estimate import estimate
from analysis.figure import Estimate
from tests.golden.designs import design, source
from tests.golden.pack import HERE, Case, of

RULE = "korn_graubard"


def asked(case: Case) -> Estimate:
    """The figure of a call: `~x`, `~I(x == value)`, in the whole sample or in a subset."""
    text = re.sub(r"\s+", " ", case.call)
    rows = source(case)
    inside = re.search(r"subset\(\w+, (\w+) ?== ?['\"]?(\w+?)L?\b", text)
    where = {inside[1]: rows[inside[1]].type.to_pandas_dtype()(inside[2])} if inside else None
    one = re.search(r"~I?\(?([\w.]+)(?: ?== ?['\"]?(\w+))?", text)
    assert one is not None
    column = rows[one[1]]
    if one[2]:
        column = pa.compute.equal(column, pa.scalar(one[2]).cast(column.type)).cast(pa.float64())
    method = re.search(r"method ?= ?['\"](\w+)", text)
    (figure,) = estimate(
        rows.append_column("asked", column),
        design(case),
        ["asked"],
        where=where,
        level=case.args.get("level", 0.95),
        method=method[1] if method else RULE,  # type: ignore[arg-type]
    )
    return figure


def expected(result: dict[str, Any]) -> dict[str, Any]:
    """The names of the two packs, as ours."""
    names = {"est": "estimate", "coef": "estimate", "ci_low": "low", "ci_high": "high"}
    return {names.get(name, name): value for name, value in result.items() if name != "n_eff"}


@pytest.mark.parametrize("case", of("intervals"))
def test_intervals_equal_those_of_r(case: Case):
    if "x" in case.result:
        x, n = case.result["x"], case.result["n"]
        assert intervals.wilson_count(x, n) == pytest.approx(
            (case.result["low"], case.result["high"]), rel=case.rtol, abs=1e-15
        )
        return
    figure = asked(case)
    wanted = expected(case.result)
    assert {name: getattr(figure, name) for name in wanted} == pytest.approx(wanted, rel=case.rtol)


def counts() -> list[Any]:
    rows = pyarrow.csv.read_csv(HERE / "tiny_binomial.csv").to_pylist()
    return [pytest.param(row, id=f"{row['x']}-{row['n']}-{row['level']:.2f}") for row in rows]


@pytest.mark.parametrize("row", counts())
def test_intervals_of_counts_equal_the_published_tables(row: dict[str, Any]):
    x, n, level = row["x"], row["n"], row["level"]
    share = x / n
    one = [np.array([value]) for value in (share, 0.0, float(n), 1e12)]
    exact = intervals.limits("korn_graubard", *one, level)
    jeffreys = intervals.limits("jeffreys", *one, level)
    for found, name in ((exact, "cp"), (jeffreys, "jeffreys")):
        assert (found.low[0], found.high[0]) == pytest.approx(
            (row[f"{name}_low"], row[f"{name}_high"]), rel=1e-10
        )
    assert intervals.wilson_count(x, n, level) == pytest.approx(
        (row["wilson_low"], row["wilson_high"]), rel=1e-10, abs=1e-15
    )
    wald = intervals.mean(share, (share * (1 - share) / n) ** 0.5, float("inf"), level)
    assert wald == pytest.approx((row["wald_low"], row["wald_high"]), rel=1e-10)
