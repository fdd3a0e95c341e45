"""Weighted sums of chi-squares."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import fdtrc

from analysis.compare.quadratic import integral, saddlepoint, saddlepoint_whole

MANY = 1e7  # degrees of freedom at which the denominator is one


@pytest.mark.parametrize(("value", "chance"), [(0.1, 0.9458), (0.7, 0.5064), (2.0, 0.1240)])
def test_the_integral_gives_the_first_table_of_imhof(value: float, chance: float) -> None:
    # Imhof (1961), Biometrika 48, table 1: 0.6, 0.3 and 0.1 times a chi-square of one degree of freedom each.
    assert integral([0.6, 0.3, 0.1], value, MANY) == pytest.approx(chance, abs=6e-5)


@pytest.mark.parametrize(
    ("many", "ddf", "value"), [(1, 30.0, 7.0), (5, 3.0, 1.0), (2, 14.0, 12.4), (4, 5000.0, 3.3)]
)
def test_equal_weights_are_an_f_distribution(many: int, ddf: float, value: float) -> None:
    exact = fdtrc(many, ddf, value / many)
    assert integral([1.0] * many, value, ddf) == pytest.approx(exact, rel=1e-9)
    assert saddlepoint([1.0] * many, value, ddf) == pytest.approx(exact, rel=0.08)


def test_the_integral_is_what_drawing_gives() -> None:
    rng = np.random.default_rng(7)
    weights, value, ddf = [1.7, 0.7, 0.2], 9.0, 14
    drawn = sum(one * rng.chisquare(1, 400_000) for one in weights) / (rng.chisquare(ddf, 400_000) / ddf)
    share = float(np.mean(drawn > value))
    assert integral(weights, value, ddf) == pytest.approx(share, abs=4 * (share / 400_000) ** 0.5)


def test_far_out_in_the_tail_the_saddlepoint_takes_over() -> None:
    assert integral([1.0], 120.0, 40.0) == saddlepoint([1.0], 120.0, 40.0)
    assert saddlepoint([1.0], 120.0, 40.0) == pytest.approx(fdtrc(1, 40, 120.0), rel=0.15)


def test_at_the_mean_the_saddlepoint_is_smooth() -> None:
    weights, mean = [1.0, 0.5], 1.5 * 40 / 40
    around = [saddlepoint(weights, mean + step, 40.0) for step in (-1e-3, -1e-6, 0.0, 1e-6, 1e-3)]
    assert all(earlier > later for earlier, later in pairwise(around))
    assert around[0] - around[-1] < 2e-3


def test_nothing_measured_is_no_finding() -> None:
    assert integral([1.0, 2.0], 0.0, 9.0) == saddlepoint([1.0, 2.0], 0.0, 9.0) == 1.0
    assert saddlepoint_whole([1.0], 3.0, 0.7) == 1.0


def test_the_definition_of_r_counts_whole_degrees_of_freedom() -> None:
    assert saddlepoint_whole([1.0, 0.4], 5.0, 23.0) == saddlepoint([1.0, 0.4], 5.0, 23.0)
    assert saddlepoint_whole([1.0, 0.4], 5.0, 23.97) > saddlepoint([1.0, 0.4], 5.0, 23.97)
