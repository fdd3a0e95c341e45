import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import ConvergenceError, MarginError
from analysis.table import tabulate
from analysis.weighting import Calibration, PostStratification, Raking
from tests.analysis.weighting.samples import population, reached, sample

SEEDS = st.integers(0, 10_000)


def weights(table: pa.Table, calibration: Calibration) -> np.ndarray:
    return collect(table, Design(weight="w", adjust=(calibration,))).weight


def scaled(table: pa.Table) -> pa.Table:
    """With base weights that add up to the population: bounds are about what they are multiplied by."""
    base = np.asarray(table["w"]) * 50_000 / np.asarray(table["w"]).sum()
    return table.set_column(table.column_names.index("w"), "w", pa.array(base))


def fitted(table: pa.Table, calibration: Calibration) -> object:
    return calibration.fit(collect(table, Design(weight="w"), keys=calibration.columns))


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(["linear", "raking", "logit"]))
def test_every_method_meets_counts_and_totals(seed: int, method: str) -> None:
    table, factors = sample(seed), population(seed)
    total = 50_000 * 12.8
    bounds = (0.02, 60.0) if method == "logit" else None
    weight = weights(scaled(table), Calibration(factors, {"jaren": total}, method=method, bounds=bounds))
    assert weight @ np.asarray(table["jaren"]) == pytest.approx(total, rel=1e-9)
    for name, counts in factors.items():
        for label, count in reached(table, weight, name).items():
            assert count == pytest.approx(counts[label], rel=1e-8)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_linear_method_is_exact_in_one_step(seed: int) -> None:
    fit = fitted(sample(seed), Calibration(population(seed), {"jaren": 50_000 * 12.5}))
    assert fit.rounds == 1
    assert fit.deviation < 1e-11


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(["linear", "raking", "logit"]))
def test_bounds_are_respected(seed: int, method: str) -> None:
    table, factors = scaled(sample(seed)), population(seed)
    base = np.asarray(table["w"])
    free = weights(table, Calibration(factors, method="raking")) / base
    low, high = 0.9 * free.min(), 1.1 * free.max()
    found = weights(table, Calibration(factors, method=method, bounds=(low, high))) / base
    assert low - 1e-9 <= found.min()
    assert found.max() <= high + 1e-9


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_the_raking_method_gives_the_weights_of_raking(seed: int) -> None:
    table, factors = sample(seed), population(seed)
    raked = collect(table, Design(weight="w", adjust=(Raking(factors, tolerance=1e-13),))).weight
    np.testing.assert_allclose(weights(table, Calibration(factors, method="raking")), raked, rtol=1e-8)


def test_one_factor_is_post_stratification() -> None:
    table, factors = sample(9), population(9, names=("leeftijd",))
    post = PostStratification(("leeftijd",), {(k,): v for k, v in factors["leeftijd"].items()})
    designs = [Design("wijk", "plek", "w", adjust=(one,)) for one in (post, Calibration(factors))]
    first, second = (tabulate(table, design, ["weet"]).estimates[0] for design in designs)
    assert first.estimate == pytest.approx(second.estimate, rel=1e-12)
    assert first.se == pytest.approx(second.se, rel=1e-10)


def test_a_number_alone_is_the_ratio_estimator() -> None:
    table = sample(6)
    weight, years = np.asarray(table["w"]), np.asarray(table["jaren"])
    made = weights(table, Calibration(numbers={"jaren": 4e5}))
    slope = (4e5 - weight @ years) / (weight @ years**2)
    np.testing.assert_allclose(made, weight * (1 + slope * years), rtol=1e-12)


def test_negative_weights_of_the_linear_method_are_told() -> None:
    table = sample(1)
    fit = fitted(table, Calibration(population(1), {"jaren": 50_000 * 25.0}))
    assert fit.caveats == ("negative_weights",)


def test_bounds_that_leave_no_room_are_refused_with_the_total_that_fails() -> None:
    with pytest.raises(ConvergenceError) as refused:
        weights(
            sample(1), Calibration(population(1), {"jaren": 50_000 * 40.0}, bounds=(0.5, 2), method="linear")
        )
    assert "ruimere grenzen" in str(refused.value)


def test_text_where_a_number_is_needed_is_refused() -> None:
    with pytest.raises(MarginError, match="tekst"):
        weights(sample(1), Calibration(numbers={"sexe": 5.0}))


def test_a_missing_number_is_refused() -> None:
    table = pa.table({"w": [1.0, 1.0, 1.0], "x": [1.0, None, 2.0]})
    with pytest.raises(MarginError, match="ontbreekt"):
        weights(table, Calibration(numbers={"x": 5.0}))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"numbers": {"x": float("nan")}},
        {"numbers": {"x": 1.0}, "method": "logit"},
        {"numbers": {"x": 1.0}, "bounds": (1.2, 3.0)},
        {"numbers": {"x": 1.0}, "bounds": (-np.inf, 3.0), "method": "logit"},
        {"numbers": {"x": 1.0}, "method": "entropy"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(MarginError):
        Calibration(**options)  # type: ignore[arg-type]  # that is what is tried
