"""How strong selection would have to be to turn a conclusion over."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.design import Design
from analysis.errors import EvidenceError, MethodError
from analysis.imperfect.proxy_pattern import proxy_pattern
from analysis.imperfect.quasi_randomisation import quasi_randomisation
from analysis.imperfect.sensitivity import sensitivity
from tests.analysis.imperfect.samples import COVARIATES, panel, population, reference, residents

CORRECTION = quasi_randomisation(panel(), Design(), reference(), ["weet", "uren"], COVARIATES)
FIGURE = CORRECTION.corrected[0].figure


def test_at_the_tipping_point_the_estimate_is_the_threshold():
    found = sensitivity(FIGURE, 0.25)
    assert found.above
    assert found.share(found.tipping) == pytest.approx(0.25)
    assert found.interval(found.tipping_margin)[0] == pytest.approx(0.25)
    assert 1 < found.tipping_margin < found.tipping


def test_a_known_selection_is_undone_exactly():
    # Of 1,000 residents 300 know it; they join twice as easily: 60 of 300 and 70 of 700.
    assert sensitivity(FIGURE, 0.5).share(1.0) == FIGURE.estimate
    seen = replace(FIGURE, estimate=60 / 130, low=0.4, high=0.5)
    assert sensitivity(seen, 0.2).share(2.0) == pytest.approx(0.3)


@given(threshold=st.floats(0.02, 0.98))
def test_the_tipping_point_lies_on_the_side_of_the_conclusion(threshold: float):
    found = sensitivity(FIGURE, threshold)
    assert (found.tipping > 1) == found.above or threshold == FIGURE.estimate
    if found.holds == "none":
        assert found.low <= threshold <= found.high
    else:
        assert not found.low < threshold < found.high


def test_a_threshold_within_the_margin_leaves_no_conclusion():
    found = sensitivity(FIGURE, FIGURE.estimate - 0.01)
    assert (found.holds, found.tipping_margin) == ("none", 1.0)
    assert "valt ook zonder vertekening niet te zeggen" in str(found.sentence)


def test_what_was_measured_is_the_yardstick():
    strongest = float(np.exp(np.abs(CORRECTION.propensity.coefficients[1:]).max()))
    near = sensitivity(FIGURE, FIGURE.low - 0.01, CORRECTION.propensity)
    far = sensitivity(FIGURE, 0.02, CORRECTION.propensity)
    assert near.observed == far.observed == pytest.approx(strongest)
    assert (near.holds, far.holds) == ("weak", "strong")


@pytest.mark.parametrize(
    ("threshold", "words"), [(0.2, "meer dan 20% is, blijft staan"), (0.7, "minder dan 70% is, blijft staan")]
)
def test_the_sentence_says_which_side_and_how_many_times(threshold: float, words: str):
    text = str(sensitivity(FIGURE, threshold).sentence)
    assert words in text
    assert "keer zo makkelijk meedoet" in text


@pytest.mark.parametrize("threshold", [0.0, 1.0, 50])
def test_a_threshold_outside_0_and_1_is_refused(threshold: float):
    with pytest.raises(MethodError, match="grens tussen 0 en 1"):
        sensitivity(FIGURE, threshold)


def test_a_mean_has_no_odds():
    with pytest.raises(EvidenceError, match="geen aandeel"):
        sensitivity(CORRECTION.corrected[1].figure, 0.5)


@pytest.mark.parametrize("selection", [0.0, -1.0, float("inf")])
def test_an_impossible_selection_is_refused(selection: float):
    with pytest.raises(MethodError, match="boven 0"):
        sensitivity(FIGURE, 0.5).share(selection)


def test_the_proxy_pattern_goes_from_selection_on_covariates_to_selection_on_the_answer():
    found = proxy_pattern(panel(), Design(), population(), "weet", COVARIATES)
    truth = residents()["weet"].mean()
    assert found.shares[0.0] == pytest.approx(truth, abs=0.05)
    assert found.shares[0.0] > found.shares[0.5] > found.shares[1.0]
    assert found.bias(0.0) > 0.1
    assert 0 < found.rho < 1
    assert str(found.sentence).startswith("Afhankelijk van waarom mensen meededen")


def test_at_phi_zero_the_proxy_pattern_moves_by_rho_only():
    # By hand: U among the others has mean Phi^-1(p) + rho (m0 - m1) / s1 and variance 1 + rho^2 (v0 - v1) / v1.
    from scipy.stats import norm

    found = proxy_pattern(panel(), Design(), population(), "weet", ("leeftijd",), phis=(0.0,))
    rows, everybody = panel().to_pylist(), residents()
    share = {
        age: np.mean([row["weet"] for row in rows if row["leeftijd"] == age])
        for age in ("jong", "midden", "oud")
    }
    proxy = {age: norm.ppf(value) for age, value in share.items()}
    here = np.array([proxy[row["leeftijd"]] for row in rows])
    there = np.array([proxy[age] for age in everybody["leeftijd"]])
    f = len(here) / len(there)
    m0 = (there.mean() - f * here.mean()) / (1 - f)
    v0 = ((there**2).mean() - f * (here**2).mean()) / (1 - f) - m0**2
    rho = here.std() / np.sqrt(1 + here.var())
    p = np.mean([row["weet"] for row in rows])
    mean, variance = norm.ppf(p) + rho * (m0 - here.mean()) / here.std(), 1 + rho**2 * (v0 / here.var() - 1)
    assert found.shares[0.0] == pytest.approx(f * p + (1 - f) * norm.cdf(mean / np.sqrt(variance)), rel=1e-6)


@pytest.mark.parametrize("phis", [(), (1.5,), (-0.1,)])
def test_a_phi_outside_0_and_1_is_refused(phis: tuple[float, ...]):
    with pytest.raises(MethodError, match="voor phi"):
        proxy_pattern(panel(), Design(), population(), "weet", COVARIATES, phis=phis)


def test_the_proxy_pattern_needs_a_yes_or_no():
    with pytest.raises(EvidenceError, match="ja/nee-indicator"):
        proxy_pattern(panel(), Design(), population(), "uren", COVARIATES)
