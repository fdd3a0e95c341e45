"""Refits under replicate weights."""

import numpy as np
import pyarrow as pa
import pytest

from analysis import models
from analysis.collect import collect
from analysis.design import Design
from analysis.errors import ModelError
from analysis.models import replicated
from analysis.replicates import Replication
from analysis.weighting import Raking
from tests.analysis.models.panel import ASKED, panel, replaced

JACKKNIFE = Design(strata="wijk", psu="plek", weight="w", replication=Replication("JKn"))
RAKED = Design(
    strata="wijk",
    psu="plek",
    weight="w",
    replication=Replication("bootstrap", count=30, seed=4),
    adjust=(Raking({"sexe": {"m": 9000, "v": 11000}}),),
)


@pytest.mark.parametrize("design", [JACKKNIFE, RAKED], ids=["jackknife", "raked bootstrap"])
@pytest.mark.parametrize(("kind", "formula"), ASKED)
def test_totals_of_replicates_give_what_each_set_of_weights_gives(kind, formula, design, monkeypatch):
    together = getattr(models, kind)(panel(), design, formula)
    monkeypatch.setattr(replicated, "WIDEST", 0)
    apart = getattr(models, kind)(panel(), design, formula)
    assert together.method == "replicates"
    np.testing.assert_allclose(together.covariance, apart.covariance, rtol=1e-7)


def test_the_jackknife_leaves_out_one_place_at_a_time():
    table = panel()
    model = models.logistic(table, JACKKNIFE, "weet ~ sexe")
    weights = collect(table, JACKKNIFE, keys=["sexe"], values=["weet"])
    thetas = []
    for r in range(weights.replicates.count):
        own = weights.replicates.weights(weights, r)
        kept = own > 0
        part = replaced(table, "w", np.where(kept, own, 1.0)).filter(pa.array(kept))
        thetas.append(models.logistic(part, Design(weight="w"), "weet ~ sexe").coef)
    away = np.array(thetas) - np.mean(thetas, axis=0)
    expected = weights.replicates.scale * (away.T * weights.replicates.rscales) @ away
    np.testing.assert_allclose(model.covariance, expected, rtol=1e-7)


def test_linearisation_and_the_jackknife_are_near_each_other():
    taylor = models.linear(panel(), Design(strata="wijk", psu="plek", weight="w"), "cijfer ~ leeftijd")
    jackknife = models.linear(panel(), JACKKNIFE, "cijfer ~ leeftijd")
    assert jackknife.coef == pytest.approx(taylor.coef)
    assert [one.se for one in jackknife.coefficients] == pytest.approx(
        [one.se for one in taylor.coefficients], rel=0.1
    )


def test_a_set_of_weights_without_one_class_cannot_carry_the_model():
    table = panel()
    place = np.asarray(table["plek"]) + np.asarray(table["wijk"])
    rare = np.where(place == place[0], "uniek", np.asarray(table["kanaal"]))
    with pytest.raises(ModelError, match="van de 24 lukt dat niet"):
        models.linear(replaced(table, "kanaal", pa.array(rare.astype(str))), JACKKNIFE, "cijfer ~ kanaal")


@pytest.mark.parametrize("covariates", ["given", "added", "sampled"])
def test_effects_and_margins_follow_the_replicates(covariates):
    model = models.logistic(panel(), JACKKNIFE, "weet ~ leeftijd + kamers")
    effects = models.marginal_effects(model, covariates=covariates)
    linearised = models.marginal_effects(
        models.logistic(panel(), Design(strata="wijk", psu="plek", weight="w"), "weet ~ leeftijd + kamers"),
        covariates=covariates,
    )
    assert [one.estimate for one in effects] == pytest.approx([one.estimate for one in linearised])
    assert [one.se for one in effects] == pytest.approx([one.se for one in linearised], rel=0.1)
