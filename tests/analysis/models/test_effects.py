import numpy as np
import pytest

from analysis import models
from tests.analysis.models.panel import ASKED, CLUSTERED, panel


@pytest.mark.parametrize(("kind", "formula"), ASKED)
@pytest.mark.parametrize("covariates", ["given", "added", "sampled"])
def test_effects_are_differences_of_margins(kind, formula, covariates):
    model = getattr(models, kind)(panel(), CLUSTERED, formula)
    margins = models.predictive_margins(model, "leeftijd", covariates=covariates).margins
    effects = [
        one for one in models.marginal_effects(model, covariates=covariates) if one.variable == "leeftijd"
    ]
    base = {one.category: one.estimate for one in margins if one.label == "jong"}
    others = [one for one in margins if one.label != "jong"]
    assert [one.estimate for one in effects] == pytest.approx(
        [one.estimate - base[one.category] for one in others], abs=1e-12
    )
    assert all(one.se > 0 and one.low < one.estimate < one.high for one in effects)
    assert all(one.n == model.n and one.df == model.df for one in effects)


@pytest.mark.parametrize("kind", ["multinomial", "ordinal"])
def test_effects_on_the_chances_of_all_classes_add_up_to_nothing(kind):
    formula = dict(ASKED)[kind]
    effects = models.marginal_effects(getattr(models, kind)(panel(), CLUSTERED, formula))
    for label in ("midden", "oud"):
        of_label = [one for one in effects if one.label == label]
        assert len(of_label) == (3 if kind == "multinomial" else 4)
        assert sum(one.estimate for one in of_label) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("kind", "formula"), ASKED)
def test_predicted_chances_are_chances_and_the_mean_of_predictions_is_the_mean(kind, formula):
    model = getattr(models, kind)(panel(), CLUSTERED, formula)
    expected = model.fit.share @ model.fit.kernel.expected(model.fit.columns, model.fit.coef)
    if model.outcomes:
        assert expected.sum() == pytest.approx(1)
    else:
        weight = model.fit.kernel.known.weight
        observed = model.fit.kernel.known.total.sum() / weight.sum() + model.fit.kernel.answers.centre
        assert expected[0] == pytest.approx(observed)


@pytest.mark.parametrize(("kind", "formula"), ASKED)
def test_slopes_are_the_derivatives_of_the_predictions(kind, formula):
    fit = getattr(models, kind)(panel(), CLUSTERED, formula).fit
    slopes = fit.kernel.slopes(fit.columns, fit.coef, fit.share)
    for place in range(len(fit.coef)):
        step = np.zeros(len(fit.coef))
        step[place] = 1e-5
        up = fit.share @ fit.kernel.expected(fit.columns, fit.coef + step)
        down = fit.share @ fit.kernel.expected(fit.columns, fit.coef - step)
        assert slopes[:, place] == pytest.approx((up - down) / 2e-5, abs=1e-8)


def test_in_a_linear_model_the_effect_is_the_coefficient():
    model = models.linear(panel(), CLUSTERED, "cijfer ~ leeftijd + kamers")
    found = {(one.variable, one.label): one for one in models.marginal_effects(model)}
    for key, term in ((("kamers", None), "kamers"), (("leeftijd", "oud"), "leeftijdoud")):
        assert found[key].estimate == pytest.approx(model[term].coef)
        assert found[key].se == pytest.approx(model[term].se)
        assert found[key].p == pytest.approx(model[term].p)


def test_the_slope_of_a_square_depends_on_where_people_are():
    table = panel()
    model = models.linear(table, CLUSTERED, "cijfer ~ kamers + I(kamers^2)")
    weight = np.asarray(table["w"])
    mean = weight @ np.asarray(table["kamers"]) / weight.sum()
    (found,) = models.marginal_effects(model)
    assert found.kind == "slope"
    assert found.estimate == pytest.approx(model["kamers"].coef + 2 * mean * model["I(kamers^2)"].coef)


def test_a_condition_has_the_effect_of_becoming_true():
    model = models.logistic(panel(), CLUSTERED, "weet ~ I(kamers >= 2) + sexe")
    found = models.marginal_effects(model)
    assert [(one.variable, one.reference, one.label) for one in found] == [
        ("kamers", 1, 2),
        ("sexe", "m", "v"),
    ]


def test_sentences_give_points_with_their_margin_and_n():
    model = models.logistic(panel(), CLUSTERED, "weet ~ leeftijd")
    effect = models.marginal_effects(model)[1]
    assert "procentpunt (tussen" in str(effect.sentence)
    assert f"n = {model.n}" in str(effect.sentence)
    margin = models.predictive_margins(model, "leeftijd").margins[0]
    assert "% (tussen" in str(margin.sentence)
    slope = models.marginal_effects(models.linear(panel(), CLUSTERED, "cijfer ~ kamers"))[0]
    assert "één meer van “kamers”" in str(slope.sentence)
