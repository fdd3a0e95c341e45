from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.engine import SMALL
from analysis.errors import SourceError
from analysis.weighting import Calibration, PostStratification, Raking, Trimming, weigh, write_weights
from tests.analysis.weighting.samples import population, sample

LARGE = SMALL + 20_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("groot") / "groot.parquet"
    table = sample(21, LARGE)
    rounded = pa.array(np.round(np.asarray(table["w"]), 2))
    pyarrow.parquet.write_table(
        table.set_column(table.column_names.index("w"), "w", rounded).append_column(
            "nummer", pa.array(np.arange(LARGE))
        ),
        path,
        row_group_size=30_000,
    )
    return path


def test_a_small_table_is_written_with_its_weights_in_its_order(tmp_path: Path) -> None:
    table, design = sample(20), Design(weight="w", adjust=(Raking(population(20)),))
    for name in ("uit.parquet", "uit.csv"):
        found = write_weights(table, design, tmp_path / name)
        read = pyarrow.csv.read_csv if name.endswith("csv") else pyarrow.parquet.read_table
        written = read(tmp_path / name)
        np.testing.assert_allclose(written["weight_adjusted"], collect(table, design).weight, rtol=1e-12)
        assert written["plek"].to_pylist() == table["plek"].to_pylist()
        assert found.sum == pytest.approx(50_000)


@pytest.mark.parametrize("columns", [None, (), ("nummer", "sexe")])
@pytest.mark.parametrize(
    "adjust",
    [
        (Raking(population(22)),),
        (Calibration(population(22), {"jaren": 50_000 * 13.0}),),
        (Raking(population(22)), Trimming(upper=2.0, relative=True, strict=True)),
    ],
    ids=["raking", "numbers", "trimming"],
)
def test_a_large_file_is_written_in_its_order(
    large: Path, tmp_path: Path, columns: tuple[str, ...] | None, adjust: tuple[Any, ...]
) -> None:
    design = Design(weight="w", adjust=adjust)
    found = write_weights(large, design, tmp_path / "uit.parquet", columns=columns)
    written = pyarrow.parquet.read_table(tmp_path / "uit.parquet")
    weight = np.asarray(written["weight_adjusted"])
    assert len(weight) == LARGE
    if columns is None or "nummer" in columns:
        assert (np.asarray(written["nummer"]) == np.arange(LARGE)).all()
    source = pyarrow.parquet.read_table(large)
    sexe = np.array(source["sexe"].to_pylist())
    if len(adjust) == 1:
        assert weight[sexe == "s0"].sum() == pytest.approx(population(22)["sexe"]["s0"], rel=1e-8)
    assert weight.sum() == pytest.approx(found.sum, rel=1e-10)
    assert weight.min() == pytest.approx(found.minimum, rel=1e-10)
    assert weight.max() == pytest.approx(found.maximum, rel=1e-10)
    assert found.n_eff == pytest.approx(weight.sum() ** 2 / (weight**2).sum(), rel=1e-10)
    # Every row has the factor of its own group, whatever the route.
    base = np.asarray(source["w"])
    keys = np.array([source[name].to_pylist() for name in ("sexe", "leeftijd", "wijk")]).T
    if isinstance(adjust[0], Raking) and len(adjust) == 1:
        for label in {tuple(row) for row in keys[:200]}:
            factors = (weight / base)[(keys == label).all(axis=1)]
            assert np.ptp(factors) < 1e-12 * factors[0] + 1e-12


def test_the_summary_is_the_same_by_memory_and_by_engine(large: Path) -> None:
    design = Design(weight="w", adjust=(Raking(population(23)),))
    table = pyarrow.parquet.read_table(large)
    by_memory, by_engine = weigh(large, design), weigh(table, design)
    for name in ("n", "sum", "minimum", "maximum", "deff", "n_eff"):
        assert getattr(by_memory, name) == pytest.approx(getattr(by_engine, name), rel=1e-10)
    assert by_memory.heaviest == by_engine.heaviest


def test_the_summary_says_what_was_done() -> None:
    table = sample(24)
    adjust = (Raking(population(24), variance="rake"), Trimming(upper=1.5, relative=True, strict=True))
    found = weigh(table, Design(weight="w", adjust=adjust))
    assert [step.method for step in found.steps] == ["Raking", "Trimming"]
    assert [step.variance for step in found.steps] == ["rake", "ignored"]
    assert found.caveats == ("trimmed",)
    assert found.deff == pytest.approx(found.n / found.n_eff)
    assert found.maximum == pytest.approx(1.5 * 50_000 / 240)
    assert f"{found.n} antwoorden" in str(found.sentence)
    assert set(found.heaviest) == {"sexe", "leeftijd", "wijk"}


def test_extreme_and_very_unequal_weights_are_told() -> None:
    table = pa.table({"a": ["x"] * 95 + ["y"] * 5})
    found = weigh(table, Design(adjust=(PostStratification(("a",), {"x": 20.0, "y": 80.0}),)))
    assert found.extreme == 5
    assert found.heaviest == {"a": "y"}
    assert found.caveats == ("extreme_weights", "unequal_weights")


def test_without_a_weight_column_every_row_starts_at_one(large: Path, tmp_path: Path) -> None:
    design = Design(adjust=(Raking(population(25)),))
    found = write_weights(large, design, tmp_path / "uit.parquet", columns=())
    weight = np.asarray(pyarrow.parquet.read_table(tmp_path / "uit.parquet")["weight_adjusted"])
    assert weight.sum() == pytest.approx(50_000)
    assert found.maximum == pytest.approx(weight.max())


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="parquet"):
        write_weights(sample(1), Design(weight="w"), tmp_path / "uit.xlsx")


def test_only_the_chosen_origin_is_weighted_and_written(tmp_path: Path) -> None:
    table = sample(26, LARGE)
    origin = pa.array(["street" if place % 3 else "panel" for place in range(LARGE)])
    heavy = np.asarray(table["w"]) * np.where(np.arange(LARGE) % 3, 1.0, 100.0)
    table = table.set_column(table.column_names.index("w"), "w", pa.array(heavy)).append_column(
        "origin", origin
    )
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet")
    design = Design(weight="w", adjust=(Raking(population(26)),))
    street = table.filter(pa.compute.equal(table["origin"], "street")).drop_columns("origin")
    alone = weigh(street, design)
    for columns in (None, ()):
        found = write_weights(
            tmp_path / "in.parquet", design, tmp_path / "uit.parquet", columns=columns, origins="street"
        )
        weight = np.asarray(pyarrow.parquet.read_table(tmp_path / "uit.parquet")["weight_adjusted"])
        assert len(weight) == street.num_rows
        assert (found.maximum, found.minimum) == pytest.approx((alone.maximum, alone.minimum), rel=1e-9)
        assert weight.max() == pytest.approx(found.maximum, rel=1e-9)


class Doubled:
    """An adjustment from elsewhere, that shows its cells only."""

    columns = ("sexe",)
    plain = one_weight = False

    def apply(self, cells: Any) -> Any:
        return cells.reweighted(np.full(len(cells), 2.0))


def test_an_adjustment_from_elsewhere_is_summarised_by_what_it_did() -> None:
    table = sample(27)
    found = weigh(table, Design(weight="w", adjust=(Doubled(),)))
    assert found.sum == pytest.approx(2 * np.asarray(table["w"]).sum())
    assert found.steps[0].method == "Doubled"
    assert found.steps[0].variance == "ignored"


def test_a_table_without_adjustments_shows_its_weights_as_they_are() -> None:
    table = sample(28)
    found = weigh(table, Design(weight="w"))
    assert found.steps == ()
    assert found.maximum == np.asarray(table["w"]).max()
    assert found.n_eff == pytest.approx(
        np.asarray(table["w"]).sum() ** 2 / (np.asarray(table["w"]) ** 2).sum()
    )
