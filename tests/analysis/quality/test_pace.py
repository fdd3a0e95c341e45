"""Speeding and straight-lining, counted by hand, and what must not change them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.quality.pace import speeding, straight_lining


def test_an_interview_of_less_than_half_the_median_is_flagged():
    found = speeding([240, 200, 99, 100, 260, None, 200])
    assert found.median == 200
    assert found.flagged.tolist() == [False, False, True, False, False, False, False]
    assert (found.n, found.left_out, found.estimate) == (6, 1, pytest.approx(1 / 6))
    assert found.shares[3] == 0.5
    assert math.isnan(found.shares[5])
    assert str(found.sentence) == (
        "1 van de 6 interviews (17%) duurden korter dan 50% van de middelste tijd. Kijk deze na; snel is nog niet fout."
    )


@given(st.lists(st.floats(1, 1e4), min_size=1, max_size=40), st.floats(0.01, 100), st.floats(0.05, 0.95))
def test_the_unit_of_time_does_not_matter_and_fewer_than_half_are_flagged(times, unit, limit):
    found, scaled = speeding(times, limit=limit), speeding([time * unit for time in times], limit=limit)
    assert scaled.shares == pytest.approx(found.shares)
    assert found.estimate <= 0.5


def test_the_indices_of_four_respondents_by_hand():
    found = straight_lining([[3, 3, 3, 3], [1, 2, 2, 5], [5, 5, None, 5], [1, None, None, 2]])
    assert found.deviation[:3].tolist() == [0, 1.5, 0]
    assert found.identical[:3].tolist() == [1, 0.5, 1]
    assert found.longest.tolist() == [4, 2, 3, 0]
    assert found.flagged.tolist() == [True, False, True, False]
    assert (found.n, found.left_out, found.statements, found.estimate) == (3, 1, 4, pytest.approx(2 / 3))
    assert math.isnan(found.deviation[3])
    assert "same_direction" in found.caveats
    assert str(found.sentence).startswith("2 van de 3 mensen (67%) gaven op alle stellingen")


@given(st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=1, max_size=20))
def test_turning_the_scale_round_changes_no_index(answers):
    found, turned = (
        straight_lining(answers),
        straight_lining([[6 - point for point in row] for row in answers]),
    )
    assert np.allclose(turned.deviation, found.deviation)
    assert turned.longest.tolist() == found.longest.tolist()
    assert ((found.longest / 4) <= found.identical).all()
    assert ((found.deviation == 0) == found.flagged).all()


def test_a_block_that_nobody_answered_has_no_share():
    found = straight_lining([[None, None, 1], [None] * 3])
    assert (found.estimate, found.caveats) == (None, ("nobody_answered",))
    assert str(found.sentence) == "Niemand beantwoordde drie of meer stellingen van dit blok."


@pytest.mark.parametrize("times", [[], [None], [0, 0, 0]])
def test_without_a_time_there_is_nothing_to_compare(times):
    with pytest.raises(EvidenceError, match="geen bruikbare tijd"):
        speeding(times)


@pytest.mark.parametrize("times", [[-1, 4], [math.inf, 4], ["snel"]])
def test_times_that_can_not_be_are_refused(times):
    with pytest.raises(IndicatorError, match="negatieve tijd"):
        speeding(times)


@pytest.mark.parametrize("limit", [0, 1, 50, math.nan])
def test_a_limit_that_is_no_share_is_refused(limit):
    with pytest.raises(MethodError, match="korter dan de helft"):
        speeding([1, 2], limit=limit)


@pytest.mark.parametrize("answers", [[], [[1, 2]], [[]]])
def test_a_block_of_fewer_than_three_statements_is_refused(answers):
    with pytest.raises(EvidenceError, match="drie of meer"):
        straight_lining(answers)


@pytest.mark.parametrize("answers", [[[1, 2, 3], [1, 2]], [["a", 1, 2]], [[math.inf, 1, 2]]])
def test_answers_that_are_no_points_are_refused(answers):
    with pytest.raises(IndicatorError):
        straight_lining(answers)
