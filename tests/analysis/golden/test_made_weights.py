"""Further weights and errors of R, on data and options of our own: see tests/golden/made/weighting.R."""

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
from analysis.weighting import Calibration, PostStratification, Raking, Trimming

HERE = Path(__file__).parents[2] / "golden" / "made"
CASES = json.loads((HERE / "weighting.json").read_text())["cases"]
N = 7200
SEXE = {"m": N * 0.49, "v": N * 0.51}
LEEFTIJD = {"18-34": N * 0.25, "35-64": N * 0.45, "65+": N * 0.3}
WONING = {"huur": N * 0.4, "koop": N * 0.6}
MARGINS = {"sexe": SEXE, "leeftijd": LEEFTIJD, "woning": WONING}
JOINT = dict(
    zip(
        [(sexe, leeftijd) for leeftijd in LEEFTIJD for sexe in SEXE],
        (950, 850, 1600, 1640, 978, 1182),
        strict=True,
    )
)
TWO = {"sexe": SEXE, "leeftijd": LEEFTIJD}
JAREN, HUISHOUDEN = {"jaren": N * 12.8}, {"huishouden": N * 2.3}
RAKED = Raking(MARGINS, variance="rake", tolerance=1e-13)
POST = PostStratification(("sexe", "leeftijd"), JOINT)
LINEAR = Calibration(TWO, JAREN | HUISHOUDEN)
ADJUST: dict[str, tuple[Any, ...]] = {
    "rake": (RAKED,),
    "rake_joint": (
        Raking(
            {("sexe", "leeftijd"): JOINT, "woning": WONING},
            variance="rake",
        ),
    ),
    "calraking": (Raking(TWO),),
    "post": (POST,),
    "linear": (LINEAR,),
    "ratio": (Calibration(numbers=JAREN),),
    "number": (Calibration(numbers=JAREN, population=N),),
    "raking_number": (Calibration(TWO, JAREN, method="raking"),),
    "logit": (Calibration(TWO, JAREN, method="logit", bounds=(0.1, 6)),),
    "bounded": (Calibration(TWO, method="linear", bounds=(0.52, 2.15)),),
    "post_rake": (POST, Raking({"woning": WONING}, variance="rake")),
    "rake_trim": (RAKED, Trimming(15, 110)),
    "rake_trim_strict": (RAKED, Trimming(15, 110, strict=True)),
    "linear_trim": (LINEAR, Trimming(upper=90, strict=True)),
    "post_trim": (POST, Trimming(20, 100, strict=True)),
    "J_rake": (RAKED,),
    "J_post": (POST,),
    "J_linear": (Calibration(TWO, JAREN),),
    "J_logit": (Calibration(TWO, method="logit", bounds=(0.1, 8)),),
}


def rows() -> pa.Table:
    return pyarrow.csv.read_csv(HERE / "weighting.csv")


def design(name: str) -> Design:
    if name.startswith("J_"):
        return Design("wijk", "plek", "w", adjust=ADJUST[name], replication=Replication("JKn"))
    kind, _, drawn = name.rpartition("_")
    return Design(
        "wijk",
        None if drawn == "S" else "plek",
        "w",
        fpc="fpc" if drawn == "Kf" else None,
        adjust=ADJUST[kind],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_made_weights_and_their_errors_are_those_of_r(case: dict[str, Any]) -> None:
    made = design(case["id"])
    weight = collect(rows(), made).weight
    found = {"sum": weight.sum(), "sum_sq": weight @ weight, "min": weight.min(), "max": weight.max()}
    for name, value in found.items():
        np.testing.assert_allclose(value, case[name], rtol=1e-8, err_msg=name)
    np.testing.assert_allclose(weight[:24], case["weights"], rtol=1e-8)
    mean = tabulate(rows(), made, ["weet", "cijfer"])
    np.testing.assert_allclose(mean.values, case["mean"], rtol=1e-8)
    np.testing.assert_allclose(mean.covariance, case["mean_vcov"], rtol=1e-6, atol=1e-12)
    total = tabulate(rows(), made, ["weet", "cijfer"], statistic="total")
    np.testing.assert_allclose(total.values, case["total"], rtol=1e-8)
    np.testing.assert_allclose([one.se for one in total.estimates], case["total_se"], rtol=1e-6)
    if "by" in case:
        parts = tabulate(rows(), made, ["weet", "cijfer"], by="woning").estimates
        assert [one.by["woning"] for one in parts] == case["by"]["woning"] * 2
        estimates = case["by"]["weet"] + case["by"]["cijfer"]
        errors = case["by"]["se_weet"] + case["by"]["se_cijfer"]
        np.testing.assert_allclose([one.estimate for one in parts], estimates, rtol=1e-8)
        np.testing.assert_allclose([one.se for one in parts], errors, rtol=1e-6)
