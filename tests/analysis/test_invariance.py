"""What must not change a figure: the unit of the weights, the order of the rows, the names, the engine's threads."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.columns import forget
from analysis.design import Design
from analysis.engine import connect
from analysis.estimate import estimate
from analysis.figure import Estimate
from tests.analysis.samples import replaced, sample

CLUSTERED = Design(strata="stratum", psu="psu", weight="weight")
STRATIFIED = Design(strata="stratum", weight="weight")
ASKED = ["knows", "mark"]
SEEDS = st.integers(0, 10_000)
DESIGNS = st.sampled_from([CLUSTERED, STRATIFIED, Design(weight="weight")])


def same(left: list[Estimate], right: list[Estimate], rel: float = 1e-10) -> bool:
    numbers = ("estimate", "se", "low", "high", "n_eff")
    return len(left) == len(right) and all(
        one.by == other.by
        and one.n == other.n
        and one.df == other.df
        and [getattr(one, name) for name in numbers]
        == pytest.approx([getattr(other, name) for name in numbers], rel=rel)
        for one, other in zip(left, right, strict=True)
    )


@settings(max_examples=10)
@given(SEEDS, DESIGNS, st.sampled_from([0.1, 10, 1000]))
def test_the_unit_of_the_weights_changes_no_figure(seed: int, design: Design, factor: float):
    table = sample(seed)
    # From weights that add up to a population to others that do: only then is the design effect the same.
    heavier = replaced(table, "weight", np.asarray(table["weight"]) * factor)
    left, right = (estimate(rows, design, ASKED, by="group") for rows in (table, heavier))
    assert same([replace(one, n_eff=1) for one in left], [replace(one, n_eff=1) for one in right])


@settings(max_examples=10)
@given(SEEDS, DESIGNS)
def test_the_order_of_the_rows_changes_no_figure(seed: int, design: Design):
    table = sample(seed)
    shuffled = table.take(np.random.default_rng(seed).permutation(table.num_rows))
    assert same(
        estimate(table, design, ASKED, by="group"), estimate(shuffled, design, ASKED, by="group"), rel=1e-11
    )


@settings(max_examples=10)
@given(SEEDS)
def test_the_names_of_strata_and_places_change_no_figure(seed: int):
    table = sample(seed)
    renamed = replaced(table, "stratum", pc.utf8_reverse(table["stratum"]).combine_chunks())
    renamed = replaced(
        renamed, "psu", pc.binary_join_element_wise(table["psu"], "'s plein", "").combine_chunks()
    )
    assert same(estimate(table, CLUSTERED, ASKED), estimate(renamed, CLUSTERED, ASKED))


@settings(max_examples=10)
@given(SEEDS, DESIGNS)
def test_domains_add_up_to_everybody(seed: int, design: Design):
    table = sample(seed)
    for indicator in ASKED:
        (whole,) = estimate(table, design, [indicator])
        parts = estimate(table, design, [indicator], by=("group", "stratum"))
        assert sum(one.n for one in parts) == whole.n
        assert sum(one.weighted_base for one in parts) == pytest.approx(whole.weighted_base)
        mean = sum(one.weighted_base * (one.estimate or 0) for one in parts) / whole.weighted_base
        assert mean == pytest.approx(whole.estimate)


@settings(max_examples=10)
@given(SEEDS, DESIGNS)
def test_a_domain_by_where_is_the_domain_by_group(seed: int, design: Design):
    table = sample(seed)
    (by_where,) = estimate(table, design, ["knows"], where={"group": "oud"})
    by_group = estimate(table, design, ["knows"], by="group")[-1]
    assert replace(by_group, by={}) == by_where


@settings(max_examples=10)
@given(SEEDS, DESIGNS, st.sampled_from(["wilson", "logit"]))
def test_intervals_of_proportions_hold_the_estimate_and_stay_within_0_and_1(
    seed: int, design: Design, method: str
):
    for one in estimate(sample(seed, rows=60), design, ["knows"], by="group", method=method):
        if one.low is not None and one.high is not None and one.estimate is not None:
            assert 0 <= one.low <= one.estimate <= one.high <= 1


@pytest.mark.parametrize("design", [CLUSTERED, STRATIFIED], ids=["places", "rows"])
@pytest.mark.parametrize("rows", [900, 250_000], ids=["few", "many"])
def test_the_same_question_has_the_same_answer_to_the_bit_with_any_number_of_threads(
    tmp_path, rows: int, design: Design
):
    table = sample(7, rows=rows)
    first = tmp_path / "rows.parquet"
    pq.write_table(table, first, row_group_size=10_000)
    other = tmp_path / "shuffled.parquet"
    pq.write_table(table.take(np.random.default_rng(1).permutation(rows)), other, row_group_size=7_000)
    answers = []
    threads = connect().sql("select current_setting('threads')").fetchall()[0][0]
    try:
        for count in (1, 2, 4):
            connect().execute(f"set threads to {count}")
            answers.append([estimate(path, design, ASKED, by="group") for path in (first, other)])
            forget()
    finally:
        connect().execute(f"set threads to {threads}")
    assert all(answer == answers[0] for answer in answers)
    assert same(*answers[0], rel=1e-11)


def test_pandas_arrow_and_parquet_give_the_same_figures(tmp_path):
    table = sample(11)
    pq.write_table(table, tmp_path / "wave-1.parquet")
    pq.write_table(table.slice(0, 0), tmp_path / "wave-2.parquet")
    expected = estimate(table, CLUSTERED, ASKED)
    for source in (table.to_pandas(), tmp_path / "wave-1.parquet", str(tmp_path / "wave-*.parquet"),
                   [tmp_path / "wave-1.parquet", tmp_path / "wave-2.parquet"], connect().from_arrow(table)):  # fmt: skip
        assert estimate(source, CLUSTERED, ASKED) == expected


def test_true_and_false_count_as_one_and_zero():
    table = sample(3)
    flags = pa.array([None if value is None else value == 1 for value in table["knows"].to_pylist()])
    assert estimate(replaced(table, "knows", flags), CLUSTERED, ["knows"]) == estimate(
        table, CLUSTERED, ["knows"]
    )
