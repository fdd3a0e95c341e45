import numpy as np
import pytest

from analysis import models
from analysis.errors import ModelError
from analysis.models.newton import Point, maximise
from tests.analysis.models.panel import ASKED, CLUSTERED, panel


@pytest.mark.parametrize(("kind", "formula"), ASKED)
def test_the_fit_is_reached_from_far_away_too(kind, formula):
    fit = getattr(models, kind)(panel(), CLUSTERED, formula).fit
    start = np.zeros(len(fit.basis))
    if kind == "ordinal":
        start[-3:] = (-5.0, 0.0, 5.0)
    again = fit.back @ fit.kernel.refit(start, fit.kernel.totalled.of())
    np.testing.assert_allclose(again, fit.coef, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("kind", ["multinomial", "ordinal"])
def test_gradient_and_information_are_the_derivatives_of_the_likelihood(kind):
    kernel = getattr(models, kind)(panel(), CLUSTERED, dict(ASKED)[kind]).fit.kernel
    sums = kernel.answers.sums()
    at = kernel.fit() * 0.8
    here = kernel.evaluate(at, sums)
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = 1e-5
        up, down = kernel.evaluate(at + step, sums), kernel.evaluate(at - step, sums)
        assert here.gradient[place] == pytest.approx((up.value - down.value) / 2e-5, abs=1e-8)
        assert here.information[place] == pytest.approx(-(up.gradient - down.gradient) / 2e-5, abs=1e-8)


def test_where_nothing_changes_there_is_no_best_solution():
    flat = Point(0.0, np.array([1.0, 1.0]), np.array([[1.0, 1.0], [1.0, 1.0]]))
    with pytest.raises(ModelError, match="beste oplossing"):
        maximise(lambda _: flat, np.zeros(2))


def test_what_rises_for_ever_has_no_best_solution():
    with pytest.raises(ModelError, match="beste oplossing"):
        maximise(lambda beta: Point(float(beta[0]), np.ones(1), np.eye(1)), np.zeros(1))


def test_nothing_to_fit_is_fitted():
    assert len(maximise(lambda _: Point(0.0, np.zeros(0), np.zeros((0, 0))), np.zeros(0))) == 0
