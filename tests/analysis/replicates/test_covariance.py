"""The errors by replicates: those of the linearisation where the two must agree, and the same by every route."""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import Cells
from analysis.collect import collect
from analysis.covariance import covariance
from analysis.design import Design
from analysis.engine import connect
from analysis.replicates import Replication, covariance_of, from_totals, replicate_covariance
from analysis.table import tabulate
from tests.analysis.replicates.test_replication import with_one_lonely
from tests.analysis.samples import replaced, sample

SEEDS = st.integers(0, 10_000)
BASE = Design(strata="stratum", psu="psu", weight="weight")


def columns(cells: Cells) -> np.ndarray[Any, Any]:
    return np.column_stack([cells.value("mark").sum, cells.value("mark").weight, cells.value("knows").sum])


def both(table: pa.Table, design: Design, replication: Replication) -> tuple[Any, Any]:
    """The covariance of totals, linearised and by replicates."""
    linear = collect(table, design, values=["mark", "knows"])
    made = collect(table, replace(design, replication=replication), values=["mark", "knows"])
    _, found = from_totals(made, columns(made), lambda totals: totals)
    return covariance(linear, columns(linear)), found


@settings(max_examples=15)
@given(SEEDS)
def test_jk1_of_a_total_is_the_linearised_variance_without_strata(seed: int):
    linear, found = both(
        sample(seed), Design(psu=("stratum", "psu"), weight="weight"), Replication("JK1", mse=True)
    )
    np.testing.assert_allclose(found, linear, rtol=1e-9)


@settings(max_examples=10)
@given(SEEDS, st.booleans())
def test_jk1_of_rows_is_the_linearised_variance_too(seed: int, mse: bool):  # noqa: FBT001 -- Hypothesis gives it
    linear, found = both(sample(seed, rows=60), Design(weight="weight"), Replication("JK1", mse=mse))
    np.testing.assert_allclose(found, linear, rtol=1e-9)


@settings(max_examples=15)
@given(SEEDS, st.booleans())
def test_jkn_of_a_total_is_the_linearised_variance(seed: int, finite: bool):  # noqa: FBT001 -- idem
    table = sample(seed).append_column("size", pa.array([7] * 240))
    design = replace(BASE, fpc="size") if finite else BASE
    linear, found = both(table, design, Replication("JKn"))
    np.testing.assert_allclose(found, linear, rtol=1e-9)


@settings(max_examples=10)
@given(SEEDS, st.sampled_from(["BRR", "Fay"]))
def test_half_samples_of_a_total_have_the_linearised_variance(seed: int, kind: Any):
    linear, found = both(sample(seed, strata=5, psus=2), BASE, Replication(kind))
    np.testing.assert_allclose(found, linear, rtol=1e-9)


def test_a_lonely_psu_that_is_adjusted_adds_what_it_adds_to_the_linearised_variance():
    linear, found = both(with_one_lonely(), BASE, Replication("JKn", mse=True))
    np.testing.assert_allclose(found, linear, rtol=1e-9)


def test_a_lonely_psu_that_is_removed_adds_nothing_either_way():
    linear, found = both(with_one_lonely(), replace(BASE, lonely_psu="remove"), Replication("JKn"))
    np.testing.assert_allclose(found, linear, rtol=1e-9)


def test_a_bootstrap_comes_near_the_linearised_variance_with_and_without_a_finite_population():
    table = sample(11, rows=600, strata=8, psus=6).append_column("size", pa.array([9] * 600))
    for design in (BASE, replace(BASE, fpc="size")):
        linear, found = both(table, design, Replication("bootstrap", count=4_000))
        np.testing.assert_allclose(np.diagonal(found), np.diagonal(linear), rtol=0.1)


@pytest.mark.parametrize("kind", ["JKn", "bootstrap"])
def test_totals_at_once_and_replicate_by_replicate_give_the_same(kind: Any):
    cells = collect(
        sample(4), replace(BASE, replication=Replication(kind, count=40)), values=["mark", "knows"]
    )
    estimates, found = from_totals(cells, columns(cells), lambda totals: totals[:, :1] / totals[:, 1:2])
    answers = cells.value("mark").sum / cells.weight

    def mean(weights: Any) -> Any:
        return np.array([weights @ answers / weights.sum()])

    np.testing.assert_allclose(estimates, mean(cells.weight), rtol=1e-12)
    np.testing.assert_allclose(found, replicate_covariance(cells, mean), rtol=1e-9)


@settings(max_examples=8)
@given(SEEDS, st.sampled_from(["JKn", "bootstrap"]))
def test_the_unit_of_the_weights_changes_no_error(seed: int, kind: Any):
    table = sample(seed)
    heavier = replaced(table, "weight", np.asarray(table["weight"]) * 10)
    design = replace(BASE, replication=Replication(kind, count=30))
    left, right = (tabulate(rows, design, ["knows", "mark"], "group") for rows in (table, heavier))
    np.testing.assert_allclose(right.covariance, left.covariance, rtol=1e-9, atol=1e-18)
    assert [one.df for one in left.estimates] == [one.df for one in right.estimates]


@settings(max_examples=8)
@given(SEEDS)
def test_the_order_of_the_rows_changes_no_error(seed: int):
    table = sample(seed)
    shuffled = table.take(np.random.default_rng(seed).permutation(240))
    design = replace(BASE, replication=Replication("bootstrap", count=30))
    left, right = (tabulate(rows, design, ["knows", "mark"], "group") for rows in (table, shuffled))
    np.testing.assert_allclose(right.covariance, left.covariance, rtol=1e-9, atol=1e-18)


@pytest.mark.parametrize("kind", ["JKn", "bootstrap"])
def test_a_grouped_table_has_the_same_errors_as_its_rows(kind: Any, monkeypatch: pytest.MonkeyPatch):
    table = sample(9, rows=400)
    design = replace(BASE, replication=Replication(kind, count=50))
    by_row = tabulate(table, design, ["knows"], "group")
    monkeypatch.setattr("analysis.engine.SMALL", 10)
    grouped = tabulate(connect().from_arrow(table), design, ["knows"], "group")
    assert len(grouped.cells) < len(by_row.cells)
    np.testing.assert_allclose(grouped.covariance, by_row.covariance, rtol=1e-9, atol=1e-18)


def test_a_replicate_without_the_domain_does_not_count_for_it():
    cells = collect(sample(1), replace(BASE, replication=Replication("JKn")), values=["mark"])
    assert cells.replicates is not None
    thetas = np.random.default_rng(0).normal(size=(cells.replicates.count, 2))
    thetas[3, 0] = np.nan
    found = covariance_of(cells.replicates, thetas, np.zeros(2))
    kept = np.delete(np.arange(cells.replicates.count), 3)
    own = thetas[kept, 0] - thetas[kept, 0].mean()
    assert found[0, 0] == pytest.approx((cells.replicates.rscales[kept] * own**2).sum())


def test_what_exists_in_no_replicate_has_no_error():
    cells = collect(sample(1), replace(BASE, replication=Replication("JKn")), values=["mark"])
    assert cells.replicates is not None
    thetas = np.full((cells.replicates.count, 1), np.nan)
    assert np.isnan(covariance_of(cells.replicates, thetas, np.zeros(1))).all()


def test_what_is_the_same_in_every_replicate_has_no_error():
    table = sample(1).append_column("constant", pa.array([0.1] * 240))
    cells = collect(table, replace(BASE, replication=Replication("bootstrap")), values=["constant"])
    value = cells.value("constant")
    _, found = from_totals(
        cells, np.column_stack([value.sum, value.weight]), lambda totals: totals[:, :1] / totals[:, 1:]
    )
    assert found[0, 0] == 0
