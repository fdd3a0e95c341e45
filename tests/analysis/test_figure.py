"""Figures at the edge: nobody, everybody, one place, one person, no answer. Never NaN: none, with a reason."""

from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from analysis import intervals
from analysis.caveats import sentence
from analysis.design import Design
from analysis.estimate import estimate
from analysis.figure import Estimate, fill, fill_all
from tests.analysis.samples import sample

GOLDEN = Path(__file__).parent.parent / "golden" / "supplied"
PLACES = Design(strata="wijk", psu="place", weight="weight")


def rows(**columns: list[Any]) -> pa.Table:
    size = len(next(iter(columns.values())))
    filled = {"wijk": ["A"] * size, "place": [str(k // 2) for k in range(size)], "weight": [2.0] * size}
    return pa.table({**filled, **{name: pa.array(values) for name, values in columns.items()}})


def one(table: pa.Table, design: Design = PLACES, **more: Any) -> Estimate:
    (figure,) = estimate(table, design, ["x"], **more)
    return figure


@pytest.mark.parametrize("method", intervals.METHODS)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_nobody_and_everybody_have_an_interval_with_width(value: float, method: str):
    figure = one(rows(x=[value] * 6), method=method)
    exists = method in {intervals.DEFAULT, "korn_graubard", "wilson", "jeffreys"}
    assert (figure.estimate, figure.se, figure.n_eff) == (value, 0.0, 6.0)
    named = exists and method != intervals.DEFAULT  # nothing had to be assumed
    assert figure.method == (method if named else "korn_graubard")
    assert figure.low is not None
    assert figure.high is not None
    assert (figure.low == 0) is (value == 0)
    assert (figure.high == 1) is (value == 1)
    assert 0.3 < figure.high - figure.low < 1
    assert {"extreme", "deff_undefined", "small"} <= set(figure.caveats)
    assert ("method_undefined" in figure.caveats) is not exists


def test_thirty_street_interviews_have_an_interval_in_every_cell():
    table = pyarrow.csv.read_csv(GOLDEN / "street30.csv")
    for design in (Design(strata="wijk", weight="w"), Design(strata="wijk", psu="locatie", weight="w")):
        cells = estimate(table, design, ["spontaan", "weet_waar"], by="wijk", method="logit")
        extreme = {(cell.indicator, cell.by["wijk"]): cell for cell in cells if "extreme" in cell.caveats}
        assert extreme["spontaan", 4].estimate == 0
        assert extreme["weet_waar", 4].estimate == 1
        assert all(cell.n == 6 and cell.low is not None and cell.high is not None for cell in cells)
        assert all(cell.method == "korn_graubard" for cell in extreme.values())
    # As narrow as six simple random draws allow, and not narrower: none of six, exactly.
    alone = estimate(table, Design(strata="wijk", weight="w"), ["spontaan"], by="wijk")[3]
    assert (alone.low, alone.high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 6)))


def test_places_that_agree_by_chance_are_not_taken_for_certainty():
    figure = one(rows(x=[1.0, 0.0, 0.0, 1.0, 1.0, 0.0]))
    assert (figure.estimate, figure.se, figure.deff) == (0.5, 0.0, None)
    assert "zero_error" in figure.caveats
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.2
    assert figure.high > 0.8


def test_one_place_gives_a_figure_without_an_error():
    figure = one(rows(x=[1.0, 0.0]))
    assert (figure.estimate, figure.df) == (0.5, 0)
    assert (figure.se, figure.low, figure.high, figure.deff) == (None, None, None, None)
    assert "no_degrees_of_freedom" in figure.caveats


def test_a_domain_in_one_place_per_stratum_has_an_error_but_no_interval():
    table = rows(x=[1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    table = table.set_column(0, "wijk", pa.array(list("AAAABBBB")))
    figure = one(table, where={"place": ["0", "2"]})
    assert figure.df == 0
    assert figure.se is not None
    assert figure.se > 0
    assert (figure.low, figure.high) == (None, None)
    assert "no_degrees_of_freedom" in figure.caveats


def test_nobody_asked_is_no_figure():
    figure = one(rows(x=pa.array([None] * 4, pa.float64())))
    assert (figure.n, figure.missing, figure.weighted_base) == (0, 4, 0.0)
    assert (figure.estimate, figure.se, figure.low, figure.high, figure.deff, figure.n_eff) == (None,) * 6
    assert "empty" in figure.caveats


def test_a_domain_that_nobody_is_in_is_an_empty_figure_or_no_row():
    table = rows(x=[1.0, 0.0], group=["a", "b"])
    assert one(table, where={"group": "c"}).n == 0
    assert estimate(table, PLACES, ["x"], by="group", where={"wijk": "Z"}) == []


def test_a_single_interview_is_shown_without_a_margin():
    figure = one(rows(x=[1.0]), Design())
    assert (figure.n, figure.estimate, figure.low) == (1, 1.0, None)


def test_a_mean_that_does_not_vary_has_no_interval_and_says_so():
    figure = one(rows(x=[7.5] * 6))
    assert (figure.kind, figure.estimate, figure.se, figure.low) == ("mean", 7.5, 0.0, None)
    assert "zero_error" in figure.caveats


def test_a_mean_has_students_interval_whatever_was_asked_for_proportions():
    figure = one(rows(x=[1.0, 5.0, 3.0, 4.0, 2.0, 2.0]), method="wilson")
    assert (figure.kind, figure.method) == ("mean", "mean")


def test_large_numbers_that_differ_little_keep_their_error():
    years = [2000.0 + step / 1000 for step in range(8)]
    shifted = [value + 1e6 for value in years]
    assert one(rows(x=shifted)).se == pytest.approx(one(rows(x=years)).se, rel=1e-6)


def test_weights_that_are_no_population_compare_the_design_with_replacement():
    figure = one(rows(x=[1.0, 0.0, 1.0, 1.0]), Design())
    assert figure.deff == pytest.approx(1)
    assert figure.n_eff == pytest.approx(4)
    assert "deff_replace" in figure.caveats


def test_the_design_effect_is_n_over_the_effective_n():
    for figure in estimate(
        sample(5), Design(strata="stratum", psu="psu", weight="weight"), ["knows", "mark"]
    ):
        assert figure.deff is not None
        assert figure.n_eff == pytest.approx(figure.n / figure.deff)


def test_interviews_of_which_the_group_is_unknown_are_mentioned():
    table = rows(x=[1.0, 0.0, 1.0, 0.0], group=["a", "a", None, "b"])
    figures = estimate(table, PLACES, ["x"], by="group")
    assert [(figure.by["group"], figure.n) for figure in figures] == [("a", 2), ("b", 1)]
    assert all("by_missing" in figure.caveats for figure in figures)


def test_a_whole_sample_of_a_population_has_no_sampling_error():
    figure = one(
        rows(x=[1.0, 0.0, 1.0, 1.0], size=[2, 2, 2, 2]), Design(strata="wijk", psu="place", fpc="size")
    )
    assert figure.se == 0


@pytest.mark.parametrize("seed", range(5))
def test_no_number_is_ever_nan_and_every_caveat_has_a_sentence(seed: int):
    table = sample(seed, rows=25, strata=5, psus=2)
    for by in ((), "group", ("stratum", "group")):
        for figure in estimate(
            table, Design(strata="stratum", psu="psu", weight="weight"), ["knows", "mark"], by=by
        ):
            numbers = (figure.estimate, figure.se, figure.low, figure.high, figure.deff, figure.n_eff)
            assert not any(number is not None and isnan(number) for number in numbers)
            assert all(str(sentence(code)) for code in figure.caveats)
            if figure.low is None:
                assert {"empty", "no_degrees_of_freedom", "zero_error"} & set(figure.caveats)


def test_a_figure_has_its_coefficient_of_variation_and_both_design_effects():
    for figure in estimate(
        sample(5), Design(strata="stratum", psu="psu", weight="weight"), ["knows", "mark"]
    ):
        assert figure.cv == pytest.approx(figure.se / figure.estimate)
        kept = 1 - figure.n / figure.weighted_base
        assert figure.deff * kept == pytest.approx(figure.deff_replace)
    assert one(rows(x=[0.0] * 6)).cv is None


def test_a_figure_says_itself_in_a_sentence():
    figure = one(rows(x=[1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0]))
    assert str(figure.sentence).startswith(
        "Naar schatting 50%. Het echte aandeel ligt waarschijnlijk tussen "
    )
    assert "8 antwoorden" in str(figure.sentence)


def test_many_figures_are_filled_in_as_one_by_one():
    blank = replace(one(rows(x=[1.0, 0.0, 1.0, 1.0])), caveats=())
    kinds = ("proportion", "mean", "total", "ratio")
    blanks = [replace(blank, kind=kind, level=level) for kind in kinds for level in (0.9, 0.95)]
    share = np.linspace(0.0, 1.0, len(blanks))
    variance, spread = share * (1 - share) / 40, share * (1 - share)
    together = fill_all(blanks, share, variance, spread)
    for figure, values in zip(together, zip(blanks, share, variance, spread, strict=True), strict=True):
        assert figure == fill(*values)
