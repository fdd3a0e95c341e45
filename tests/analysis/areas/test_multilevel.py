"""The binomial multilevel model: a published worked example, exact gradients, refusals."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from analysis.areas import multilevel as laplace
from analysis.areas.multilevel import Levels, multilevel
from analysis.areas.posterior import posterior
from analysis.errors import AreaModelError

MADE = json.loads((Path(__file__).parents[2] / "golden" / "made" / "areas.json").read_text())["cases"]
PERIODS = ("1", "2", "3", "4")


def cattle():
    """Contagious bovine pleuropneumonia in 15 Ethiopian herds (Lesnoff et al. 2004; `cbpp` in lme4's manual)."""
    rows = next(one for one in MADE if one["id"] == "cbpp")["data"]
    y, n = (np.array([float(row[name]) for row in rows]) for name in ("y", "n"))
    x = np.column_stack([[float(row["period"] == one) for row in rows] for one in PERIODS])
    x[:, 0] = 1.0
    labels = tuple(dict.fromkeys(row["herd"] for row in rows))
    return y, n, x, PERIODS, [Levels("herd", np.array([labels.index(row["herd"]) for row in rows]), labels)]


def test_the_worked_example_of_lme4_comes_out_as_published():
    # lme4 1.1, help(glmer): glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial).
    found = multilevel(*cattle())
    np.testing.assert_allclose(found.beta, [-1.3983, -0.9919, -1.1282, -1.5797], atol=7e-4)
    assert found.sd["herd"] == pytest.approx(0.6421, abs=7e-4)
    # Our maximum is a little higher than that of lme4's default tolerances (-92.02657).
    assert found.loglike == pytest.approx(-92.0263, abs=1e-4)
    assert found.converged
    assert str(found.sentence) == "Het model vindt verschillen tussen: herd."


def test_the_gradient_of_the_laplace_likelihood_is_exact():
    y, n, x, _, random = cattle()
    z = np.eye(15)[random[0].codes]
    counts = laplace._Counts(y, n, x, z, np.zeros(15, dtype=int))
    at = np.array([-1.2, -0.9, -1.0, -1.4, 0.8])
    slopes = []
    for place in range(5):
        step = np.eye(5)[place] * 1e-5
        slopes.append(
            (laplace._laplace(counts, at + step)[0] - laplace._laplace(counts, at - step)[0]) / 2e-5
        )
    np.testing.assert_allclose(laplace._laplace(counts, at)[1], slopes, rtol=1e-6)


def test_the_own_fit_lies_between_the_two_bayesian_fits_of_statsmodels_or_near_them():
    """The comparison by which the own Laplace fit was chosen: see docs/selection.md."""
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

    y, n, x, _, random = cattle()
    yes = np.concatenate([np.repeat([1.0, 0.0], [int(a), int(b - a)]) for a, b in zip(y, n, strict=True)])
    rows = np.repeat(np.arange(len(y)), n.astype(int))
    design = np.eye(15)[random[0].codes][rows]
    model = BinomialBayesMixedGLM(yes, x[rows], design, np.zeros(15, dtype=int), vcp_p=1, fe_p=2.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the optimiser of statsmodels complains of its own gradient
        variational = model.fit_vb()
    own = posterior(y, n, x, random)
    beta = own.beta
    np.testing.assert_allclose(beta, variational.fe_mean, atol=0.15)
    assert own.sd[0] == pytest.approx(float(np.exp(variational.vcp_mean[0])), rel=0.25)


def test_levels_that_do_not_differ_get_a_standard_deviation_of_zero_and_are_named():
    y, n = np.full(6, 4.0), np.full(6, 10.0)
    found = multilevel(y, n, np.ones((6, 1)), ["constant"], [Levels("wijk", np.arange(6), tuple("abcdef"))])
    assert found.sd["wijk"] == pytest.approx(0, abs=1e-6)
    assert "geen verschillen" in str(found.sentence)
    assert found.beta[0] == pytest.approx(np.log(4 / 6))


@pytest.mark.parametrize(("y", "n"), [([3.0], [2.0]), ([-1.0], [2.0]), ([float("nan")], [2.0])])
def test_counts_that_are_no_counts_are_refused(y: list[float], n: list[float]):
    with pytest.raises(AreaModelError, match="tussen 0 en het aantal antwoorden"):
        multilevel(np.array(y), np.array(n), np.ones((1, 1)), ["c"], [Levels("wijk", np.array([0]), ("a",))])


def test_no_answers_at_all_are_refused():
    with pytest.raises(AreaModelError, match="geen enkel antwoord"):
        multilevel(np.zeros(1), np.zeros(1), np.ones((1, 1)), ["c"], [Levels("wijk", np.array([0]), ("a",))])
