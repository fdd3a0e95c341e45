"""What cannot be replicated is refused, with what to do."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.engine import connect
from analysis.errors import DesignError, MethodError, WeightError
from analysis.replicates import Replication, drawing
from tests.analysis.samples import replaced, sample

PAIRS = Design(strata="stratum", psu="psu", weight="weight")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "jackknife"}, "jackknife"),
        ({"kind": "JK1", "columns": ("r1", "r2")}, "JK1"),
        ({"kind": "BRR", "scale": 0.5}, "BRR"),
        ({"kind": "given", "columns": ("r1",), "scale": 1}, "columns"),
        ({"kind": "given", "columns": ("r1", "r2")}, "scale"),
        ({"kind": "given", "columns": ("r1", "r2"), "scale": 0}, "scale"),
        ({"kind": "given", "columns": ("r1", "r2"), "scale": float("nan")}, "scale"),
        ({"kind": "given", "columns": ("r1", "r2"), "scale": 1, "rscales": (1,)}, "rscales"),
        ({"kind": "given", "columns": ("r1", "r2"), "scale": 1, "rscales": (1, -1)}, "rscales"),
        ({"kind": "given", "columns": ("r1", "r2"), "scale": 1, "rscales": (0, 0)}, "rscales"),
        ({"kind": "bootstrap", "count": 1}, "count"),
        ({"kind": "bootstrap", "seed": -1}, "seed"),
        ({"kind": "Fay", "rho": 1}, "rho"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(options: dict[str, Any], said: str):
    with pytest.raises(MethodError, match=said) as refused:
        Replication(**options)
    assert all(str(one).endswith(".") for one in refused.value.messages)


def test_jk1_of_strata_names_jkn():
    with pytest.raises(DesignError, match="JKn"):
        collect(sample(1), Design(strata="stratum", psu="psu", replication=Replication("JK1")))


def test_a_jackknife_of_one_psu_is_refused():
    table = sample(1).append_column("one", pa.array(["a"] * 240))
    with pytest.raises(DesignError, match="ten minste twee"):
        collect(table, Design(psu="one", lonely_psu="remove", replication=Replication("JK1")))


@pytest.mark.parametrize("kind", ["BRR", "Fay"])
def test_half_samples_of_more_than_two_psus_are_refused(kind: Any):
    with pytest.raises(DesignError, match="precies twee"):
        collect(sample(1), Design(strata="stratum", psu="psu", replication=Replication(kind)))


def test_half_samples_of_a_sample_that_was_drawn_for_certain_are_refused():
    table = sample(1).append_column("sure", pa.array([1] * 240))
    with pytest.raises(DesignError, match="BRR"):
        collect(table, Design(psu="psu", certainty="sure", replication=Replication("BRR")))


def lonely(how: Any, kind: Any) -> Design:
    return Design(strata="stratum", psu="psu", weight="weight", lonely_psu=how, replication=Replication(kind))


def with_one_lonely() -> pa.Table:
    table = sample(1)
    alone = [
        "plek 0" if stratum == "wijk 1" else psu
        for stratum, psu in zip(table["stratum"].to_pylist(), table["psu"].to_pylist(), strict=True)
    ]
    return replaced(table, "psu", alone)


@pytest.mark.parametrize(
    ("how", "kind"), [("fail", "JKn"), ("adjust", "bootstrap"), ("average", "bootstrap")]
)
def test_a_lonely_psu_is_refused_where_no_replicate_can_be_made_of_it(how: Any, kind: Any):
    with pytest.raises(DesignError, match="wijk 1"):
        collect(with_one_lonely(), lonely(how, kind))


@pytest.mark.parametrize("kind", ["JKn", "bootstrap"])
def test_a_lonely_psu_may_count_for_nothing(kind: Any):
    cells = collect(with_one_lonely(), lonely("remove", kind))
    assert cells.replicates is not None
    alone = cells.key("stratum").codes == cells.key("stratum").labels.index("wijk 1")
    assert (cells.replicates.multiplied(slice(None))[alone] == 1).all()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([None, *[1.0] * 239], "ontbreken er 1"),
        ([float("nan"), *[1.0] * 239], "ontbreken er 1"),
        ([-1.0, *[1.0] * 239], "1 negatief"),
        ([float("inf"), *[1.0] * 239], "oneindig"),
        ([0.0] * 240, "allemaal nul"),
        (["een"] * 240, "tekst"),
    ],
)
def test_given_weights_that_are_no_weights_are_refused(values: list[Any], said: str):
    table = sample(1).append_column("r1", pa.array([1.0] * 240)).append_column("r2", pa.array(values))
    given = Replication("given", columns=("r1", "r2"), scale=0.5)
    with pytest.raises(WeightError, match=said):
        collect(table, Design(weight="weight", replication=given))


def test_rows_as_psus_of_a_grouped_table_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analysis.engine.SMALL", 10)
    table = replaced(sample(1), "weight", np.ones(240))
    with pytest.raises(DesignError, match="240 rijen"):
        collect(connect().from_arrow(table), Design(weight="weight", replication=Replication("JK1")))


def test_more_replicate_weights_than_fit_in_memory_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "LARGEST", 1_000)
    with pytest.raises(DesignError, match="hoogstens 2"):
        collect(sample(1), Design(psu="psu", strata="stratum", replication=Replication("bootstrap")))
