"""Replicate weights add up as their method says, and the same seed draws the same."""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import Cells
from analysis.collect import collect
from analysis.design import Design
from analysis.replicates import Replicates, Replication
from tests.analysis.samples import sample

SEEDS = st.integers(0, 10_000)


def drawn(table: pa.Table, replication: Replication, **design: Any) -> tuple[Cells, Replicates]:
    declared = {"strata": "stratum", "psu": "psu", "weight": "weight"} | design
    cells = collect(table, Design(**declared, replication=replication))
    assert cells.replicates is not None
    return cells, cells.replicates


def units(table: pa.Table) -> np.ndarray[Any, Any]:
    """Number of PSUs per stratum."""
    pairs = set(zip(table["stratum"].to_pylist(), table["psu"].to_pylist(), strict=True))
    return np.unique([stratum for stratum, _ in pairs], return_counts=True)[1]


@settings(max_examples=10)
@given(SEEDS)
def test_a_jackknife_leaves_out_one_psu_and_keeps_the_number_in_its_stratum(seed: int):
    table = sample(seed)
    cells, found = drawn(table, Replication("JKn"))
    factor, of = found.factor, cells.stages[0].of
    assert found.count == units(table).sum() == len(of)
    assert ((factor == 0).sum(axis=0) == 1).all()
    for stratum, size in enumerate(units(table)):
        np.testing.assert_allclose(factor[of == stratum].sum(axis=0), size)


@settings(max_examples=10)
@given(SEEDS)
def test_a_bootstrap_keeps_the_number_of_psus_in_each_stratum(seed: int):
    table = sample(seed)
    cells, found = drawn(table, Replication("bootstrap", count=20, seed=seed))
    for stratum, size in enumerate(units(table)):
        rows = found.factor[cells.stages[0].of == stratum]
        np.testing.assert_allclose(rows.sum(axis=0), size)
        # n - 1 are drawn, each counts n / (n - 1) times.
        np.testing.assert_allclose(rows * (size - 1) / size, np.rint(rows * (size - 1) / size), atol=1e-12)


def test_a_bootstrap_keeps_its_sum_when_the_population_is_finite():
    table = sample(5).append_column("size", pa.array([9] * 240))
    cells, found = drawn(table, Replication("bootstrap", count=50), fpc="size")
    assert found.factor.min() > 0
    for stratum, size in enumerate(units(table)):
        np.testing.assert_allclose(found.factor[cells.stages[0].of == stratum].sum(axis=0), size)


@pytest.mark.parametrize(("kind", "values"), [("BRR", {0.0, 2.0}), ("Fay", {0.3, 1.7})])
def test_half_samples_are_balanced(kind: Any, values: set[float]):
    cells, found = drawn(sample(3, strata=6, psus=2), Replication(kind))
    first = found.factor[np.unique(cells.stages[0].of, return_index=True)[1]]
    assert set(np.unique(np.round(found.factor, 12))) == values
    signs = np.sign(first - 1)
    np.testing.assert_array_equal(signs @ signs.T, found.count * np.eye(6))
    np.testing.assert_array_equal(signs.sum(axis=1), np.zeros(6))


def test_the_same_seed_draws_the_same_and_another_one_does_not():
    table = sample(8)
    first, again, other = (
        drawn(table, Replication("bootstrap", count=30, seed=seed))[1].factor for seed in (4, 4, 5)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_bootstrap_of_a_seed_stays_what_it_was():
    _, found = drawn(sample(8, strata=1, psus=5), Replication("bootstrap", count=3, seed=42))
    np.testing.assert_array_equal(found.factor, FIRST)


FIRST = np.array(
    [[0.0, 1.25, 1.25], [0.0, 0.0, 1.25], [1.25, 0.0, 1.25], [2.5, 2.5, 0.0], [1.25, 1.25, 1.25]]
)


def test_psus_that_were_drawn_for_certain_are_never_left_out():
    table = sample(2)
    sure = [int(psu == "plek 0") for psu in table["psu"].to_pylist()]
    table = table.append_column("sure", pa.array(sure))
    for kind in ("JKn", "bootstrap"):
        _, found = drawn(table, Replication(kind, count=20), certainty="sure")  # type: ignore[arg-type]
        assert (found.multiplied(slice(None))[np.array(sure) == 1] == 1).all()


def test_given_multipliers_and_given_weights_are_the_same_replicates():
    table = sample(6)
    rng = np.random.default_rng(1)
    factors = rng.integers(0, 3, (240, 4)).astype(float)
    weight = np.asarray(table["weight"])
    for place in range(4):
        table = table.append_column(f"f{place}", pa.array(factors[:, place]))
        table = table.append_column(f"w{place}", pa.array(factors[:, place] * weight))
    names = [tuple(f"{letter}{place}" for place in range(4)) for letter in "fw"]
    _, by_factor = drawn(table, Replication("given", columns=names[0], scale=0.25, combined=False))
    cells, by_weight = drawn(table, Replication("given", columns=names[1], scale=0.25))
    np.testing.assert_allclose(by_weight.factor, by_factor.factor, rtol=1e-12)
    np.testing.assert_allclose(by_weight.weights(cells, 2), factors[:, 2] * weight, rtol=1e-12)


def test_a_mean_of_squares_has_its_centre_in_the_sample():
    _, around_mean = drawn(sample(1), Replication("JKn"))
    _, around_sample = drawn(sample(1), Replication("JKn", mse=True))
    assert around_sample.mse
    assert not around_mean.mse
    assert replace(around_sample, mse=False).scale == around_mean.scale
