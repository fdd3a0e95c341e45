"""The regression on a constant that R iterates for the log-odds: it stops at its limit, or a little before."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.estimate import estimate
from analysis.indicators import Indicator
from analysis.log_odds import information


def table(seed: int, rows: int = 300) -> pa.Table:
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "wijk": rng.choice(["noord", "zuid", "oost"], rows),
            "weight": rng.gamma(2, 10, rows) + 1,
            "x": rng.binomial(1, rng.choice([0.03, 0.4, 0.9]), rows).astype(float),
        }
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_information_lies_within_a_thousandth_of_its_limit(seed: int):
    cells = collect(
        table(seed), Design(weight="weight"), keys=("wijk",), values=[Indicator("x", "x")], by=("wijk",)
    )
    domain, labels = cells.domains(("wijk",))
    found = information(cells, cells.value("x"), domain, len(labels))
    assert len(found) == 3
    assert found == pytest.approx(1, abs=2e-3)


def test_nobody_or_everybody_has_no_regression():
    rows = pa.table({"wijk": ["a"] * 4 + ["b"] * 4, "x": [0.0] * 4 + [1.0] * 4})
    cells = collect(rows, Design(), keys=("wijk",), values=[Indicator("x", "x")], by=("wijk",))
    domain, labels = cells.domains(("wijk",))
    assert information(cells, cells.value("x"), domain, len(labels)).tolist() == [1.0, 1.0]


def test_weights_on_another_scale_give_the_same_interval():
    rows = table(2)
    tenfold = rows.set_column(1, "weight", pa.array(np.asarray(rows["weight"]) * 10))
    for method in ("likelihood", "logit", "korn_graubard"):
        first, second = (
            estimate(one, Design(weight="weight"), ["x"], by="wijk", method=method) for one in (rows, tenfold)
        )
        for one, other in zip(first, second, strict=True):
            assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-9)
