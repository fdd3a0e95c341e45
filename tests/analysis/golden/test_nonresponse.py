"""Non-response adjustments and their jackknife errors as R computes them: see tests/golden/made/nonresponse.R."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.replicates import Replication
from analysis.table import tabulate
from analysis.weighting import NonResponse, Raking

HERE = Path(__file__).parents[2] / "golden" / "made"
CASES = json.loads((HERE / "nonresponse.json").read_text())["cases"]
BY_CLASS = NonResponse("deed_mee", ("sexe", "leeftijd"))
ADJUST: dict[str, tuple[Any, ...]] = {
    "cells": (BY_CLASS,),
    "propensity": (NonResponse("deed_mee", ("sexe", "leeftijd"), ("jaren",), method="propensity"),),
    "propensity_other": (
        NonResponse("deed_mee", ("woning", "leeftijd"), ("huishouden",), method="propensity"),
    ),
    "cells_raked": (BY_CLASS, Raking({"woning": {"huur": 2880.0, "koop": 4320.0}})),
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_weights_and_jackknife_errors_are_those_of_r(case: dict[str, Any]) -> None:
    table: pa.Table = pyarrow.csv.read_csv(HERE / "nonresponse.csv")
    adjust = ADJUST[case["id"]]
    weight = collect(table, Design("wijk", "plek", "w", adjust=adjust)).weight
    np.testing.assert_allclose(weight, case["weights"], rtol=1e-8, atol=1e-12)
    design = Design("wijk", "plek", "w", adjust=adjust, replication=Replication("JKn"))
    means = tabulate(table, design, ["weet", "cijfer"]).estimates
    total = tabulate(table, design, ["weet"], statistic="total").estimates
    found = [*means, *total]
    np.testing.assert_allclose([one.estimate for one in found], case["est"], rtol=1e-8)
    np.testing.assert_allclose([one.se for one in found], case["se"], rtol=1e-6)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_linearised_error_is_near_the_jackknife_of_r(case: dict[str, Any]) -> None:
    """Twenty-four PSUs: the two differ in the second order."""
    table: pa.Table = pyarrow.csv.read_csv(HERE / "nonresponse.csv")
    made = tabulate(table, Design("wijk", "plek", "w", adjust=ADJUST[case["id"]]), ["weet", "cijfer"])
    np.testing.assert_allclose([one.se for one in made.estimates], case["se"][:2], rtol=0.12)
