"""Quantiles in domains: with what stands beside them, and what is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.design import Design
from analysis.engine import connect
from analysis.errors import AnalysisError, IndicatorError, MethodError, WeightError
from analysis.quantiles import Quantile, quantiles
from analysis.replicates import Replication
from analysis.weighting import Calibration, PostStratification
from tests.analysis.samples import replaced, sample

BASE = Design(strata="stratum", psu="psu", weight="weight")
SEEDS = st.integers(0, 10_000)
GROUPS = ("jong", "midden", "oud")


def same(left: tuple[Quantile, ...], right: tuple[Quantile, ...]) -> bool:
    numbers = ("estimate", "low", "high", "se", "n", "df")
    return len(left) == len(right) and all(
        one.by == other.by
        and [getattr(one, name) for name in numbers]
        == pytest.approx([getattr(other, name) for name in numbers], rel=1e-9)
        for one, other in zip(left, right, strict=True)
    )


def test_domains_are_sorted_and_hold_each_share_in_the_order_asked():
    found = quantiles(sample(1), BASE, "mark", [0.9, 0.5], by="group")
    assert [(one.by["group"], one.probability) for one in found] == [
        (group, share) for group in GROUPS for share in (0.9, 0.5)
    ]
    assert sum(one.n for one in found) == 2 * 240


def test_a_domain_is_the_same_as_a_condition():
    by = quantiles(sample(2), BASE, "mark", 0.5, by="group")
    where = quantiles(sample(2), BASE, "mark", 0.5, where={"group": "oud"})
    assert same((replace(by[2], by={}),), where)


def test_answers_that_are_missing_are_left_out_and_counted():
    (found,) = quantiles(sample(3), BASE, "knows", 0.5)
    missing = sample(3)["knows"].null_count
    assert missing > 0
    assert (found.n, found.missing) == (240 - missing, missing)


@settings(max_examples=8)
@given(SEEDS, st.sampled_from(["math", "hf7"]), st.sampled_from(["korn_graubard", "mean", "quantile"]))
def test_the_unit_of_the_weights_changes_no_quantile(seed: int, rule: Any, method: Any):
    table = sample(seed)
    heavier = replaced(table, "weight", np.asarray(table["weight"]) * 10)
    design = replace(BASE, replication=Replication("bootstrap", count=25)) if method == "quantile" else BASE
    left, right = (
        quantiles(rows, design, "mark", by="group", rule=rule, method=method) for rows in (table, heavier)
    )
    assert same(left, right)


@settings(max_examples=8)
@given(SEEDS)
def test_the_order_of_the_rows_changes_no_quantile(seed: int):
    table = sample(seed)
    shuffled = table.take(np.random.default_rng(seed).permutation(240))
    assert same(*(quantiles(rows, BASE, "mark", by="group") for rows in (table, shuffled)))


@pytest.mark.parametrize("method", ["mean", "quantile"])
def test_a_grouped_table_has_the_same_quantiles_as_its_rows(method: Any, monkeypatch: pytest.MonkeyPatch):
    table = replaced(sample(4), "weight", np.round(np.asarray(sample(4)["weight"])) + 1)
    design = replace(BASE, replication=Replication("JKn"))
    by_row = quantiles(table, design, "mark", by="group", method=method)
    monkeypatch.setattr("analysis.engine.SMALL", 10)
    assert same(by_row, quantiles(connect().from_arrow(table), design, "mark", by="group", method=method))


def test_the_interval_covers_more_when_its_level_is_higher():
    narrow, wide = (quantiles(sample(5), BASE, "mark", 0.5, level=level)[0] for level in (0.8, 0.99))
    assert narrow.low is not None
    assert wide.low is not None
    assert wide.low < narrow.low
    assert narrow.high is not None
    assert wide.high is not None
    assert narrow.high < wide.high


def test_the_interval_is_made_by_the_method_that_it_names():
    found = {method: quantiles(sample(6), BASE, "mark", 0.9, method=method)[0] for method in METHODS}
    assert all(one.method == method for method, one in found.items())
    assert len({(one.low, one.high) for one in found.values()}) > 1


METHODS: tuple[Any, ...] = ("korn_graubard", "mean", "beta", "xlogit", "asin", "wilson")


def test_a_limit_beyond_the_answers_is_not_given():
    table = sample(7, rows=12, strata=1, psus=12)
    (found,) = quantiles(table, Design(weight="weight"), "mark", 0.97)
    assert found.estimate is not None
    assert (found.high, found.se) == (None, None)
    assert "quantile_open" in found.caveats
    assert "niet te geven" in str(found.sentence)


def test_one_psu_leaves_no_margin_and_says_why():
    table = sample(8, strata=1, psus=1)
    (found,) = quantiles(table, replace(BASE, lonely_psu="remove"), "mark", 0.5)
    assert found.estimate is not None
    assert (found.low, found.high, found.se) == (None, None, None)
    assert "no_degrees_of_freedom" in found.caveats
    assert "trek geen conclusie" in str(found.sentence)


def test_a_group_without_answers_has_no_figure():
    table = sample(9)
    marks = [None if group == "oud" else mark for group, mark in zip(*pair(table), strict=True)]
    found = quantiles(replaced(table, "mark", pa.array(marks, pa.float64())), BASE, "mark", 0.5, by="group")
    assert found[2].estimate is None
    assert (found[2].n, found[2].caveats[-1]) == (0, "empty")
    assert str(found[2].sentence) == "Er is geen cijfer: niemand in deze groep gaf antwoord."


def pair(table: pa.Table) -> tuple[list[str], list[float]]:
    return table["group"].to_pylist(), table["mark"].to_pylist()


def test_rows_of_an_unknown_group_are_in_none_and_that_is_said():
    groups = [None, *sample(1)["group"].to_pylist()[1:]]
    found = quantiles(replaced(sample(1), "group", groups), BASE, "mark", 0.5, by="group")
    assert sum(one.n for one in found) == 239
    assert all("by_missing" in one.caveats for one in found)


def test_a_jackknife_of_quantiles_says_that_its_error_is_doubtful():
    design = replace(BASE, replication=Replication("JKn"))
    (found,) = quantiles(sample(1), design, "mark", 0.5, method="quantile")
    assert "jackknife_quantile" in found.caveats


def test_replicates_in_which_nothing_moves_give_no_margin():
    table = sample(1).append_column("constant", pa.array([3] * 240))
    design = replace(BASE, replication=Replication("bootstrap", count=30))
    (found,) = quantiles(table, design, "constant", 0.5, method="quantile")
    assert (found.estimate, found.low, found.se) == (3, None, None)
    assert "zero_error" in found.caveats


def test_replicates_without_degrees_of_freedom_give_no_margin():
    design = replace(BASE, replication=Replication("JKn"))
    one = {"stratum": "wijk 1", "psu": "plek 1"}
    (found,) = quantiles(sample(1), design, "mark", 0.5, method="quantile", where=one)
    assert (found.df, found.low) == (0, None)
    assert "no_degrees_of_freedom" in found.caveats


def test_calibrated_weights_make_the_error_smaller_where_they_explain_the_answer():
    table = sample(10)
    marks = np.asarray(table["mark"]) + 3 * (np.asarray(table["group"]) == "oud")
    table = replaced(table, "mark", marks)
    fitted = replace(BASE, adjust=(PostStratification(("group",), dict.fromkeys(GROUPS, 9000)),))
    plain, weighted = (quantiles(table, design, "mark", 0.5, method="mean")[0] for design in (BASE, fitted))
    assert plain.se is not None
    assert weighted.se is not None
    assert weighted.se < plain.se


def test_the_sentence_names_the_share_the_value_and_the_margin():
    table = sample(11)
    (found,) = quantiles(table, BASE, "mark", 0.25)
    said = str(found.sentence)
    assert said.startswith("Naar schatting heeft 25% de waarde ")
    assert "betrouwbaarheid 95%, 240 antwoorden" in said
    assert "." not in said.split("De echte grens", maxsplit=1)[0].rstrip(". ")


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({"shares": 50}, MethodError, "Deel een percentage door 100"),
        ({"shares": []}, MethodError, "aandelen"),
        ({"shares": [0.5, 1.0]}, MethodError, "tussen 0 en 1"),
        ({"shares": "mediaan"}, MethodError, "mediaan"),
        ({"rule": "hf10"}, MethodError, "hf9"),
        ({"method": "woodruff"}, MethodError, "korn_graubard"),
        ({"method": "quantile"}, MethodError, "replicatiegewichten"),
        ({"method": "quantile", "level": 95}, MethodError, "betrouwbaarheid"),
        ({"level": 0}, MethodError, "betrouwbaarheid"),
        ({"column": "group"}, IndicatorError, "jong"),
        ({"column": "leeftijd"}, IndicatorError, "leeftijd"),
        ({"where": {"group": "niemand"}}, IndicatorError, "ten minste één antwoord"),
    ],
)
def test_questions_without_an_answer_are_refused(
    options: dict[str, Any], kind: type[AnalysisError], said: str
):
    asked = {"column": "mark"} | options
    with pytest.raises(kind, match=said) as refused:
        quantiles(sample(1), BASE, **asked)
    assert all(str(one).endswith((".", ".)")) for one in refused.value.messages)


def test_an_infinite_answer_is_refused():
    marks = [float("inf"), *sample(1)["mark"].to_pylist()[1:]]
    with pytest.raises(IndicatorError, match="inf"):
        quantiles(replaced(sample(1), "mark", marks), BASE, "mark", 0.5)


def test_negative_weights_are_refused():
    total = float(np.asarray(sample(1)["weight"]).sum())
    far_off = Calibration(factors={"group": dict.fromkeys(GROUPS, total / 3)}, numbers={"mark": 9 * total})
    with pytest.raises(WeightError, match="negatieve gewichten"):
        quantiles(sample(1), replace(BASE, adjust=(far_off,)), "mark", 0.5)


def test_more_domains_than_anybody_reads_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analysis.quantiles.asking.MOST", 2)
    with pytest.raises(IndicatorError, match="hoogstens 2 groepen"):
        quantiles(sample(1), BASE, "mark", 0.5, by="group")
