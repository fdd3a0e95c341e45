"""Yes/no columns added by the patterns of their answers give what adding them one by one gives."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import adding, crossed, engine, grouped, remembered
from analysis.columns import forget
from analysis.design import Design
from analysis.estimate import estimate
from analysis.table import tabulate
from analysis.weighting import Raking

NAMES = ("first", "second", "third")
DESIGN = Design(strata="wijk", psu="place", weight="weight")
RAKED = replace(DESIGN, adjust=(Raking({"age": {"old": 300.0, "young": 700.0}}),))


@pytest.fixture(params=[False, True], ids=["all answered", "some missing"])
def source(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engine, "SMALL", 0)
    rng = np.random.default_rng(3)
    size = 3_000
    wijk = rng.integers(0, 3, size)
    columns = {
        "wijk": wijk,
        "place": wijk * 4 + rng.integers(0, 4, size),
        "weight": rng.gamma(3, 1, size) + 0.1,
        "age": np.array(["old", "young"])[rng.integers(0, 2, size)],
    }
    for name in NAMES:
        missing = rng.random(size) < (0.1 if request.param else 0)
        columns[name] = pa.array((rng.random(size) < 0.3).astype(np.int8), mask=missing)
    path = tmp_path / "survey.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def _anew() -> None:
    forget()
    remembered.forget()


def _one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _anew()
    monkeypatch.setattr(grouped, "FEWEST", 1_000)


def test_patterns_and_single_columns_give_the_same_table(source, monkeypatch):
    _anew()
    together = tabulate(source, DESIGN, NAMES, "wijk")
    _one_by_one(monkeypatch)
    apart = tabulate(source, DESIGN, NAMES, "wijk")
    np.testing.assert_allclose(together.values, apart.values, rtol=1e-13)
    np.testing.assert_allclose(together.covariance, apart.covariance, rtol=1e-9, atol=1e-18)
    assert [one.n for one in together.estimates] == [one.n for one in apart.estimates]


def test_the_patterns_of_a_question_are_used_and_kept(source, monkeypatch):
    _anew()
    asked = []
    own = adding.Adding.crossed
    monkeypatch.setattr(adding.Adding, "crossed", lambda *args, **more: asked.append(1) or own(*args, **more))
    estimate(source, DESIGN, NAMES, "wijk")
    assert asked


def test_where_everybody_says_yes_the_share_is_one_to_the_bit(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "SMALL", 0)
    rng = np.random.default_rng(5)
    place = rng.integers(0, 4, 2_000)
    table = {"place": place, "weight": rng.gamma(3, 1, 2_000) + 0.1, "all": np.ones(2_000, dtype=np.int8)}
    table["some"] = rng.integers(0, 2, 2_000).astype(np.int8)
    path = tmp_path / "survey.parquet"
    pq.write_table(pa.table(table), path)
    _anew()
    found = estimate(path, Design(psu="place", weight="weight"), ["all", "some"])
    assert found[0].estimate == 1
    assert found[0].se == 0


@pytest.mark.parametrize("design", [DESIGN, RAKED], ids=["drawn", "raked"])
@pytest.mark.parametrize("by", ["wijk", "age", "place"])
def test_sums_through_psus_equal_sums_of_cells(source, monkeypatch, design, by):
    _anew()
    monkeypatch.setattr("analysis.domains.DENSE", 0)
    straight = tabulate(source, design, NAMES, by)
    _anew()
    monkeypatch.setattr(crossed, "FEW", 0)
    through = tabulate(source, design, NAMES, by)
    np.testing.assert_allclose(through.values, straight.values, rtol=1e-12)
    np.testing.assert_allclose(through.covariance, straight.covariance, rtol=1e-8, atol=1e-18)


@pytest.mark.parametrize(
    ("codes", "size", "starts"),
    [([0, 0, 1, 2, 2], 3, [0, 2, 3]), ([0, 2, 2], 3, None), ([1, 0], 2, None), ([0, 1], 3, None)],
)
def test_runs_are_found_only_where_every_code_stands_in_order(monkeypatch, codes, size, starts):
    monkeypatch.setattr(crossed, "FEW", 0)
    found = crossed.runs(np.array(codes), size)
    assert starts is None if found is None else found.tolist() == starts
