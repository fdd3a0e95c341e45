"""With equal weights the rules are the types of Hyndman and Fan, as NumPy has them; weights are repetitions."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quantiles import RULES, Rule, quantile_at

NUMPY: dict[Rule, Any] = {
    "math": "inverted_cdf",
    "hf1": "inverted_cdf",
    "school": "averaged_inverted_cdf",
    "hf2": "averaged_inverted_cdf",
    "hf4": "interpolated_inverted_cdf",
    "hf5": "hazen",
    "hf6": "weibull",
    "hf7": "linear",
    "hf8": "median_unbiased",
    "hf9": "normal_unbiased",
}
VALUES = st.lists(st.integers(-1000, 1000), min_size=1, max_size=25, unique=True).map(sorted)
SHARES = st.integers(1, 99).map(lambda percent: percent / 100)


@settings(max_examples=60)
@given(VALUES, SHARES, st.sampled_from(sorted(NUMPY)))
def test_with_equal_weights_they_are_the_types_of_hyndman_and_fan(
    values: list[int], share: float, rule: Rule
):
    numbers = np.array(values, dtype=float)
    found = quantile_at(numbers, np.full(len(numbers), 2.5), np.array([share]), rule)
    near = np.round(share * len(numbers), 9)  # NumPy takes 0.07 * 100 for more than 7
    expected = np.quantile(numbers, min(near / len(numbers), 1), method=NUMPY[rule])
    assert found[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=40)
@given(VALUES, st.data(), SHARES, st.sampled_from(["math", "school"]))
def test_a_weight_of_three_is_the_answer_of_three_people(
    values: list[int], data: Any, share: float, rule: Rule
):
    times = data.draw(st.lists(st.integers(1, 4), min_size=len(values), max_size=len(values)))
    weighted = quantile_at(np.array(values, float), np.array(times, float), np.array([share]), rule)
    people = np.repeat(np.array(values, float), times)
    near = np.round(share * len(people), 9)
    assert weighted[0] == np.quantile(people, near / len(people), method=NUMPY[rule])


@pytest.mark.parametrize(("share", "expected"), [(0.25, 2), (0.5, 2), (0.75, 4), (0.6, 3)])
def test_hf3_takes_the_even_place_where_two_answers_are_as_near(share: float, expected: float):
    values, weights = np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    assert quantile_at(values, weights, np.array([share]), "hf3")[0] == expected


@pytest.mark.parametrize("rule", RULES)
def test_one_answer_is_every_quantile(rule: Rule):
    assert quantile_at(np.array([7.0]), np.array([3.0]), np.array([0.1, 0.9]), rule).tolist() == [7, 7]


@settings(max_examples=40)
@given(VALUES, st.data(), st.sampled_from(RULES))
def test_quantiles_rise_with_the_share_and_stay_within_the_answers(values: list[int], data: Any, rule: Rule):
    weights = data.draw(st.lists(st.floats(0.1, 50), min_size=len(values), max_size=len(values)))
    shares = np.linspace(0.01, 0.99, 33)
    found = quantile_at(np.array(values, float), np.array(weights), shares, rule)
    assert (np.diff(found) >= -1e-9).all()
    assert values[0] <= found[0]
    assert found[-1] <= values[-1]
