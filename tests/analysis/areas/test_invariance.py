"""Shuffled areas, other units of weight, a table that is grouped instead of read: the same areas."""

import numpy as np
import pytest

from analysis import engine
from analysis.areas.cellcounts import counts
from analysis.areas.direct import direct
from analysis.areas.fay_herriot import fay_herriot
from analysis.areas.mrp import mrp
from analysis.design import Design
from tests.analysis.areas.samples import NAMES, interviews, twelve

POPULATION = {(wijk, sexe): 1000.0 for wijk in NAMES[:8] for sexe in ("m", "v")}


def test_the_order_of_the_areas_does_not_matter():
    found, covariates = twelve()
    order = np.random.default_rng(1).permutation(len(NAMES))
    shuffled = direct(
        [NAMES[place] for place in order], list(found.estimate[order]), list(found.variance[order])
    )
    one, other = fay_herriot(found, covariates), fay_herriot(shuffled, covariates)
    there = {area.area: area for area in other.areas}
    for area in one.areas:
        assert there[area.area].estimate == pytest.approx(area.estimate, rel=1e-9)
        assert there[area.area].mse == pytest.approx(area.mse, rel=1e-9)


def test_the_order_of_the_interviews_does_not_matter_to_mrp():
    rows = interviews()
    order = np.random.default_rng(1).permutation(rows.num_rows)
    found = [
        mrp(counts(one, Design(weight="w"), "knows", ("wijk", "sexe")), POPULATION, "wijk", fixed=("sexe",))
        for one in (rows, rows.take(order))
    ]
    for one, other in zip(found[0].areas, found[1].areas, strict=True):
        assert other.estimate == pytest.approx(one.estimate, rel=1e-6)


@pytest.mark.parametrize(
    "design", [Design(weight="w"), Design(weight="w", psu="plein"), Design(weight="w", strata="wijk")]
)
def test_a_table_that_is_grouped_and_weights_times_ten_count_as_its_rows_do(
    design: Design, monkeypatch: pytest.MonkeyPatch
):
    rows = interviews()
    whole = counts(rows, design, "knows", ("wijk", "sexe"))
    place = rows.column_names.index("w")
    heavier = counts(
        rows.set_column(place, "w", [10 * rows["w"].to_numpy()]), design, "knows", ("wijk", "sexe")
    )
    monkeypatch.setattr(engine, "SMALL", 10)
    grouped = counts(rows, design, "knows", ("wijk", "sexe"))
    for other in (heavier, grouped):
        assert other.cells == whole.cells
        np.testing.assert_allclose(other.y, whole.y, rtol=1e-9)
        np.testing.assert_allclose(other.n, whole.n, rtol=1e-9)
        np.testing.assert_allclose(other.answers, whole.answers)
