"""From how many answers a difference would be found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import GofChisquarePower, zt_ind_solve_power

from analysis.compare.enough import answers_for_association, answers_per_group


@pytest.mark.parametrize("effect", [0.1, 0.35, 0.8])
def test_two_means_need_what_statsmodels_says(effect: float) -> None:
    expected = zt_ind_solve_power(effect, alpha=0.05, power=0.8)
    found = answers_per_group(effect, 2.0, 0.05)
    assert found == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(("rows", "strength"), [(2, 0.1), (5, 0.25)])
def test_a_table_needs_what_statsmodels_says(rows: int, strength: float) -> None:
    expected = GofChisquarePower().solve_power(strength, alpha=0.05, power=0.8, n_bins=rows)
    assert answers_for_association(strength**2, 1.0, rows - 1, 0.05) == pytest.approx(expected, abs=1)


@given(st.floats(0.001, 1), st.floats(0.01, 5), st.floats(1, 9))
def test_a_design_effect_multiplies_and_a_smaller_difference_needs_more(
    difference: float, variance: float, effect: float
) -> None:
    one = answers_per_group(difference, variance, 0.05)
    more = answers_per_group(difference, variance * effect, 0.05)
    smaller = answers_per_group(difference / 2, variance, 0.05)
    assert one is not None
    assert more is not None
    assert smaller is not None
    assert more == pytest.approx(one * effect, abs=effect + 1)
    assert smaller == pytest.approx(4 * one, abs=4)


def test_no_difference_is_found_by_no_number_of_answers() -> None:
    assert answers_per_group(0.0, 1.0, 0.05) is None
    assert answers_per_group(1e-17, 0.5, 0.05) is None
    assert answers_for_association(0.0, 1.0, 4, 0.05) is None
    assert answers_for_association(1e-33, 1.0, 4, 0.05) is None
