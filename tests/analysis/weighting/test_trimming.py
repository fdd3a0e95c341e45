import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import MarginError
from analysis.table import tabulate
from analysis.weighting import Raking, Trimming
from tests.analysis.weighting.samples import population, sample


def trimmed(weights: list[float], trimming: Trimming) -> np.ndarray:
    return collect(pa.table({"w": weights}), Design(weight="w", adjust=(trimming,))).weight


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.1, 20), min_size=3, max_size=40))
def test_strict_trimming_keeps_the_sum_and_stays_within_the_limits(weights: list[float]) -> None:
    mean = float(np.mean(weights))
    found = trimmed(weights, Trimming(0.5 * mean, 1.5 * mean, strict=True))
    assert found.sum() == pytest.approx(sum(weights))
    assert 0.5 * mean - 1e-9 <= found.min()
    assert found.max() <= 1.5 * mean + 1e-9


def test_once_without_strict_may_end_above_the_limit() -> None:
    found = trimmed([1.0, 1.0, 2.9, 9.1], Trimming(upper=3.0))
    assert found.tolist() == pytest.approx([1 + 6.1 / 3, 1 + 6.1 / 3, 2.9 + 6.1 / 3, 3.0])


def test_limits_as_multiples_of_the_mean() -> None:
    weights = [1.0, 2.0, 3.0, 10.0]
    np.testing.assert_allclose(
        trimmed(weights, Trimming(upper=2, relative=True)), trimmed(weights, Trimming(upper=8.0))
    )


def test_weights_within_the_limits_stay_and_need_no_caveat() -> None:
    cells = collect(pa.table({"w": [1.0, 2.0]}), Design(weight="w"))
    fit = Trimming(0.5, 4).fit(cells)
    assert fit.factor.tolist() == [1.0, 1.0]
    assert fit.caveats == ()


def test_equal_weights_together_give_what_rows_give() -> None:
    rows = collect(pa.table({"w": [1.0] * 6 + [5.0] * 2 + [2.0] * 3}), Design(weight="w"))
    from dataclasses import replace

    groups = replace(
        rows,
        n=np.array([6, 2, 3]),
        weight=np.array([6.0, 10.0, 6.0]),
        weight2=np.array([6.0, 50.0, 12.0]),
    )
    trimming = Trimming(upper=3.0, strict=True)
    each = trimming.apply(rows).weight
    assert trimming.apply(groups).weight.tolist() == pytest.approx(
        [each[:6].sum(), each[6:8].sum(), each[8:].sum()]
    )


def test_groups_that_mix_weights_are_refused() -> None:
    from dataclasses import replace

    rows = collect(pa.table({"w": [1.0, 3.0]}), Design(weight="w"))
    mixed = replace(rows, n=np.array([2, 1]), weight=np.array([4.0, 1.0]), weight2=np.array([10.0, 1.0]))
    with pytest.raises(MarginError, match="verschillende gewichten"):
        Trimming(upper=2).apply(mixed)


def test_the_variance_still_knows_of_the_raking_before_it() -> None:
    table = sample(11)
    raking, trimming = Raking(population(11)), Trimming(upper=2.5, relative=True)
    both = collect(table, Design("wijk", "plek", "w", adjust=(raking, trimming)))
    assert [layer.name for layer in both.projections] == ["calibrate"]
    raked = tabulate(table, Design("wijk", "plek", "w", adjust=(raking,)), ["weet"]).estimates[0]
    after = tabulate(table, Design("wijk", "plek", "w", adjust=(raking, trimming)), ["weet"]).estimates[0]
    assert after.se == pytest.approx(raked.se, rel=0.25)


@pytest.mark.parametrize("limits", [{}, {"lower": 3.0, "upper": 2.0}, {"upper": -1.0}])
def test_limits_that_cannot_be_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(MarginError):
        Trimming(**limits)


def test_limits_on_one_side_of_the_mean_are_refused() -> None:
    with pytest.raises(MarginError, match="ligt geen enkel gewicht"):
        trimmed([5.0, 6.0, 7.0], Trimming(lower=8.0, upper=9.0, strict=True))
