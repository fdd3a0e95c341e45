"""Answers for a difference, before fieldwork."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MethodError
from analysis.planning.detectable import detectable_difference
from analysis.planning.difference import plan_difference, plan_difference_per_wijk, power_of_plan
from analysis.planning.expectations import Expectations
from analysis.planning.power import Overlap

shares = st.floats(0.03, 0.97)


def test_the_examples_of_r_come_out() -> None:
    # The worked examples in R's own documentation of power.prop.test.
    assert power_of_plan(50, 0.50, 0.75).power == pytest.approx(0.740, abs=5e-4)
    assert plan_difference(0.50, 0.75, power=0.90).n == 77  # 76.7
    assert detectable_difference(50, 0.50, power=0.90).upper == pytest.approx(0.8026, abs=5e-5)


@given(shares, shares, st.floats(0.5, 0.99), st.floats(1, 3))
@settings(deadline=None)
def test_a_plan_has_the_power_that_was_asked(first: float, second: float, power: float, deff: float) -> None:
    if abs(first - second) < 0.02:
        return
    plan = plan_difference(first, second, power=power, expectations=Expectations(deff=deff))
    assert plan.power >= power - 1e-6
    assert power_of_plan(plan.n, second, first, expectations=Expectations(deff=deff)).power == pytest.approx(
        plan.power
    )


@given(shares, st.integers(20, 3000), st.floats(0.5, 0.95))
@settings(deadline=None)
def test_the_smallest_difference_is_found_with_just_that_power(share: float, n: int, power: float) -> None:
    found = detectable_difference(n, share, power=power)
    for other in (found.lower, found.upper):
        if other is not None:
            assert power_of_plan(n, share, other).power == pytest.approx(power, abs=1e-6)
    assert found.difference is None or found.difference > 0


def test_the_power_is_what_drawing_gives() -> None:
    rng = np.random.default_rng(3)
    n, times = 150, 20_000
    first, second = rng.binomial(n, 0.3, times) / n, rng.binomial(n, 0.42, times) / n
    mean = (first + second) / 2
    found = np.abs(first - second) / np.sqrt(2 * mean * (1 - mean) / n) > 1.959964
    assert power_of_plan(n, 0.3, 0.42).power == pytest.approx(float(found.mean()), abs=0.015)


def test_people_who_come_back_save_answers() -> None:
    # Kish (1965), section 12.4: the variance of a change shrinks by 1 - P R.
    fresh = plan_difference(0.5, 0.5001)
    panel = plan_difference(0.5, 0.5001, overlap=Overlap(share=0.6, correlation=0.7))
    assert panel.n / fresh.n == pytest.approx(1 - 0.6 * 0.7, rel=1e-4)


def test_more_comparisons_and_clusters_need_more_answers() -> None:
    one = plan_difference(0.3, 0.4)
    assert plan_difference(0.3, 0.4, comparisons=66).n > 2 * one.n
    assert plan_difference(0.3, 0.4, expectations=Expectations(deff=2)).n == pytest.approx(2 * one.n, abs=1)


def test_sentences_give_n_and_say_what_stays_unseen() -> None:
    plan = plan_difference(0.3, 0.4, expectations=Expectations(response=0.5))
    assert f"Met {plan.n} antwoorden per groep (benader er {plan.approach})" in str(plan.sentence)
    assert plan.approach == 2 * plan.n
    text = str(detectable_difference(100, 0.3).sentence)
    assert "Met 100 antwoorden per groep" in text
    assert "Kleinere verschillen blijven vaak onopgemerkt" in text
    assert "geen enkel verschil" in str(detectable_difference(4, 0.5).sentence)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: plan_difference(0.4, 0.4),
        lambda: plan_difference(0.4, 40),
        lambda: plan_difference(0.4, 0.5, power=1),
        lambda: plan_difference(0.4, 0.5, comparisons=0),
        lambda: plan_difference(0.4, 0.5, overlap=Overlap(share=1.2)),
        lambda: plan_difference(0.4, 0.5, overlap=Overlap(share=0.5, correlation=-3)),
        lambda: power_of_plan(0, 0.4, 0.5),
        lambda: detectable_difference(100, 1.0),
    ],
)
def test_a_plan_that_cannot_be_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(MethodError) as refused:
        ask()
    assert len(refused.value.messages) == 3


def test_a_wijk_with_too_few_people_for_a_difference_says_so() -> None:
    noord, oost = plan_difference_per_wijk(
        {"Noord": 900, "Oost": 9000}, 0.3, 0.4, expectations=Expectations(response=0.3)
    )
    assert noord.n == oost.n == plan_difference(0.3, 0.4, comparisons=2).n
    assert (noord.caveats, oost.caveats) == (("population_too_small",), ())
    assert "Noord: voor een verschil" in str(noord.sentence)
    assert "en er zijn er 900" in str(noord.sentence)
    with pytest.raises(MethodError, match="wijken"):
        plan_difference_per_wijk({}, 0.3, 0.4)
