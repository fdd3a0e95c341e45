"""Weights as R makes them, and the errors that R gives with them."""

import csv
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.table import tabulate
from analysis.weighting import Calibration, PostStratification, Raking, Trimming
from tests.golden import designs, pack
from tests.golden.pack import Case, folders

TRIMMED = Trimming(lower=12, upper=40)


def margins() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with (folders()[0][2] / "panel980-margins.csv").open() as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["variable"], {})[row["category"]] = float(row["count"])
    return found


def two(**more: Any) -> Calibration:
    every = margins()
    return Calibration(factors={name: every[name] for name in ("sex", "age")}, **more)


def raked() -> Raking:
    return Raking(margins(), variance="rake")


def joint(case: Case) -> PostStratification:
    rows = case.result["population"]
    return PostStratification(("sex", "age"), {(row["sex"], row["age"]): row["Freq"] for row in rows})


def design(case: Case) -> Design:
    if case.pack != "basic":
        made = designs.design(case)
        if case.call.startswith(("trimWeights", "svymean(~api00, trimWeights")):
            made = replace(made, adjust=(*made.adjust, replace(TRIMMED, strict="strict" in case.call)))
        return made
    # R was given the base weight times 57,500 / 980 there; Newton's method has its bounds from those.
    adjust = {
        "panel-rake": lambda: (raked(),),
        "panel-rake-domain": lambda: (raked(),),
        "panel-poststrat": lambda: (joint(case),),
        "panel-calibrate-linear": lambda: (two(),),
        "panel-calibrate-raking": lambda: (two(method="raking"),),
        "panel-calibrate-logit": lambda: (two(method="logit", bounds=(0.3, 6)),),
        "panel-trim": lambda: (raked(), Trimming(upper=180, strict=True)),
    }[case.id]()
    return Design(weight="w57", adjust=adjust)


@pytest.mark.parametrize("case", pack.of("weights"))
def test_weights_and_their_errors_are_those_of_r(case: Case) -> None:
    source, made, result = designs.source(case), design(case), case.result
    weight = collect(source, made).weight

    def close(got: Any, name: str, rtol: float = case.rtol) -> None:
        np.testing.assert_allclose(got, result[name], rtol=rtol, atol=1e-12, err_msg=name)

    sums = {
        "n": len(weight),
        "sum": weight.sum(),
        "sum_sq": (weight**2).sum(),
        "min": weight.min(),
        "max": weight.max(),
        "kish_deff": len(weight) * (weight**2).sum() / weight.sum() ** 2,
        "n_eff": weight.sum() ** 2 / (weight**2).sum(),
        "weights": weight,
        "weights_first20": weight[:20],
    }
    for name in sums.keys() & result.keys():
        close(sums[name], name)
    if case.id.endswith("-domain"):
        found = tabulate(source, made, ["knows_where"], by="wijk")
        by = {one.by["wijk"]: one for one in found.estimates}
        close([by[name].estimate for name in result["wijk"]], "coef")
        close([by[name].se for name in result["wijk"]], "se")
    elif "names" in result:
        found = tabulate(source, made, result["names"])
        close(found.values, "coef" if "coef" in result else "est")
        close([one.se for one in found.estimates], "se")
        close(found.covariance, "vcov", max(case.rtol, 1e-8))
