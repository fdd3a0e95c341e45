from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import MarginError
from analysis.replicates import Replication
from analysis.table import tabulate
from analysis.weighting import Calibration, PostStratification, Raking
from tests.analysis.weighting.samples import population, sample

POST = PostStratification(
    ("sexe", "leeftijd"), {(f"s{a}", f"l{b}"): 4000 + 900 * b + a for a in range(2) for b in range(3)}
)
BOOTSTRAP = Replication("bootstrap", count=12, seed=5)


def naive(table: pa.Table, adjust: Any, replication: Replication) -> np.ndarray:
    """The weights in each replicate, adjusted one replicate after the other [cells, R]."""
    plain = collect(
        table, Design("wijk", "plek", "w", replication=replication), keys=("sexe", "leeftijd", "jaren")
    )
    assert plain.replicates is not None
    columns = []
    for place in range(plain.replicates.count):
        weight = plain.replicates.weights(plain, place)
        one = replace(plain, weight=weight, weight2=weight**2, replicates=None)
        for layer in adjust:
            one = layer.apply(one)
        columns.append(one.weight)
    return np.stack(columns, axis=1)


@pytest.mark.parametrize(
    "adjust",
    [
        (Raking(population(31), tolerance=1e-13),),
        (POST,),
        (Calibration(population(31), {"jaren": 50_000 * 12.6}),),
        (POST, Raking(population(32, names=("wijk",)), tolerance=1e-13)),
    ],
    ids=["raking", "post", "calibration", "two layers"],
)
def test_every_replicate_is_adjusted_as_if_it_stood_alone(adjust: Any) -> None:
    table = sample(30, 600)
    cells = collect(table, Design("wijk", "plek", "w", adjust=adjust, replication=BOOTSTRAP))
    assert cells.replicates is not None
    found = np.stack([cells.replicates.weights(cells, place) for place in range(12)], axis=1)
    np.testing.assert_allclose(found, naive(table, adjust, BOOTSTRAP), rtol=1e-8, atol=1e-9)


def test_the_margins_have_no_error_in_raked_replicates() -> None:
    table, margins = sample(33, 600), population(33)
    design = Design("wijk", "plek", "w", adjust=(Raking(margins),), replication=BOOTSTRAP)
    made = tabulate(table, design, shares=["leeftijd"])
    assert np.sqrt(np.abs(made.covariance).max()) < 1e-9


def test_a_class_that_a_replicate_loses_is_refused_with_its_remedy() -> None:
    table = pa.table({"psu": [1, 1, 2, 2, 3, 3], "a": ["x", "y", "x", "y", "x", "z"]})
    raking = Raking({"a": {"x": 30.0, "y": 20.0, "z": 10.0}})
    with pytest.raises(MarginError) as refused:
        collect(table, Design(psu="psu", adjust=(raking,), replication=Replication("JK1")))
    assert "In 1 herhalingen blijft niemand over in de klasse “z”" in str(refused.value)
    assert "samen met “y”" in str(refused.value)


def test_many_groups_and_few_give_the_same_sums() -> None:
    from analysis.weighting import replicated

    cells = collect(sample(34, 600), Design("wijk", "plek", "w", replication=BOOTSTRAP), keys=("sexe",))
    assert cells.replicates is not None
    group = np.arange(600) % 7
    dense = replicated.group_totals(cells, cells.replicates, group, 7)
    rows = replicated.group_totals(cells, cells.replicates, np.arange(600), 600)
    np.testing.assert_allclose(
        dense, np.stack([rows[group == one].sum(axis=0) for one in range(7)]), rtol=1e-12
    )
