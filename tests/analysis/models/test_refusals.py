"""What a regression refuses, and that it says what was expected, found, and to be done."""

import numpy as np
import pyarrow as pa
import pytest

from analysis import models
from analysis.design import Design
from analysis.errors import AnalysisError, FormulaError, MethodError, ModelError
from analysis.weighting import Calibration
from tests.analysis.models.panel import CLUSTERED, panel, replaced


def refused(kind, formula, *words, table=None, design=CLUSTERED, error=AnalysisError, **options):
    with pytest.raises(error) as found:
        getattr(models, kind)(panel() if table is None else table, design, formula, **options)
    assert all(str(message) for message in found.value.messages)
    for word in words:
        assert word in str(found.value)


def test_a_constant_outcome_leaves_nothing_to_explain():
    table = replaced(panel(), "weet", np.ones(400))
    refused("logistic", "weet ~ leeftijd", "bij iedereen hetzelfde", table=table, error=ModelError)
    refused("linear", "cijfer ~ sexe", "“cijfer”", table=replaced(panel(), "cijfer", np.full(400, 7.3)))
    refused("logistic", 'I(kanaal == "fax") ~ leeftijd', "bij iedereen hetzelfde")


def test_columns_that_say_the_same_are_named():
    table = panel().append_column("kopie", panel()["kamers"])
    refused("linear", "cijfer ~ kamers + sexe + kopie", ": kopie.", table=table, error=ModelError)
    refused("linear", "cijfer ~ leeftijd:sexe", "a*b", error=ModelError)
    table = panel().append_column("niets", pa.array(np.zeros(400)))
    refused("poisson", "bezoeken ~ sexe + niets", ": niets.", table=table, error=ModelError)


def test_a_logistic_outcome_is_zero_or_one():
    refused("logistic", "cijfer ~ leeftijd", "0 of 1", "I(cijfer >= 4)", error=ModelError)
    refused("logistic", "kanaal ~ leeftijd", "kanaal")


def test_a_count_is_not_below_zero():
    table = replaced(panel(), "bezoeken", np.asarray(panel()["bezoeken"]) - 1)
    refused("poisson", "bezoeken ~ leeftijd", "onder nul", table=table, error=ModelError)


def test_a_factor_of_one_class_and_an_absent_column_are_named():
    refused("linear", "cijfer ~ leeftijd + sexe", "sexe", error=FormulaError, where={"sexe": "m"})
    refused("linear", "cijfer ~ leeftijd + straat", "straat")


def test_no_answers_is_no_model():
    table = replaced(panel(), "weet", pa.array([None] * 400, pa.float64()))
    refused("logistic", "weet ~ leeftijd", table=table)
    refused("linear", "cijfer ~ leeftijd", "Er is er geen", where={"wijk": "elders"}, error=ModelError)


def test_negative_weights_of_linear_calibration_are_refused():
    total = float(np.asarray(panel()["w"]).sum())
    design = Design(
        strata="wijk",
        psu="plek",
        weight="w",
        adjust=(Calibration({"sexe": {"m": total / 2, "v": total / 2}}, {"kamers": 2.9 * total}),),
    )
    refused("linear", "cijfer ~ leeftijd", "gewicht", design=design)


def test_classes_of_an_outcome_are_enough_and_their_order_complete():
    refused("multinomial", "kanaal ~ leeftijd", "ten minste 2", where={"kanaal": "web"}, error=ModelError)
    refused("ordinal", "sexe ~ leeftijd", "ten minste 3", error=ModelError)
    refused("ordinal", "eens ~ leeftijd", "volgorde", order=["0 nooit", "1 soms"], error=ModelError)


def test_a_level_lies_between_nothing_and_everything():
    refused("linear", "cijfer ~ leeftijd", "0.95", level=95, error=MethodError)


def test_an_unknown_treatment_of_covariates_is_refused():
    model = models.linear(panel(), CLUSTERED, "cijfer ~ leeftijd")
    with pytest.raises(MethodError, match="given"):
        models.marginal_effects(model, covariates="random")


def test_a_group_outside_the_formula_and_an_unknown_class_are_refused():
    model = models.linear(panel(), CLUSTERED, "cijfer ~ leeftijd")
    with pytest.raises(FormulaError, match="sexe"):
        models.predictive_margins(model, "sexe")
    with pytest.raises(FormulaError, match="baby"):
        models.predict(model, [{"leeftijd": "baby"}])
    with pytest.raises(AnalysisError, match="leeftijd"):
        models.predict(model, [{"sexe": "m"}])


def test_missing_values_are_left_out_and_counted():
    table = panel()
    missing = table["weet"].null_count
    model = models.logistic(table, CLUSTERED, "weet ~ leeftijd")
    assert missing
    assert (model.n, model.missing) == (400 - missing, missing)
    assert str(missing) in str(model.sentence)
    everybody = models.linear(table, CLUSTERED, "cijfer ~ leeftijd")
    assert (everybody.n, everybody.missing) == (400, 0)
    assert "niet waardoor" in str(everybody.sentence)
