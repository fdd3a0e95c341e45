"""Panel to population against R: the supplied propensity model, and estimating equations in plain R (made/imperfect.R)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pytest

from analysis import models
from analysis.design import Design
from analysis.imperfect.doubly_robust import doubly_robust
from analysis.imperfect.propensity import propensity
from analysis.imperfect.quasi_randomisation import quasi_randomisation
from analysis.imperfect.reference import ReferenceSample
from analysis.imperfect.sides import sides
from tests.golden.pack import Case, of, table

MADE = json.loads((Path(__file__).parents[2] / "golden" / "made" / "imperfect.json").read_text())
COVARIATES = ("sexe", "leeftijd", "opleiding")
POPULATION = 84_000


def supplied() -> tuple[pa.Table, ReferenceSample]:
    rows = table("panel_reference_stacked")
    panel, reference = (rows.filter(pyarrow.compute.equal(rows["z"], z)) for z in (1, 0))
    return panel, ReferenceSample(reference, Design(weight="a"))


@pytest.mark.parametrize("case", of("imperfect"))
def test_the_supplied_propensity_model_and_weights_are_met(case: Case):
    panel, reference = supplied()
    if case.id == "ipw":
        found = quasi_randomisation(
            panel, Design(), reference, ["weet_waar"], COVARIATES, population=POPULATION
        )
        np.testing.assert_allclose(found.weights, case.result["weights"], rtol=case.rtol)
        np.testing.assert_allclose(found.corrected[0].figure.estimate, case.result["est"], rtol=case.rtol)
        np.testing.assert_allclose(found.weights.sum(), case.result["sum_w"], rtol=case.rtol)
        return
    both = sides(panel, Design(), reference, COVARIATES)
    fitted = propensity(both, POPULATION)
    renamed = [name.replace("=", "").replace("(constant)", "(Intercept)") for name in fitted.names]
    assert renamed == case.result["names"]
    np.testing.assert_allclose(fitted.coefficients, case.result["coef"], rtol=case.rtol)
    np.testing.assert_allclose(fitted.se, case.result["se"], rtol=case.rtol)
    size = np.abs(case.result["vcov"]).max()  # one covariance is the small difference of large numbers
    np.testing.assert_allclose(fitted.covariance, case.result["vcov"], rtol=case.rtol, atol=case.rtol * size)
    np.testing.assert_allclose(fitted.coefficients / fitted.se, case.result["t"], rtol=case.rtol)


@pytest.mark.parametrize("case", [pytest.param(one, id=one["id"]) for one in MADE["cases"]])
def test_estimating_equations_written_out_in_r_give_the_same_figure_and_error(case: dict[str, Any]):
    data, wanted = MADE["data"][case["data"]], case["result"]
    reference = ReferenceSample(
        pa.table(data["reference"]),
        Design(weight="d", psu="psu" if "psu" in data["reference"] else None),
    )
    question = (pa.table(data["panel"]), Design(), reference, [case["indicator"]], ("age", "sex"))
    more = {"numbers": ("x",), "population": case["population"], "fit": case["fit"]}
    if case["kind"] == "dr":
        found = doubly_robust(*question, **more)
    else:
        found = quasi_randomisation(*question, **more, weights=case["kind"])
    figure = found.corrected[0].figure
    np.testing.assert_allclose(found.propensity.coefficients, wanted["gamma"], rtol=1e-7)
    np.testing.assert_allclose(figure.estimate, wanted["est"], rtol=1e-8)
    np.testing.assert_allclose(figure.se, wanted["se"], rtol=case["rtol"])


def test_the_logistic_regression_on_the_stacked_rows_is_the_same_model_down_to_its_p_values():
    case = next(one.values[0] for one in of("imperfect") if one.values[0].id == "propensity")
    model = models.logistic(
        table("panel_reference_stacked"), Design(weight="a"), "z ~ sexe + leeftijd + opleiding"
    )
    panel, reference = supplied()
    both = sides(panel, Design(), reference, COVARIATES)
    np.testing.assert_allclose(
        [one.coef for one in model.coefficients], propensity(both, POPULATION).coefficients, rtol=case.rtol
    )
    assert [one.term for one in model.coefficients] == case.result["names"]
    np.testing.assert_allclose([one.se for one in model.coefficients], case.result["se"], rtol=case.rtol)
    np.testing.assert_allclose([one.p for one in model.coefficients], case.result["p"], rtol=100 * case.rtol)
    np.testing.assert_allclose(model.dispersion, case.result["dispersion"], rtol=case.rtol)
    assert model.df == case.result["df_residual"]
