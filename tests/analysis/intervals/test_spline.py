"""The spline of a profile: a cubic is its own spline, and heights are met between its points."""

import numpy as np
import pytest

from analysis.intervals.spline import FINER, crossing, weights


@pytest.mark.parametrize("points", [4, 7, 19])
def test_a_cubic_is_its_own_spline(points: int):
    at = np.arange(points)
    fine = np.linspace(0, points - 1, FINER * points)

    def cubic(place: np.ndarray) -> np.ndarray:
        return 2 - place + 0.3 * place**2 - 0.05 * place**3

    assert weights(points) @ cubic(at) == pytest.approx(cubic(fine))


def test_a_straight_line_is_crossed_where_it_has_that_height():
    places = np.linspace(-2, 2, 9)[None, :]
    low, high = crossing(places, 3 * places, np.array([4.5]))
    assert (low[0], high[0]) == (pytest.approx(-1.5), pytest.approx(1.5))


def test_a_height_that_is_not_reached_is_not_a_number():
    places = np.linspace(-1, 1, 5)[None, :]
    low, high = crossing(places, places, np.array([1.5]))
    assert np.isnan(low[0])
    assert np.isnan(high[0])
