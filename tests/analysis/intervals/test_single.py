"""Intervals by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals
from analysis.errors import MethodError

SHARES = st.floats(0.001, 0.999)
FREEDOM = st.floats(1, 1e6)


@given(SHARES, st.floats(2, 1e6), FREEDOM, st.floats(0.5, 0.999))
def test_wilson_holds_the_estimate_and_mirrors(share: float, n_eff: float, df: float, level: float):
    low, high = intervals.wilson(share, n_eff, df, level)
    assert 0 <= low < share < high <= 1
    mirrored = intervals.wilson(1 - share, n_eff, df, level)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)


@given(SHARES, st.floats(1e-6, 0.2), FREEDOM)
def test_logit_holds_the_estimate_and_stays_within_0_and_1(share: float, se: float, df: float):
    found = intervals.logit(share, se, df, 0.95)
    assert found is not None
    assert 0 <= found[0] <= share <= found[1] <= 1


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_logit_does_not_exist_at_the_ends(share: float):
    assert intervals.logit(share, 0.0, 10, 0.95) is None


def test_more_confidence_is_a_wider_interval():
    widths = [
        high - low for low, high in (intervals.wilson(0.3, 50, 20, level) for level in (0.8, 0.9, 0.95, 0.99))
    ]
    assert widths == sorted(widths)


def test_the_critical_value_of_many_degrees_of_freedom_is_the_normal_one():
    assert intervals.critical(0.95, float("inf")) == pytest.approx(1.959963984540054)
    assert intervals.critical(0.95, 4) == pytest.approx(2.7764451051977987)


@pytest.mark.parametrize("count", [intervals.exact_count, intervals.wilson_count])
@pytest.mark.parametrize(("positive", "n"), [(40, 30), (-1, 30), (0, 0), (float("nan"), 30)])
def test_counts_that_cannot_be_are_refused(count: object, positive: float, n: float):
    assert callable(count)
    with pytest.raises(MethodError, match="Gekregen: positive ="):
        count(positive, n)
