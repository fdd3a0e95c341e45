"""When a design effect is assumed, and when the rule of the NCHS stays as it is."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals
from analysis.intervals import effective


def one(
    share: float, effect: float, n: float, df: float, method: Any = intervals.DEFAULT
) -> intervals.Limits:
    variance = effect * share * (1 - share) / n
    return intervals.limits(method, *(np.array([float(each)]) for each in (share, variance, n, df)), 0.95)


def same(left: intervals.Limits, right: intervals.Limits) -> bool:
    return (left.low[0], left.high[0], left.n_eff[0]) == (right.low[0], right.high[0], right.n_eff[0])


@given(st.floats(0, 1), st.floats(0.2, 5), st.integers(2, 10**6), st.integers(0, 10))
def test_answers_that_are_their_own_places_keep_the_rule_of_the_nchs(
    share: float, effect: float, n: int, strata: int
):
    df = max(n - strata, n / (effective.MANY - 1) - 1, 1)
    found = one(share, effect, n, df)
    assert not found.assumed[0]
    assert same(found, one(share, effect, n, df, "korn_graubard"))


@given(st.floats(0.1, 0.9), st.floats(0.2, 20), st.integers(30, 10**5), st.integers(5, 500))
def test_a_share_of_a_tenth_or_more_keeps_the_rule_of_the_nchs_from_five_degrees_of_freedom(
    share: float, effect: float, n: int, df: int
):
    df = min(df, n - 1)
    assert same(one(share, effect, n, df), one(share, effect, n, df, "korn_graubard"))


@given(st.floats(0, 1), st.floats(0, 20), st.integers(2, 10**5), st.integers(1, 500))
def test_an_assumption_never_makes_an_interval_narrower(share: float, effect: float, n: int, df: int):
    careful, nchs = (
        one(share, effect, n, min(df, n - 1), name) for name in (intervals.DEFAULT, "korn_graubard")
    )
    assert careful.n_eff[0] <= nchs.n_eff[0]
    assert bool(careful.assumed[0]) == (careful.n_eff[0] < nchs.n_eff[0])
    if not careful.outside[0]:
        assert careful.low[0] <= nchs.low[0] + 1e-12
        assert careful.high[0] >= nchs.high[0] - 1e-12


def test_none_of_many_answers_at_a_few_places_counts_for_less_than_its_answers():
    found = one(0.0, 1.0, 400, 9)
    assert found.made_by(intervals.DEFAULT) == ["korn_graubard_assumed"]
    assert found.n_eff[0] == pytest.approx(400 / (1 + 39 * 0.1))
    assert found.high[0] == pytest.approx(1 - 0.025 ** (1 / found.n_eff[0]))
    assert one(0.0, 1.0, 400, 9, "korn_graubard").n_eff[0] == 400
    assert one(0.0, 1.0, 400, 9, "logit").made_by("logit") == ["korn_graubard_assumed"]


def test_many_places_with_a_case_need_no_assumption():
    assert one(0.01, 1.0, 2_000, 19).assumed[0]
    assert not one(0.01, 1.0, 20_000, 1_999).assumed[0]


def test_a_design_effect_that_was_estimated_larger_is_kept():
    found = one(0.02, 12.0, 400, 9)
    assert not found.assumed[0]
    assert found.made_by(intervals.DEFAULT) == ["korn_graubard"]
    assert found.n_eff[0] < 400 / 12
