"""The likelihood interval: its limits solve the equation of the test, but for the profile that R reads them from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals
from analysis.intervals import rao_scott


def gap(share: float, other: float) -> float:
    other = min(max(other, 1e-12), 1 - 1e-12)
    return share * np.log(share / other) + (1 - share) * np.log((1 - share) / (1 - other))


@given(st.floats(0.02, 0.98), st.floats(0.3, 3), st.integers(100, 2000), st.integers(8, 90))
def test_the_deviance_at_the_limits_is_t_squared(share: float, effect: float, n: int, df: int):
    variance = effect * share * (1 - share) / n
    low, high = intervals.interval("likelihood", share, variance, n, df)
    t = intervals.critical(0.95, df)
    for limit, away in ((low, -1), (high, 1)):
        beyond, before = (
            2 * (n - 1) * gap(share, limit + step) / effect for step in (away * 1e-3, -away * 1e-3)
        )
        assert before < t * t < beyond


def test_where_the_profile_of_r_does_not_reach_the_equation_is_solved():
    share, n, t = 0.3, 40.0, 12.7  # one degree of freedom: R gives NA
    odds_variance = 0.01 / (share * (1 - share) * n)
    low, high = (
        float(limit[0])
        for limit in rao_scott.likelihood(*(np.array([value]) for value in (share, odds_variance, n, t, 1.0)))
    )
    effect = odds_variance * n * share * (1 - share)
    for limit in (low, high):
        assert 2 * (n - 1) * gap(share, limit) / effect == pytest.approx(t * t, rel=1e-9)
    assert low < share < high


@pytest.mark.parametrize("effect", [1e-6, 1e3])
def test_no_design_effect_is_too_small_or_too_large(effect: float):
    low, high = intervals.interval("likelihood", 0.2, effect * 0.16 / 100, 100, 4)
    assert 0 <= low < 0.2 < high <= 1
