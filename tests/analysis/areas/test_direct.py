"""What may be called a direct estimate of an area."""

import pytest

from analysis.areas.direct import direct, direct_from
from analysis.areas.smoothing import smoothed
from analysis.design import Design
from analysis.errors import AreaModelError
from analysis.table import tabulate
from tests.analysis.areas.samples import interviews


def test_a_variance_below_zero_is_refused():
    with pytest.raises(AreaModelError, match="onder 0 in variance"):
        direct(["a", "b"], [0.2, 0.3], [0.01, -0.01])


def test_lists_of_another_length_are_refused_by_name():
    with pytest.raises(AreaModelError, match="anders bij: variance"):
        direct(["a", "b"], [0.2, 0.3], [0.01])


def test_an_area_that_comes_twice_is_refused():
    with pytest.raises(AreaModelError, match="meer dan één keer"):
        direct(["a", "a"], [0.2, 0.3], [0.01, 0.01])


def test_an_infinite_figure_is_refused():
    with pytest.raises(AreaModelError, match="oneindig"):
        direct(["a", "b"], [0.2, float("inf")], [0.01, 0.01])


def test_a_table_of_figures_by_area_is_taken_over_with_its_numbers():
    table = tabulate(interviews(), Design(strata="wijk", weight="w"), ["knows"], by="wijk")
    found = direct_from(table.estimates, "wijk")
    assert len(found) == 8
    assert found.unit == "proportion"
    assert found.n.tolist() == [60.0] * 8
    assert found.usable.all()
    assert found.variance[0] == pytest.approx(table.covariance[0, 0])
    assert found.caveats == ("origin_unknown",)


def test_figures_that_are_not_by_area_are_refused():
    table = tabulate(interviews(), Design(weight="w"), ["knows"])
    with pytest.raises(AreaModelError, match="per wijk"):
        direct_from(table.estimates, "wijk")


def test_smoothed_variances_keep_the_total_and_fall_with_the_number_of_answers():
    n = [10, 20, 40, 80, 30]
    found = direct(list("abcde"), [0.4, 0.5, 0.3, 0.4, 0.0], [0.03, 0.011, 0.007, 0.0025, 0.0], n=n)
    smooth = smoothed(found)
    assert smooth[:4].sum() == pytest.approx(found.variance.sum())
    assert (smooth[:3] > smooth[1:4]).all()
    assert smooth[2] < smooth[4] < smooth[1]


def test_smoothing_needs_three_areas_that_have_a_variance():
    with pytest.raises(AreaModelError, match="ten minste 3 gebieden"):
        smoothed(direct(["a", "b"], [0.2, 0.3], [0.01, 0.02], n=[10, 20]))


def test_areas_of_one_size_share_one_smoothed_variance():
    found = direct(list("abc"), [0.2, 0.3, 0.4], [0.01, 0.02, 0.03], n=[10, 10, 10])
    assert smoothed(found) == pytest.approx([0.02, 0.02, 0.02])
