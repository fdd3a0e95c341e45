"""Regressions against R's `svyglm`, `regTermTest` and `svypredmeans`, in the supplied packs."""

import re

import numpy as np
import pytest

from analysis import models
from analysis.errors import AnalysisError
from tests.golden import pack
from tests.golden.designs import design, source

MODELS = [one for one in pack.of("models") if "coef" in one.values[0].result]
REFUSED = [one for one in pack.of("models") if "error" in one.values[0].result]
REST = [one for one in pack.of("models") if one not in MODELS and one not in REFUSED]


def fitted(case, formula=None):
    call = case.call
    found = re.search(r"svyglm\((.+?~.+?)(?:, ?(?:design|family|quasi)|\)$)", call)
    kind = models.linear
    if "binomial" in call:
        kind = models.logistic
    if "poisson" in call:
        kind = models.poisson
    where = None
    if 'stype != "H"' in call:
        where = {"stype": ["E", "M"]}
    return kind(source(case), design(case), formula or found[1], where=where)


@pytest.mark.parametrize("case", MODELS)
def test_coefficients_errors_and_tests_are_those_of_r(case):
    model = fitted(case)
    expected = case.result
    assert [one.term for one in model.coefficients] == expected["names"]
    assert [one.coef for one in model.coefficients] == pytest.approx(expected["coef"], rel=case.rtol)
    assert [one.se for one in model.coefficients] == pytest.approx(expected["se"], rel=case.rtol)
    scale = np.outer(expected["se"], expected["se"])
    away = model.covariance - np.reshape(expected["vcov"], model.covariance.shape)
    assert np.abs(away / scale).max() < 2 * case.rtol
    if "df_residual" in expected:
        assert model.df == expected["df_residual"]
    if "t" in expected:
        assert [one.t for one in model.coefficients] == pytest.approx(expected["t"], rel=2 * case.rtol)
        assert [one.p for one in model.coefficients] == pytest.approx(expected["p"], rel=100 * case.rtol)
        assert model.dispersion == pytest.approx(expected["dispersion"], rel=case.rtol)


@pytest.mark.parametrize("case", REFUSED)
def test_what_r_refuses_is_refused(case):
    with pytest.raises(AnalysisError):
        fitted(case)


def test_a_factor_of_three_classes_is_tested_as_r_does():
    case = next(one.values[0] for one in MODELS if "wald_age" in one.values[0].result)
    held(models.term_test(fitted(case), "age"), case.result["wald_age"], case.rtol)


def held(found, expected, rtol):
    assert (found.ndf, found.ddf) == (expected["df"], expected["ddf"])
    assert found.statistic == pytest.approx(expected["F"], rel=rtol)
    assert found.p == pytest.approx(expected["p"], rel=100 * rtol)


@pytest.mark.parametrize("case", REST)
def test_tests_margins_and_effects_are_those_of_r(case):
    expected = case.result
    if "regTermTest" in case.call:
        held(models.term_test(fitted(case), re.search(r"~(\w+)\)$", case.call)[1]), expected, case.rtol)
    elif "svypredmeans" in case.call:
        group = re.search(r"~(\w+)\)$", case.call)[1]
        formula = re.search(r"svyglm\((.+?~.+?), design", case.call)[1]
        found = models.predictive_margins(fitted(case, f"{formula} + {group}"), group).margins
        assert [one.label for one in found] == expected["names"]
        assert [one.estimate for one in found] == pytest.approx(expected["est"], rel=case.rtol)
        assert [one.se for one in found] == pytest.approx(expected["se"], rel=case.rtol)
    else:
        effect = next(one for one in models.marginal_effects(fitted(case)) if one.variable == "bekend")
        assert (effect.estimate, effect.se) == pytest.approx((expected["est"], expected["se"]), rel=case.rtol)
