"""Small areas against R: sae (supplied), and plain likelihoods, lmer and glmer (made/areas.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from analysis.areas.battese import battese
from analysis.areas.direct import direct
from analysis.areas.fay_herriot import FayHerriot, fay_herriot
from analysis.areas.multilevel import Levels, Multilevel, multilevel
from tests.golden.pack import Case, of, table

MADE = json.loads((Path(__file__).parents[2] / "golden" / "made" / "areas.json").read_text())["cases"]


def made(prefix: str) -> list:
    return [pytest.param(one, id=one["id"]) for one in MADE if one["id"].startswith(prefix)]


def agrees_with_fay_herriot(found: FayHerriot, wanted: dict, rtol: float) -> None:
    close = {"rtol": rtol, "atol": 1e-12}
    np.testing.assert_allclose([one.estimate for one in found.areas], wanted["eblup"], **close)
    np.testing.assert_allclose([one.mse for one in found.areas], wanted["mse"], **close)
    np.testing.assert_allclose(found.beta, np.atleast_1d(wanted["beta"]), **close)
    np.testing.assert_allclose(found.beta_se, np.atleast_1d(wanted["beta_se"]), **close)
    np.testing.assert_allclose(found.between.variance, wanted["refvar"], **close)
    np.testing.assert_allclose(found.loglike, wanted["loglike"], **close)
    assert found.between.converged


@pytest.mark.parametrize("case", of("areas"))
def test_the_supplied_numbers_of_sae_are_met(case: Case):
    if case.id == "bhf":
        units, people = table("bhf_unit").to_pydict(), table("bhf_pop").to_pylist()
        population = {one["wijk"]: (one["N"], {"x": one["xbar"]}) for one in people}
        found = battese(units["y"], {"x": units["x"]}, units["wijk"], population)
        assert [one.area for one in found.areas] == [str(name) for name in case.result["domain"]]
        np.testing.assert_allclose(
            [one.estimate for one in found.areas], case.result["eblup"], rtol=case.rtol
        )
        np.testing.assert_allclose(found.beta, case.result["fixed"], rtol=case.rtol)
        np.testing.assert_allclose(found.between, case.result["refvar"], rtol=case.rtol)
        np.testing.assert_allclose(found.within, case.result["errorvar"], rtol=case.rtol)
        return
    rows = table("fay_herriot").to_pydict()
    given = direct(rows["wijk"], rows["direct"], rows["var"], n=rows["n"])
    found = fay_herriot(given, {"x1": rows["x1"], "x2": rows["x2"]}, method=case.id.removeprefix("fh_"))
    agrees_with_fay_herriot(found, case.result, case.rtol)


@pytest.mark.parametrize("case", made("fh_"))
def test_the_likelihood_written_out_in_r_gives_the_same_areas(case: dict):
    x = np.array(case["data"]["X"])
    given = direct(range(len(x)), case["data"]["y"], case["data"]["psi"], unit="mean")
    covariates = {f"x{k}": list(column) for k, column in enumerate(x.T[1:])}
    found = fay_herriot(given, covariates, method=case["id"].rsplit("_", 1)[1])
    agrees_with_fay_herriot(found, case["result"], case["rtol"])


@pytest.mark.parametrize("case", made("unit_"))
def test_lmer_gives_the_same_means_of_areas(case: dict):
    data, wanted = case["data"], case["result"]
    population = {
        k + 1: (size, {"x": mean}) for k, (size, mean) in enumerate(zip(data["N"], data["xbar"], strict=True))
    }
    found = battese(data["y"], {"x": data["x"]}, data["wijk"], population)
    np.testing.assert_allclose([one.estimate for one in found.areas], wanted["eblup"], rtol=case["rtol"])
    np.testing.assert_allclose(found.beta, wanted["fixed"], rtol=case["rtol"])
    np.testing.assert_allclose(found.between, wanted["refvar"], rtol=case["rtol"])
    np.testing.assert_allclose(found.within, wanted["errorvar"], rtol=case["rtol"])


def fit_of(case: dict) -> Multilevel:
    """Our fit of a glmer case; its fixed effects are columns, or classes such as `period2`."""
    rows, names = case["data"], case["result"]["names"]
    columns = [np.ones(len(rows))]
    for name in names[1:]:
        factor = next(key for key in rows[0] if name.startswith(key))
        wanted = name.removeprefix(factor)
        columns.append(
            np.array([float(row[factor] == wanted) if wanted else float(row[factor]) for row in rows])
        )
    random = []
    for factor in np.atleast_1d(case["result"]["factors"]):
        labels = tuple(case["result"]["levels"][factor])
        random.append(Levels(factor, np.array([labels.index(row[factor]) for row in rows]), labels))
    y, n = (np.array([float(row[name]) for row in rows]) for name in ("y", "n"))
    return multilevel(y, n, np.column_stack(columns), names, random)


@pytest.mark.parametrize("case", [*made("cbpp"), *made("town_")])
def test_glmer_gives_the_same_multilevel_model(case: dict):
    wanted, rtol = case["result"], case["rtol"]
    found = fit_of(case)
    assert found.converged
    np.testing.assert_allclose(found.loglike, wanted["loglike"], rtol=1e-7)
    np.testing.assert_allclose(found.beta, wanted["beta"], rtol=rtol, atol=rtol)
    np.testing.assert_allclose(found.beta_se, wanted["beta_se"], rtol=2e-3)
    np.testing.assert_allclose(list(found.sd.values()), np.atleast_1d(wanted["sd"]), rtol=1e-3, atol=1e-3)
    for factor, effects in found.effects.items():
        np.testing.assert_allclose(
            list(effects.values()), np.atleast_1d(wanted["effects"][factor]), rtol=1e-3, atol=1e-3
        )
