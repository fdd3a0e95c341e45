"""Replicate weights of every kind, and quantiles on them, equal R's: cases of `made/replicates.R`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

from analysis.design import Adjustment, Design
from analysis.errors import DesignError
from analysis.indicators import Indicator
from analysis.quantiles import quantiles
from analysis.replicates import Replication
from analysis.table import ratio, tabulate
from analysis.weighting import PostStratification, Raking

MADE = Path(__file__).parents[2] / "golden" / "made"
RTOL = 1e-8


def cases() -> list[Any]:
    found = json.loads((MADE / "replicates.json").read_text())["cases"]
    return [pytest.param(one, id=one["id"]) for one in found]


@cache
def table(name: str, only: str | None) -> pa.Table:
    options = pyarrow.csv.ConvertOptions(column_types={"plek": pa.string(), "wijk": pa.string()})
    rows = pyarrow.csv.read_csv(MADE / f"{name}.csv", convert_options=options)
    if only:  # one stratum keeps a single PSU
        rows = rows.filter(pc.or_(pc.not_equal(rows["wijk"], "W3"), pc.equal(rows["plek"], "2")))
    return rows


def design(declared: dict[str, Any]) -> Design:
    adjust: tuple[Adjustment, ...] = ()
    if "rake" in declared:
        adjust = (Raking(declared["rake"], tolerance=1e-13),)
    if "post" in declared:
        ((column, counts),) = declared["post"].items()
        adjust = (PostStratification((column,), counts),)
    replication = declared.get("replication")
    if replication is not None and "columns" in replication:
        replication = {**replication, "columns": tuple(replication["columns"])}
    plain = {name: declared[name] for name in ("strata", "psu", "weight", "fpc") if name in declared}
    return Design(
        **plain,
        lonely_psu=declared.get("lonely_psu", "adjust"),
        replication=None if replication is None else Replication(**replication),
        adjust=adjust,
    )


def answer(case: dict[str, Any]) -> dict[str, Any]:
    data, drawn, question = table(case["data"], case["only"]), design(case["design"]), case["question"]
    if question["kind"] == "quantile":
        where = {"groep": question["where"]} if question["where"] else None
        found = quantiles(
            data,
            drawn,
            question["column"],
            question["shares"],
            rule=question["rule"],
            method=question["method"],
            level=question["level"],
            where=where,
        )
        return {
            name: [getattr(one, ours) for one in found]
            for name, ours in (("est", "estimate"), ("low", "low"), ("high", "high"), ("se", "se"))
        }
    columns = np.atleast_1d(question["columns"]).tolist()
    if question["kind"] == "ratio":
        made = ratio(data, drawn, *columns)
    else:
        statistic = "total" if question["kind"] == "total" else "mean"
        by = ("groep",) if question["kind"] == "by" else ()
        asked = [Indicator(name, name, kind="mean") for name in columns]
        made = tabulate(data, drawn, asked, by, statistic=statistic)
    return {
        "est": made.values,
        "se": [one.se for one in made.estimates],
        "vcov": made.covariance,
        "df": [one.df for one in made.estimates],
    }


@pytest.mark.parametrize("case", cases())
def test_replicate_designs_equal_those_of_r(case: dict[str, Any]):
    expected = case["result"]
    if "error" in expected:
        with pytest.raises(DesignError):
            answer(case)
        return
    found = answer(case)
    for name, values in expected.items():
        wanted, got = np.ravel(values).astype(float), np.ravel(found[name]).astype(float)
        if name == "df":
            wanted = np.broadcast_to(wanted, got.shape)
        np.testing.assert_allclose(got, wanted, rtol=RTOL, err_msg=name)
