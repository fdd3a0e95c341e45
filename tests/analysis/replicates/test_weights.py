"""Totals per replicate by every route of multiplication, and the rank of replicate weights."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collect import collect
from analysis.design import Design
from analysis.replicates import Deleted, Drawn, Replicates, Replication, columns_by_domain
from analysis.replicates.rank import rank
from tests.analysis.samples import sample

SEEDS = st.integers(0, 10_000)


def made(kind: Any, seed: int, *, groups: int = 0) -> Replicates:
    """Replicates of 30 units in 6 strata and 200 cells, perhaps with an adjustment by group."""
    rng = np.random.default_rng(seed)
    of = np.sort(rng.integers(0, 6, 30))
    alone = np.bincount(of, minlength=6)[of] == 1
    multipliers: Drawn | Deleted
    if kind == "drawn":
        multipliers = Drawn(rng.integers(0, 3, (30, 25)).astype(float))
    else:
        n = np.bincount(of, minlength=6)[of]
        up = np.where(alone, 30 / 29, n / np.maximum(n - 1, 1))
        multipliers = Deleted(of, 6, np.arange(30), up, alone)
    count = multipliers.shape[1]
    unit = rng.integers(0, 30, 200)
    found = Replicates(multipliers, unit, 1.0, np.ones(count), mse=False, kind="given")
    if groups:
        found = found.adjusted(rng.integers(0, groups, 200), rng.random((groups, count)) + 0.5)
    return found


@settings(max_examples=20)
@given(SEEDS, st.sampled_from(["drawn", "deleted"]), st.sampled_from([0, 1, 7]), st.booleans())
def test_totals_are_those_of_the_weights_of_each_replicate(
    seed: int,
    kind: str,
    groups: int,
    domains: bool,  # noqa: FBT001 -- Hypothesis gives it
):
    found = made(kind, seed, groups=groups)
    rng = np.random.default_rng(seed)
    columns: Any = rng.normal(size=(200, 3))
    dense = columns
    if domains:  # a domain per part of the units: many zeros
        columns = columns_by_domain(list(columns.T), found.unit // 3 - 1, 9)
        dense = columns.toarray()
        assert (dense != 0).sum() == 3 * (found.unit >= 3).sum()
    np.testing.assert_allclose(
        found.totals(columns), found.multiplied(slice(None)).T @ dense, rtol=1e-9, atol=1e-9
    )


def test_few_pairs_of_unit_and_group_are_multiplied_apart():
    found = made("drawn", 3).adjusted(np.arange(200), np.random.default_rng(1).random((200, 25)))
    columns = np.random.default_rng(2).normal(size=(200, 2))
    np.testing.assert_allclose(found.totals(columns), found.multiplied(slice(None)).T @ columns, rtol=1e-9)


def test_adjustments_add_up():
    base = made("drawn", 5)
    rng = np.random.default_rng(6)
    first, second = rng.integers(0, 3, 200), rng.integers(0, 4, 200)
    one, other = rng.random((3, 25)), rng.random((4, 25))
    found = base.adjusted(first, one).adjusted(second, other)
    expected = base.multiplied(slice(None)) * one[first] * other[second]
    np.testing.assert_allclose(found.multiplied(slice(None)), expected, rtol=1e-12)


@settings(max_examples=25)
@given(SEEDS, SEEDS)
def test_the_rank_of_a_jackknife_is_known_without_its_matrix(seed: int, other: int):
    found = made("deleted", seed).multipliers
    present = np.random.default_rng(other).random(30) < 0.6
    assert found.rank(present) == np.linalg.matrix_rank(found.columns(slice(None))[present])


@pytest.mark.parametrize("kind", ["JKn", "bootstrap"])
def test_degrees_of_freedom_are_psus_less_strata_for_the_whole_and_the_rank_less_one_for_a_domain(kind: Any):
    design = Design(strata="stratum", psu="psu", weight="weight", replication=Replication(kind))
    cells = collect(sample(7), design, keys=["group"])
    assert cells.replicates is not None
    assert cells.replicates.df == 20 - 4
    young = cells.key("group").codes == 0
    expected = rank(cells.replicates.multiplied(slice(None))[young]) - 1
    assert cells.replicates.degrees_of_freedom(young) == expected
    domain = np.where(young, 1, -1)
    np.testing.assert_array_equal(cells.replicates.domain_degrees_of_freedom(domain, 2), [0, expected])


def test_an_adjustment_adds_no_more_degrees_of_freedom_than_there_are_psus():
    found = made("drawn", 4, groups=9)
    assert found.df == 24  # 25 replicates
    few = replace(found, unit=found.unit % 5)
    assert few.df == 4


def test_no_matrix_has_no_rank():
    assert rank(np.zeros((0, 4))) == rank(np.zeros((3, 3))) == 0
