from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.design import Design
from analysis.errors import ConvergenceError, MarginError
from analysis.replicates import Replication
from analysis.table import tabulate
from analysis.weighting import NonResponse, Raking
from tests.analysis.weighting.samples import population, sample


def drawn(seed: int, rows: int = 900) -> pa.Table:
    """Everybody who was drawn; older people respond more often, and know more."""
    rng = np.random.default_rng(seed)
    table = sample(seed, rows)
    older = np.array([label == "l2" for label in table["leeftijd"].to_pylist()])
    years = np.asarray(table["jaren"])
    responded = rng.random(rows) < 1 / (1 + np.exp(0.8 - 1.2 * older - 0.03 * years))
    answer = pa.array(
        [value if one else None for value, one in zip(table["weet"].to_pylist(), responded, strict=True)]
    )
    table = table.set_column(table.column_names.index("weet"), "weet", answer)
    return table.append_column("deed_mee", pa.array(responded)).append_column(
        "ieder", sample(seed, rows)["weet"]
    )


def weights(table: pa.Table, adjustment: NonResponse) -> np.ndarray:
    return collect(table, Design(weight="w", adjust=(adjustment,))).weight


def test_respondents_stand_in_for_their_class() -> None:
    table = drawn(1)
    found = weights(table, NonResponse("deed_mee", ("leeftijd",)))
    base, age = np.asarray(table["w"]), np.array(table["leeftijd"].to_pylist())
    assert not found[~np.asarray(table["deed_mee"])].any()
    for label in set(age):
        assert found[age == label].sum() == pytest.approx(base[age == label].sum())


def test_propensities_are_those_of_a_weighted_logistic_regression() -> None:
    import statsmodels.api as sm

    table = drawn(2)
    found = weights(table, NonResponse("deed_mee", ("leeftijd",), ("jaren",), method="propensity"))
    age = np.array(table["leeftijd"].to_pylist())
    exog = np.column_stack([age == "l0", age == "l1", age == "l2", np.asarray(table["jaren"])]).astype(float)
    responded = np.asarray(table["deed_mee"])
    model = sm.GLM(responded.astype(float), exog, sm.families.Binomial(), freq_weights=np.asarray(table["w"]))
    chance = model.fit(tol=1e-14).fittedvalues
    np.testing.assert_allclose(found[responded], (np.asarray(table["w"]) / chance)[responded], rtol=1e-8)


def test_with_one_factor_propensities_are_the_shares_of_the_classes() -> None:
    table = drawn(3)
    by_cells, by_model = (
        weights(table, NonResponse("deed_mee", ("wijk",), method=method))
        for method in ("cells", "propensity")
    )
    np.testing.assert_allclose(by_cells, by_model, rtol=1e-9)


def test_strata_of_propensities_are_few_and_keep_the_sum() -> None:
    table = drawn(4)
    found = weights(
        table, NonResponse("deed_mee", ("leeftijd", "wijk"), ("jaren",), method="strata", groups=5)
    )
    base = np.asarray(table["w"])
    factors = np.unique(np.round(found[found > 0] / base[found > 0], 9))
    assert len(factors) == 5
    assert found.sum() == pytest.approx(base.sum())


@pytest.mark.parametrize("method", ["cells", "propensity"])
def test_the_error_is_that_of_replicates_in_which_the_adjustment_is_redone(method: Any) -> None:
    table = drawn(5, 1500)
    adjust = (NonResponse("deed_mee", ("leeftijd",), method=method),)
    linear = tabulate(table, Design("wijk", "plek", "w", adjust=adjust), ["weet"]).estimates[0]
    redone = Design("wijk", "plek", "w", adjust=adjust, replication=Replication("JKn"))
    jackknife = tabulate(table, redone, ["weet"]).estimates[0]
    assert linear.estimate == pytest.approx(jackknife.estimate, rel=1e-12)
    assert linear.se == pytest.approx(jackknife.se, rel=0.03)


def test_raking_may_follow_and_its_error_too_is_that_of_the_replicates() -> None:
    table = drawn(6, 1500)
    adjust = (NonResponse("deed_mee", ("leeftijd", "wijk")), Raking(population(6)))
    linear = tabulate(table, Design("wijk", "plek", "w", adjust=adjust), ["weet"]).estimates[0]
    redone = Design("wijk", "plek", "w", adjust=adjust, replication=Replication("JKn"))
    jackknife = tabulate(table, redone, ["weet"]).estimates[0]
    assert linear.se == pytest.approx(jackknife.se, rel=0.05)


def test_who_did_not_respond_is_in_no_figure() -> None:
    table = drawn(7)
    made = tabulate(table, Design(weight="w", adjust=(NonResponse("deed_mee", ("leeftijd",)),)), ["ieder"])
    assert made.estimates[0].n == int(np.asarray(table["deed_mee"]).sum())


def test_a_class_in_which_nobody_responded_is_refused_with_its_remedy() -> None:
    table = pa.table({"a": ["x", "x", "y", "y", "z"], "r": [1, 0, 0, 0, 1]})
    with pytest.raises(MarginError) as refused:
        collect(table, Design(adjust=(NonResponse("r", ("a",)),)))
    assert "“y” deed niemand mee" in str(refused.value)
    assert "samen met" in str(refused.value)


def test_certain_response_is_refused() -> None:
    table = pa.table({"a": ["x", "x", "y", "y"], "r": [1, 1, 0, 0]})
    with pytest.raises(ConvergenceError, match="iedereen mee, of niemand"):
        collect(table, Design(adjust=(NonResponse("r", ("a",), method="propensity"),)))


@pytest.mark.parametrize("answers", [["ja", "misschien"], [None, "ja"], ["nee", "nee"]])
def test_a_response_that_is_not_yes_or_no_is_refused(answers: list[str | None]) -> None:
    table = pa.table({"a": ["x", "x"], "r": answers})
    with pytest.raises(MarginError):
        collect(table, Design(adjust=(NonResponse("r", ("a",)),)))


@pytest.mark.parametrize(
    "options", [{}, {"factors": ("a",), "method": "trees"}, {"factors": ("a",), "groups": 1}]
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(MarginError):
        NonResponse("r", **options)
