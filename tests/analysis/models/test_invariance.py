"""What may not matter to a regression: the unit of the weights, the order of the rows, names, grouping."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from analysis import engine, models
from analysis.design import Design
from analysis.replicates import Replication
from analysis.weighting import Raking
from tests.analysis.models.panel import ASKED, CLUSTERED, DRAWN, panel, replaced


def same(one, other, tolerance=1e-9):
    assert [(c.term, c.category) for c in one.coefficients] == [
        (c.term, c.category) for c in other.coefficients
    ]
    np.testing.assert_allclose(one.coef, other.coef, rtol=tolerance, atol=1e-12)
    size = np.sqrt(np.diagonal(one.covariance))
    away = (one.covariance - other.covariance) / np.outer(size, size)
    assert np.abs(away).max() < tolerance
    assert (one.n, one.missing, one.df) == (other.n, other.missing, other.df)


@pytest.mark.parametrize(("kind", "formula"), ASKED)
@pytest.mark.parametrize("design", [CLUSTERED, DRAWN], ids=["clustered", "drawn"])
def test_weights_times_ten_rows_shuffled_and_strata_renamed_change_nothing(kind, formula, design):
    table = panel()
    model = getattr(models, kind)(table, design, formula)
    tenfold = replaced(table, "w", np.asarray(table["w"]) * 10)
    same(getattr(models, kind)(tenfold, design, formula), model)
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))
    same(getattr(models, kind)(shuffled, design, formula), model)
    renamed = replaced(
        table, "wijk", [{"n": "x9", "o": "b", "w": "a", "z": "k"}[v.as_py()] for v in table["wijk"]]
    )
    same(getattr(models, kind)(renamed, design, formula), model)


@pytest.mark.parametrize(("kind", "formula"), ASKED)
@pytest.mark.parametrize(
    "design",
    [
        CLUSTERED,
        DRAWN,
        Design(strata="wijk", psu="plek", weight="w", replication=Replication("JKn")),
        Design(
            strata="wijk",
            psu="plek",
            weight="w",
            adjust=(
                Raking({"sexe": {"m": 9000, "v": 11000}, "wijk": {"n": 4e3, "o": 6e3, "w": 5e3, "z": 5e3}}),
            ),
        ),
    ],
    ids=["clustered", "drawn", "jackknife", "raked"],
)
def test_cells_give_what_rows_give(kind, formula, design, tmp_path, monkeypatch):
    pa.parquet.write_table(panel(), tmp_path / "panel.parquet")
    rows = getattr(models, kind)(tmp_path / "panel.parquet", design, formula)
    monkeypatch.setattr(engine, "SMALL", 10)
    cells = getattr(models, kind)(tmp_path / "panel.parquet", design, formula)
    assert len(cells.fit.sample.cells) < len(rows.fit.sample.cells)
    # Errors by row follow the last step of R's iteration; see `analysis.models.working`.
    same(cells, rows, 1e-6)
    np.testing.assert_allclose(cells.coef, rows.coef, rtol=1e-10)


def test_a_million_rows_of_few_classes_are_a_few_combinations(tmp_path, monkeypatch):
    pa.parquet.write_table(panel(rows=5000), tmp_path / "panel.parquet")
    monkeypatch.setattr(engine, "SMALL", 10)
    model = models.logistic(tmp_path / "panel.parquet", CLUSTERED, "weet ~ leeftijd + sexe")
    assert model.fit.sample.size == 6
    assert len(model.fit.columns) == 6


def test_two_classes_of_a_multinomial_outcome_are_a_logistic_regression():
    table = panel()
    two = models.multinomial(table, CLUSTERED, "weet ~ leeftijd + kamers")
    one = models.logistic(table, CLUSTERED, "weet ~ leeftijd + kamers")
    np.testing.assert_allclose(two.coef, one.coef, rtol=1e-9)
    np.testing.assert_allclose(two.covariance, one.covariance, rtol=1e-6)


def test_the_order_of_classes_turned_round_turns_the_signs():
    table = panel()
    up = models.ordinal(table, CLUSTERED, "eens ~ leeftijd + sexe")
    down = models.ordinal(
        table, CLUSTERED, "eens ~ leeftijd + sexe", order=["3 altijd", "2 vaak", "1 soms", "0 nooit"]
    )
    assert [one.coef for one in up.coefficients[:3]] == pytest.approx(
        [-one.coef for one in down.coefficients[:3]]
    )
    assert [one.se for one in up.coefficients[:3]] == pytest.approx([one.se for one in down.coefficients[:3]])
    assert [one.coef for one in up.coefficients[3:]] == pytest.approx(
        [-one.coef for one in reversed(down.coefficients[3:])]
    )
