import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MethodError
from analysis.weighting import combine

ESTIMATES, VARIANCES = [1.31, 1.12, 1.45, 1.27, 1.38], [0.04, 0.05, 0.045, 0.038, 0.052]


def test_rubins_rules_are_those_of_mitools() -> None:
    """R 4.2.2, mitools: MIcombine(as.list(estimates), as.list(variances))."""
    found = combine(ESTIMATES, VARIANCES)
    assert found.estimate == pytest.approx(1.306, rel=1e-14)
    assert found.se == pytest.approx(0.252261768803757, rel=1e-13)
    assert found.df == pytest.approx(46.640192486221, rel=1e-12)
    assert found.missing_information == pytest.approx(0.321344002740101, rel=1e-12)
    assert (found.low, found.high) == pytest.approx((0.798411413586855, 1.81358858641315), rel=1e-12)


@pytest.mark.parametrize("df", [24.0, 300.0])
def test_degrees_of_freedom_of_small_samples_are_those_of_barnard_and_rubin(df: float) -> None:
    """Their (1 - gamma) is W / T; mitools takes W / (W + B) there, and gives a little more freedom."""
    of_tables, kept = 46.640192486221, 0.045 / 0.252261768803757**2
    of_sample = (df + 1) / (df + 3) * df * kept
    assert combine(ESTIMATES, VARIANCES, df).df == pytest.approx(
        of_tables * of_sample / (of_tables + of_sample)
    )


def test_equal_estimates_lose_nothing() -> None:
    found = combine([2.0, 2.0, 2.0], [0.25, 0.25, 0.25], df=40)
    assert (found.se, found.between, found.missing_information) == (0.5, 0.0, 0.0)
    assert found.df == pytest.approx(41 / 43 * 40)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20), st.floats(2, 500))
def test_imputing_never_narrows_and_never_gives_more_freedom(estimates: list[float], df: float) -> None:
    found = combine(estimates, [0.3] * len(estimates), df)
    assert found.se**2 >= 0.3 * (1 - 1e-12)
    assert 0 < found.df <= df
    assert found.low <= found.estimate <= found.high
    assert 0 <= found.missing_information <= 1


@pytest.mark.parametrize(
    ("estimates", "variances"),
    [([1.0], [1.0]), ([1.0, 2.0], [1.0]), ([1.0, 2.0], [1.0, -1.0]), ([1.0, float("nan")], [1, 1])],
)
def test_too_few_tables_or_impossible_variances_are_refused(
    estimates: list[float], variances: list[float]
) -> None:
    with pytest.raises(MethodError):
        combine(estimates, variances)


def test_the_sentence_says_what_was_lost() -> None:
    assert "5 keer aanvullen" in str(combine(ESTIMATES, VARIANCES).sentence)
    assert "32% van de informatie" in str(combine(ESTIMATES, VARIANCES).sentence)
