"""Shuffled rows, other units of weight, a table that is grouped instead of read: the same corrected figures."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from analysis import engine
from analysis.design import Design
from analysis.imperfect.corrected import Correction
from analysis.imperfect.doubly_robust import doubly_robust
from analysis.imperfect.quasi_randomisation import quasi_randomisation
from analysis.imperfect.reference import ReferenceSample
from tests.analysis.imperfect.samples import COVARIATES, POPULATION, panel, reference

Method = Callable[..., Correction]
METHODS = pytest.mark.parametrize("method", [quasi_randomisation, doubly_robust])


def corrected(method: Method, rows: pa.Table, side: ReferenceSample) -> np.ndarray:
    design = Design(psu="plein") if "plein" in rows.column_names else Design()
    found = method(rows, design, side, ["weet", "uren"], COVARIATES, by="sexe", population=POPULATION)
    figures = [one.figure for one in found.corrected]
    return np.array([[one.estimate, one.se, one.low, one.high] for one in figures] + [[found.kish] * 4])


@METHODS
def test_the_order_of_the_rows_does_not_matter(method: Method):
    rows, side = panel(), reference()
    order = np.random.default_rng(1).permutation(rows.num_rows)
    back = np.arange(side.source.num_rows)[::-1]
    shuffled = corrected(method, rows.take(order), replace(side, source=side.source.take(back)))
    np.testing.assert_allclose(shuffled, corrected(method, rows, side), rtol=1e-9)


@METHODS
def test_ten_times_the_weight_of_the_reference_does_not_matter(method: Method):
    side = reference()
    heavier = side.source.set_column(2, "d", pa.array(10 * side.source["d"].to_numpy()))
    found = corrected(method, panel(), replace(side, source=heavier))
    np.testing.assert_allclose(found, corrected(method, panel(), side), rtol=1e-9)


@METHODS
@pytest.mark.parametrize("psu", [None, "plein"])
def test_a_table_that_is_grouped_gives_what_its_rows_give(
    method: Method, psu: str | None, monkeypatch: pytest.MonkeyPatch
):
    rows = panel()
    if psu:
        rows = rows.append_column("plein", pa.array(np.arange(rows.num_rows) % 40))
    whole = corrected(method, rows, reference())
    monkeypatch.setattr(engine, "SMALL", 10)
    np.testing.assert_allclose(corrected(method, rows, reference()), whole, rtol=1e-9)


@METHODS
@pytest.mark.parametrize(("shift", "size"), [(1990.0, 10.0), (1e9, 1e3), (0.0, 1e-9)])
def test_a_number_in_other_units_does_not_matter(method: Method, shift: float, size: float):
    rng = np.random.default_rng(3)
    rows, side = panel(), reference()
    here, there = (np.round(rng.normal(size=n), 3) for n in (rows.num_rows, side.source.num_rows))
    found = []
    for a, b in ((0.0, 1.0), (shift, size)):
        asked = replace(side, source=side.source.append_column("x", pa.array(a + b * there)))
        one = method(
            rows.append_column("x", pa.array(a + b * here)),
            Design(),
            asked,
            ["weet"],
            COVARIATES,
            numbers=("x",),
        )
        found.append([one.corrected[0].figure.estimate, one.corrected[0].figure.se, one.propensity.strongest])
        found[-1].append(one.propensity.coefficients[-1] * b)
    np.testing.assert_allclose(found[1], found[0], rtol=1e-6)
