"""Regressions against R's `svyglm`, `svyolr`, `regTermTest`, `svypredmeans`, `psrsq` and `nnet::multinom`, on data
made for it: two stages, interactions, predictions, outcomes of classes (tests/golden/made/models.R)."""

import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from analysis import models
from analysis.design import Design
from analysis.replicates import Replication
from analysis.weighting import Calibration, PostStratification, Raking

MADE = Path(__file__).parents[2] / "golden" / "made"
CODES = dict.fromkeys(("wijk", "plek", "huis"), pa.string())
TABLE = pyarrow.csv.read_csv(
    MADE / "models.csv",
    convert_options=pyarrow.csv.ConvertOptions(column_types=CODES, strings_can_be_null=True),
)
CASES = [pytest.param(one, id=one["id"]) for one in json.loads((MADE / "models.json").read_text())["cases"]]
TOTAL = float(np.sum(np.asarray(TABLE["w"])))
SEX = {"m": TOTAL * 0.49, "v": TOTAL * 0.51}
AGE = {"18-34": TOTAL * 0.25, "35-64": TOTAL * 0.45, "65+": TOTAL * 0.3}
K = {"strata": "wijk", "psu": "plek", "weight": "w"}
DESIGNS = {
    "U": Design(weight="w"),
    "S": Design(strata="wijk", weight="w"),
    "K": Design(**K),
    "Kf": Design(**K, fpc="Np"),
    "TT": Design(**K, fpc="Np", ssu="huis", ssu_fpc="Nh"),
    "J": Design(**K, replication=Replication("JKn")),
    "P": Design(**K, adjust=(PostStratification(("leeftijd",), AGE),)),
    "R": Design(
        **K, adjust=(Raking({"sexe": SEX, "leeftijd": AGE}, variance="rake", tolerance=1e-14, rounds=2000),)
    ),
    "C": Design(**K, adjust=(Calibration({"sexe": SEX, "leeftijd": AGE}, numbers={}, method="raking"),)),
}


def of(question):
    return pytest.mark.parametrize("case", [one for one in CASES if one.values[0]["question"] == question])


def fitted(case):
    where = None
    if case.get("subset"):
        column, sign, label = re.match(r'(\w+) (..) "(.+)"', case["subset"]).groups()
        labels = set(TABLE[column].to_pylist())
        where = {column: sorted(labels - {label} if sign == "!=" else {label})}
    return getattr(models, case["kind"])(TABLE, DESIGNS[case["design"]], case["formula"], where=where)


def near(found, expected, rtol):
    assert list(found) == pytest.approx(expected, rel=rtol)


def same_covariance(found, expected, rtol):
    size = np.sqrt(np.diagonal(np.reshape(expected, found.shape)))
    assert np.abs((found - np.reshape(expected, found.shape)) / np.outer(size, size)).max() < 2 * rtol


@of("coefficients")
def test_coefficients_errors_and_intervals_are_those_of_r(case):
    model, expected = fitted(case), case["result"]
    assert [one.term for one in model.coefficients] == expected["names"]
    near(model.coef, expected["coef"], case["rtol"])
    same_covariance(model.covariance, expected["vcov"], case["rtol"])
    assert model.df == expected["df"]
    near([one.p for one in model.coefficients], expected["p"], 100 * case["rtol"])
    near([one.low for one in model.coefficients], expected["low"], 10 * case["rtol"])
    near([one.high for one in model.coefficients], expected["high"], 10 * case["rtol"])
    if expected["dispersion"] is not None:
        assert model.dispersion == pytest.approx(expected["dispersion"], rel=case["rtol"])


@of("predictions")
def test_predictions_and_their_errors_are_those_of_r(case):
    found, expected = models.predict(fitted(case), case["people"]), case["result"]
    near([one.link for one in found], expected["link"], case["rtol"])
    near([one.link_se for one in found], expected["link_se"], case["rtol"])
    near([one.estimate for one in found], expected["mean"], case["rtol"])
    near([one.se for one in found], expected["mean_se"], case["rtol"])


@of("test")
def test_terms_are_tested_as_r_tests_them(case):
    found, expected = models.term_test(fitted(case), case["terms"]), case["result"]
    assert (found.ndf, found.ddf) == (expected["df"], expected["ddf"])
    near([found.statistic, found.p], [expected["F"], expected["p"]], 10 * case["rtol"])


@of("margins")
def test_predictive_margins_are_those_of_r(case):
    found, expected = models.predictive_margins(fitted(case), case["group"]), case["result"]
    order = [[str(one.label) for one in found.margins].index(name) for name in expected["names"]]
    near([found.margins[place].estimate for place in order], expected["est"], case["rtol"])
    same_covariance(found.covariance[np.ix_(order, order)], expected["vcov"], case["rtol"])


@of("determination")
def test_measures_of_fit_are_those_of_r(case):
    found = fitted(case).determination
    near([found[name] for name in case["result"]], list(case["result"].values()), case["rtol"])


@of("classes")
def test_outcomes_of_classes_are_as_in_r(case):
    model, expected = fitted(case), case["result"]
    prefix = {None: ""} | {label: f"{label} " for label in model.outcomes}
    assert [prefix[one.category] + one.term for one in model.coefficients] == expected["names"]
    near(model.coef, expected["coef"], case["rtol"])
    same_covariance(model.covariance, expected["vcov"], case["rtol"])
    assert expected["df"] in {model.df, None}


@of("effect")
def test_average_effects_are_as_their_formula_gives_in_r(case):
    model, expected = fitted(case), case["result"]
    for covariates, se in (("given", "se"), ("sampled", "sampled")):
        effects = models.marginal_effects(model, covariates=covariates)
        found = next(
            one for one in effects if (one.variable, one.label) == (case["column"], case.get("label"))
        )
        near([found.estimate, found.se], [expected["est"], expected[se]], case["rtol"])
