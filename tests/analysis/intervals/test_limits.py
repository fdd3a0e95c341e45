"""Every method on every proportion: limits with width around the estimate, and why the method is another one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals
from analysis.intervals import Limits, Method

EXIST_ALWAYS = {"korn_graubard_assumed", "korn_graubard", "wilson", "jeffreys"}
METHODS = st.sampled_from(intervals.METHODS)
SHARES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 1e-9, 1 - 1e-9]))


def one(method: Method, share: float, variance: float, n: float, df: float, level: float = 0.95) -> Limits:
    columns = [np.array([float(value)]) for value in (share, variance, n, df)]
    return intervals.limits(method, *columns, level)


@given(
    METHODS, SHARES, st.floats(1e-6, 25), st.integers(2, 10**6), st.integers(0, 500), st.floats(0.5, 0.999)
)
def test_limits_are_numbers_around_the_estimate_with_width(
    method: Method, share: float, effect: float, n: int, df: int, level: float
):
    found = one(method, share, effect * share * (1 - share) / n, n, min(df, n - 1), level)
    low, high = float(found.low[0]), float(found.high[0])
    assert low <= share + 1e-9
    assert share - 1e-9 <= high
    assert low < high
    assert found.n_eff[0] > 0
    if method != "mean" and not found.outside[0]:
        assert low >= 0
        assert high <= 1


@given(METHODS, st.floats(0.001, 0.999), st.floats(0.05, 20), st.integers(3, 5000), st.integers(1, 300))
def test_no_and_yes_mirror_each_other(method: Method, share: float, effect: float, n: int, df: int):
    variance = effect * share * (1 - share) / n
    yes, no = (one(method, value, variance, n, min(df, n - 1)) for value in (share, 1 - share))
    # The likelihood is read between points, which lie a little differently.
    near = 2e-3 if method == "likelihood" else 1e-9
    assert (yes.low[0], yes.high[0]) == pytest.approx((1 - no.high[0], 1 - no.low[0]), abs=near)


@pytest.mark.parametrize("method", intervals.METHODS)
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nobody_and_everybody_have_limits_whatever_is_asked(method: Method, share: float):
    found = one(method, share, 0.0, 20, 5)
    assert found.extreme[0]
    assert found.replaced[0] == (method not in EXIST_ALWAYS)
    assert 0.1 < found.high[0] - found.low[0] < 0.3


def test_none_of_n_has_the_limit_of_the_rule_of_three():
    found = one("korn_graubard", 0.0, 0.0, 300, 9)
    assert found.high[0] == pytest.approx(1 - 0.025 ** (1 / 300))
    assert one("korn_graubard", 0.0, 0.0, 300, 9, 0.9).high[0] == pytest.approx(3 / 300, rel=0.01)


@pytest.mark.parametrize("method", intervals.METHODS)
def test_places_that_agree_by_chance_count_as_single_answers(method: Method):
    found = one(method, 0.4, 0.0, 50, 4)
    assert (found.flat[0], found.extreme[0]) == (True, False)
    assert found.n_eff[0] == 50
    assert found.high[0] - found.low[0] > 0.2


def test_the_default_takes_the_lesser_of_n_and_the_adjusted_effective_n():
    enough = one("korn_graubard", 0.3, 0.3 * 0.7 / 40, 100, 9)
    ratio = intervals.critical(0.95, 99) / intervals.critical(0.95, 9)
    assert enough.n_eff[0] == pytest.approx(40 * ratio**2)
    assert not enough.capped[0]
    agreeing = one("korn_graubard", 0.3, 0.3 * 0.7 / 400, 100, 9)
    assert (agreeing.n_eff[0], agreeing.capped[0]) == (100, True)
    assert one("beta", 0.3, 0.3 * 0.7 / 400, 100, 9).n_eff[0] == pytest.approx(400 * ratio**2)


@pytest.mark.parametrize("method", intervals.METHODS)
def test_without_degrees_of_freedom_nothing_is_known(method: Method):
    for share, variance, n, df in ((0.4, 0.01, 20, 0), (0.0, 0.0, 20, 0), (1.0, 0.0, 1, 0)):
        found = one(method, share, variance, n, df)
        assert found.unknown[0]
        assert (found.low[0], found.high[0]) == (0.0, 1.0)


@pytest.mark.parametrize("method", intervals.METHODS)
@pytest.mark.parametrize("share", [-0.02, 1.03])
def test_a_share_beyond_0_or_1_has_walds_limits_and_is_called_outside(method: Method, share: float):
    found = one(method, share, 0.0004, 50, 10)
    margin = intervals.critical(0.95, 10) * 0.02
    assert found.outside[0]
    assert (found.low[0], found.high[0]) == pytest.approx((share - margin, share + margin))


@pytest.mark.parametrize("method", intervals.METHODS)
def test_many_figures_at_once_are_the_same_as_one_by_one(method: Method):
    rng = np.random.default_rng(3)
    n = rng.integers(2, 400, 60).astype(float)
    share = np.where(rng.random(60) < 0.2, rng.integers(0, 2, 60), rng.random(60))
    variance = share * (1 - share) / n * rng.gamma(3, 0.4, 60)
    df = np.minimum(rng.integers(0, 30, 60), n - 1)
    together = intervals.limits(method, share, variance, n, df, 0.95)
    for place in range(60):
        apart = one(method, share[place], variance[place], n[place], df[place])
        assert (apart.low[0], apart.high[0]) == pytest.approx((together.low[place], together.high[place]))
        assert apart.n_eff[0] == together.n_eff[place]


def test_r_counts_the_rows_without_an_answer_in_beta_and_the_default_does_not():
    columns = [np.array([value]) for value in (0.3, 0.005, 40.0, 9.0)]
    more = np.array([60.0])
    default, with_rows = (
        intervals.limits("korn_graubard", *columns, 0.95, rows=rows) for rows in (None, more)
    )
    assert default.low[0] == with_rows.low[0]
    beta, counted = (intervals.limits("beta", *columns, 0.95, rows=rows) for rows in (None, more))
    assert beta.low[0] != counted.low[0]


def test_a_folded_arcsine_limit_is_that_of_r_and_is_told_unless_it_passes_the_share():
    # R survey 4.1.1: svyciprop(~x, svydesign(id = ~1, weights = ~w), method = "asin"), one of thirty.
    share = 1 / 30
    found = one("asin", share, share * (1 - share) / 29, 30, 29)
    assert found.low[0] == pytest.approx(3.96e-05, rel=2e-3)
    assert found.folded[0]
    absurd = one("asin", 1 / 6, 1 / 36, 6, 1)
    assert (absurd.low[0], absurd.high[0], absurd.folded[0]) == (0.0, 1.0, True)
    assert not one("asin", 0.4, 0.004, 60, 10).folded[0]
