import pyarrow.compute
import pytest

from analysis import models
from analysis.design import Design
from analysis.errors import FormulaError, ModelError
from tests.analysis.models.panel import CLUSTERED, panel


def test_one_coefficient_is_tested_as_its_t_squared():
    model = models.logistic(panel(), CLUSTERED, "weet ~ leeftijd + sexe")
    found = models.term_test(model, "sexe")
    assert found.ndf == 1
    assert found.statistic == pytest.approx(model["sexev"].t ** 2)
    assert found.p == pytest.approx(model["sexev"].p)


def test_a_term_of_a_multinomial_model_is_tested_in_all_classes():
    model = models.multinomial(panel(), CLUSTERED, "kanaal ~ leeftijd + kamers")
    assert models.term_test(model, "leeftijd").ndf == 4
    assert models.term_test(model, ["leeftijd", "kamers"]).ndf == 6


def test_a_term_of_an_ordinal_model_leaves_the_thresholds_alone():
    model = models.ordinal(panel(), CLUSTERED, "eens ~ sexe + leeftijd")
    found = models.term_test(model, "sexe")
    assert found.statistic == pytest.approx((model["sexev"].coef / model["sexev"].se) ** 2)


def test_the_sentence_says_what_was_shown_and_never_that_nothing_is_there():
    model = models.logistic(panel(), CLUSTERED, "weet ~ leeftijd + sexe")
    shown = models.term_test(model, "leeftijd")
    assert shown.p < 0.05
    assert "hangt “leeftijd” samen met “weet”" in str(shown.sentence)
    random = models.multinomial(panel(), CLUSTERED, "kanaal ~ sexe")
    open_ended = models.term_test(random, "sexe")
    assert open_ended.p > 0.05
    assert "niet aangetoond" in str(open_ended.sentence)
    assert f"n = {model.n}" in str(shown.sentence)


def test_a_term_that_is_not_there_is_refused():
    with pytest.raises(FormulaError, match="leeftijd, sexe"):
        models.term_test(models.logistic(panel(), CLUSTERED, "weet ~ leeftijd + sexe"), "kamers")


def test_with_fewer_psus_than_coefficients_there_are_no_margins_and_no_tests():
    few = panel().filter(pyarrow.compute.less(panel()["plek"], "2"))
    model = models.linear(few, Design(psu="wijk", weight="w"), "cijfer ~ leeftijd * sexe")
    assert model.df < 1
    assert "no_degrees_of_freedom" in model.caveats
    assert all(one.low is None and one.p is None for one in model.coefficients)
    with pytest.raises(ModelError, match="vrijheidsgraden"):
        models.term_test(model, "leeftijd")
    assert all(one.low is None for one in models.marginal_effects(model))
    assert "niet te geven" in str(models.marginal_effects(model)[0].sentence)
    assert "niet te geven" in str(models.predictive_margins(model, "sexe").margins[0].sentence)
    assert models.predict(model, [{"leeftijd": "oud", "sexe": "v"}])[0].low is None
