"""Odd tables give a figure with its caveat or a refusal with its reason; never a wrong number in silence, never NaN."""

from dataclasses import fields
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.columns import forget
from analysis.compare.association import chi_square
from analysis.design import Design
from analysis.errors import AnalysisError, DesignError
from analysis.estimate import estimate
from analysis.models import logistic
from analysis.table import ratio, tabulate
from analysis.weighting import Raking

PLACES = Design(strata="wijk", psu="place", weight="weight")


def table(rows: int = 40, **columns: Any) -> pa.Table:
    places = [f"plek {row // 2 % 10}" for row in range(rows)]
    made: dict[str, Any] = {
        "wijk": [f"wijk {row // 4 % 5}" for row in range(rows)],
        "place": places,
        "weight": [1.0 + row % 3 for row in range(rows)],
        "knows": [float(row % 3 == 0) for row in range(rows)],
        "group": [("jong", "oud")[row % 2] for row in range(rows)],
    }
    return pa.table(made | columns)


def without_nan(figures: Any) -> bool:
    return not any(
        isinstance(getattr(one, part.name), float) and isnan(getattr(one, part.name))
        for one in figures
        for part in fields(one)
    )


def test_a_single_row_has_a_share_but_no_margin_and_says_why():
    (figure,) = estimate(table(1), PLACES, ["knows"])
    assert (figure.estimate, figure.low, figure.n) == (1.0, None, 1)
    assert "no_degrees_of_freedom" in figure.caveats
    assert without_nan([figure])


@pytest.mark.parametrize("design", [PLACES, Design(weight="weight"), Design(strata="wijk", weight="weight")])
def test_a_constant_column_has_a_margin_or_a_reason(design: Design):
    rows = table(same=[7.5] * 40, ever=[1.0] * 40)
    figures = tabulate(rows, design, ["same", "ever"])
    assert without_nan(figures.estimates)
    constant, everybody = figures.estimates
    assert constant.se == 0
    assert "zero_error" in constant.caveats
    assert everybody.high == 1
    assert 0 < (everybody.low or 0) < 1
    assert not figures.covariance.any()


def test_a_domain_without_answers_is_empty_and_leaves_the_others_alone():
    rows = table(knows=pa.array([None if row % 2 else float(row % 3 == 0) for row in range(40)]))
    young, old = tabulate(rows, PLACES, ["knows"], "group").estimates
    assert (old.estimate, old.se, old.n, old.missing) == (None, None, 0, 20)
    assert "empty" in old.caveats
    assert young.n == 20


def test_a_column_without_any_answer_is_empty_everywhere():
    rows = table(knows=pa.array([None] * 40, pa.float64()))
    made = tabulate(rows, PLACES, ["knows"], "group")
    assert [one.estimate for one in made.estimates] == [None, None]
    assert not made.covariance.any()


def test_a_condition_that_nobody_meets_gives_no_figures():
    assert estimate(table(), PLACES, ["knows"], "group", where={"group": "niemand"}) == []
    (figure,) = estimate(table(), PLACES, ["knows"], where={"group": "niemand"})
    assert (figure.n, figure.estimate) == (0, None)


def test_a_ratio_by_zero_has_no_estimate():
    (figure,) = ratio(table(none=[0.0] * 40), PLACES, "knows", "none").estimates
    assert figure.estimate is None
    assert "empty" in figure.caveats


@pytest.mark.parametrize(
    "asked",
    [
        lambda rows: chi_square(rows, PLACES, "one", "knows"),
        lambda rows: logistic(rows, PLACES, "ever ~ group"),
        lambda rows: logistic(rows, PLACES, "knows ~ one"),
        lambda rows: tabulate(
            rows,
            Design(weight="weight", adjust=(Raking({"group": {"jong": 5.0, "midden": 5.0, "oud": 5.0}}),)),
            ["knows"],
        ),
        lambda rows: tabulate(
            rows,
            Design(
                weight="weight",
                adjust=(Raking({"group": {"jong": 5.0, "oud": 5.0}, "one": {"een": 11.0}}),),
            ),
            ["knows"],
        ),
    ],
    ids=["one class in a test", "a constant outcome", "a constant factor", "a class without people", "sums"],
)
def test_what_cannot_be_answered_is_refused_in_three_sentences(asked: Any):
    rows = table(one=["een"] * 40, ever=[1.0] * 40)
    with pytest.raises(AnalysisError) as refused:
        asked(rows)
    assert len([message for message in refused.value.messages if str(message)]) == 3


def test_a_place_in_two_populations_is_refused():
    size = [100.0 if row % 2 else 200.0 for row in range(40)]
    with pytest.raises(DesignError, match=r"van 100\.0 tot 200\.0"):
        estimate(table(size=size), Design(strata="wijk", psu="place", weight="weight", fpc="size"), ["knows"])


def test_as_many_domains_as_people_are_as_many_figures(tmp_path: Path):
    rows, people = 120_000, 40_000
    made = pa.table(
        {
            "person": pa.array(np.arange(rows) % people),
            "wijk": pa.array(np.arange(rows) % 20),
            "place": pa.array(np.arange(rows) % 4_000),
            "weight": pa.array(1.0 + np.arange(rows) % 7),
            "knows": pa.array((np.arange(rows) % 3 == 0).astype(np.int8)),
        }
    )
    pq.write_table(made, tmp_path / "many.parquet")
    figures = estimate(tmp_path / "many.parquet", PLACES, ["knows"], "person")
    forget()
    assert len(figures) == people
    assert figures[3].n == 3
    assert "no_degrees_of_freedom" in figures[3].caveats


def test_the_covariance_of_very_many_domains_is_refused_with_what_to_do():
    rows = 5_000
    made = table(rows, person=[str(row) for row in range(rows)])
    with pytest.raises(DesignError, match="Splits de vraag"):
        tabulate(made, PLACES, ["knows"], "person")
