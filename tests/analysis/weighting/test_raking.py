import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import ConvergenceError, MarginError
from analysis.table import tabulate
from analysis.weighting import Raking
from tests.analysis.weighting.samples import population, reached, sample

SEEDS = st.integers(0, 10_000)


def weights(table: pa.Table, raking: Raking, weight: str | None = "w") -> np.ndarray:
    return collect(table, Design(weight=weight, adjust=(raking,))).weight


@settings(max_examples=25, deadline=None)
@given(SEEDS, SEEDS)
def test_raked_weights_hit_every_margin(seed: int, other: int) -> None:
    table, margins = sample(seed), population(other)
    weight = weights(table, Raking(margins))
    assert (weight > 0).all()
    for name, counts in margins.items():
        sums = reached(table, weight, name)
        for label, count in counts.items():
            assert sums[label] == pytest.approx(count, rel=1e-7)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_base_weights_times_ten_change_nothing(seed: int) -> None:
    table, margins = sample(seed), population(seed)
    ten = table.set_column(table.column_names.index("w"), "w", pa.array(np.asarray(table["w"]) * 10))
    np.testing.assert_allclose(weights(ten, Raking(margins)), weights(table, Raking(margins)), rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_order_of_the_margins_changes_nothing_at_convergence(seed: int) -> None:
    table, margins = sample(seed), population(seed)
    turned = dict(reversed(margins.items()))
    found = [weights(table, Raking(one, tolerance=1e-13)) for one in (margins, turned)]
    np.testing.assert_allclose(*found, rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    table, margins = sample(seed), population(seed)
    order = np.random.default_rng(seed).permutation(table.num_rows)
    shuffled = weights(table.take(pa.array(order)), Raking(margins))
    np.testing.assert_allclose(shuffled, weights(table, Raking(margins))[order], rtol=1e-10)


def test_a_margin_of_crossed_columns_is_met() -> None:
    table = sample(4)
    joint = {(f"s{a}", f"l{b}"): 1000.0 + 300 * a + 100 * b for a in range(2) for b in range(3)}
    wijk = population(4, sum(joint.values()), ("wijk",))
    weight = weights(table, Raking({("sexe", "leeftijd"): joint, **wijk}))
    pairs = list(zip(table["sexe"].to_pylist(), table["leeftijd"].to_pylist(), strict=True))
    for label, count in joint.items():
        assert sum(w for w, pair in zip(weight, pairs, strict=True) if pair == label) == pytest.approx(count)


def test_the_variance_is_that_after_calibrate_unless_the_other_is_asked() -> None:
    table, margins = sample(8), population(8)
    errors = {}
    for name in ("calibrate", "rake"):
        raking = Raking(margins, variance=name)
        design = Design("wijk", "plek", "w", adjust=(raking,))
        errors[name] = tabulate(table, design, ["weet"]).estimates[0].se
        assert collect(table, design).projections[0].name == name
    assert Raking(margins).variance == "calibrate"
    assert errors["calibrate"] != pytest.approx(errors["rake"], rel=1e-6)
    assert errors["calibrate"] == pytest.approx(errors["rake"], rel=0.05)


def test_both_variances_are_equal_when_base_weights_are() -> None:
    table, margins = sample(8, unequal=False), population(8)
    found = [
        tabulate(
            table, Design(adjust=(Raking(margins, variance=name, tolerance=1e-13),)), ["weet"]
        ).estimates[0]
        for name in ("calibrate", "rake")
    ]
    assert found[0].se == pytest.approx(found[1].se, rel=1e-8)


def test_a_raked_variable_itself_has_no_error() -> None:
    table, margins = sample(3), population(3)
    made = tabulate(table, Design("wijk", "plek", "w", adjust=(Raking(margins),)), shares=["sexe"])
    assert made.estimates[0].estimate == pytest.approx(margins["sexe"]["s0"] / 50_000)
    assert np.abs(made.covariance).max() < 1e-18


def test_a_strict_raking_that_does_not_settle_is_refused_and_names_the_class() -> None:
    table = pa.table({"a": ["x", "x", "y", "y"], "b": ["p", "q", "p", "p"]})
    margins = {"a": {"x": 10.0, "y": 90.0}, "b": {"p": 20.0, "q": 80.0}}
    with pytest.raises(ConvergenceError) as refused:
        weights(table, Raking(margins, rounds=50), None)
    assert "50 rondes" in str(refused.value)
    assert "“a”" in str(refused.value) or "“b”" in str(refused.value)
    assert "samen met" in str(refused.value)


def test_without_strict_the_last_weights_are_kept_with_a_caveat() -> None:
    table = sample(2)
    raking = Raking(population(2), rounds=1, tolerance=1e-9, strict=False)
    fit = raking.fit(collect(table, Design(weight="w"), keys=raking.columns))
    assert fit.caveats == ("weights_not_converged",)
    assert fit.deviation > 1e-9


def test_margins_that_add_up_to_other_populations_are_refused_or_scaled() -> None:
    table, margins = sample(5), population(5)
    margins["wijk"] = {name: count / 50_000 for name, count in margins["wijk"].items()}
    with pytest.raises(MarginError) as refused:
        weights(table, Raking(margins))
    assert "“sexe” telt op tot 50000" in str(refused.value)
    assert "“wijk”" in str(refused.value)
    scaled = weights(table, Raking(margins, scale=True))
    np.testing.assert_allclose(scaled, weights(table, Raking(population(5))), rtol=1e-9)


@pytest.mark.parametrize("options", [{"variance": "greg"}, {"tolerance": 0.0}, {"rounds": 0}])
def test_an_option_that_makes_no_sense_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(MarginError):
        Raking(population(1), **options)  # type: ignore[arg-type]  # that is what is tried
