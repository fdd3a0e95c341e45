"""One suite for every engine: whoever adds up, the figures are the same, and so are the refusals."""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.association import chi_square
from analysis.design import Design
from analysis.errors import IndicatorError, PoolingError, WeightError
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.models import logistic
from analysis.table import ratio, tabulate
from analysis.weighting import Raking
from tests.analysis.samples import replaced, sample
from tests.golden.designs import design as of_case
from tests.golden.designs import source as rows_of
from tests.golden.pack import cases

pytestmark = [
    # Spark looks for a pandas older than ours; it is not used.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Source = Callable[[pa.Table], Any]
CLUSTERED = Design(strata="stratum", psu="psu", weight="weight")
STRATIFIED = Design(strata="stratum", weight="weight")
MARGINS = {"group": {"jong": 30_000.0, "midden": 40_000.0, "oud": 30_000.0}}
NAMES = ("estimate", "se", "low", "high", "deff", "n_eff")


def same(left: list[Estimate] | tuple[Estimate, ...], right: list[Estimate] | tuple[Estimate, ...]) -> bool:
    return [(one.by, one.n, one.df, one.missing) for one in left] == [
        (one.by, one.n, one.df, one.missing) for one in right
    ] and all(
        close(getattr(one, name), getattr(other, name))
        for one, other in zip(left, right, strict=True)
        for name in NAMES
    )


def close(left: float | None, right: float | None) -> bool:
    return left == right if left is None or right is None else left == pytest.approx(right, rel=1e-9)


@pytest.mark.parametrize("design", [CLUSTERED, STRATIFIED], ids=["places", "rows"])
def test_means_and_proportions_in_domains_are_the_same(asked_of: Source, design: Design):
    table = sample(5)
    found = estimate(
        asked_of(table), design, ["knows", "mark"], "group", where={"stratum": ["wijk 1", "wijk 2"]}
    )
    assert same(
        found, estimate(table, design, ["knows", "mark"], "group", where={"stratum": ["wijk 1", "wijk 2"]})
    )
    assert len(found) == 6


def test_names_with_dots_and_a_condition_of_one_s_own_are_understood(asked_of: Source):
    table = sample(6).rename_columns(["stratum", "psu", "weight", "group", "m:awareness.aided:vet", "mark"])
    condition = nw.col("mark") > 6
    found = estimate(asked_of(table), CLUSTERED, ["m:awareness.aided:vet"], where=condition)
    assert same(found, estimate(table, CLUSTERED, ["m:awareness.aided:vet"], where=condition))
    assert found[0].entity == "vet"


@pytest.mark.parametrize("variance", ["calibrate", "rake"])
@pytest.mark.parametrize("design", ["places", "rows"])
def test_raked_tables_are_the_same_with_their_covariance(asked_of: Source, design: str, variance: Any):
    table = sample(7)
    psu = "psu" if design == "places" else None
    raked = Design(strata="stratum", psu=psu, weight="weight", adjust=(Raking(MARGINS, variance=variance),))
    found, expected = (tabulate(one, raked, ["knows"], "stratum") for one in (asked_of(table), table))
    assert same(found.estimates, expected.estimates)
    assert found.covariance == pytest.approx(expected.covariance, rel=1e-8, abs=1e-15)


def test_ratios_tests_and_regressions_are_the_same(asked_of: Source):
    table = sample(8, rows=400)
    source = asked_of(table)
    assert same(
        ratio(source, CLUSTERED, "knows", "mark", "group").estimates,
        ratio(table, CLUSTERED, "knows", "mark", "group").estimates,
    )
    left, right = (chi_square(one, CLUSTERED, "knows", "group") for one in (source, table))
    assert (left.statistic, left.p) == pytest.approx((right.statistic, right.p), rel=1e-8)
    fits = [logistic(one, CLUSTERED, "knows ~ group") for one in (source, table)]
    assert [(one.coef, one.se) for one in fits[0].coefficients] == [
        pytest.approx((one.coef, one.se), rel=1e-7) for one in fits[1].coefficients
    ]


@pytest.mark.parametrize("case", ["mean_dm", "by_groep_dm", "wave_diff", "mean_pr", "mean_px", "mean_dsc"])
def test_the_numbers_are_those_of_r(asked_of: Source, case: str):
    one = next(found for found in cases() if found.id == case)
    columns = {"wave_diff": ["bekend"], "mean_pr": ["weet_waar"], "mean_px": ["weet_waar"]}.get(case)
    columns = columns or (["geholpen"] if case == "mean_dsc" else ["bekend"])
    by = {"by_groep_dm": "groep", "wave_diff": "wave"}.get(case, ())
    found = tabulate(asked_of(rows_of(one)), of_case(one), columns, by).estimates
    if case == "wave_diff":
        assert found[1].estimate - found[0].estimate == pytest.approx(one.result["est"], rel=1e-9)
        return
    names = one.result["names"]
    places = range(len(names)) if by else [names.index(columns[0])]
    assert [figure.estimate for figure in found] == pytest.approx(
        [one.result["est"][place] for place in places], rel=1e-9
    )
    assert [figure.se for figure in found] == pytest.approx(
        [one.result["se"][place] for place in places], rel=1e-9
    )


def test_bad_weights_text_and_silent_pooling_are_refused(asked_of: Source):
    table = sample(9)
    weights = np.asarray(table["weight"]).copy()
    weights[3] = 0
    with pytest.raises(WeightError, match="1 rijen"):
        estimate(asked_of(replaced(table, "weight", weights)), CLUSTERED, ["knows"])
    with pytest.raises(IndicatorError, match="getallen in de kolom"):
        estimate(asked_of(table), CLUSTERED, ["group"])
    mixed = table.append_column("origin", pa.array(["street", "panel"] * (table.num_rows // 2)))
    with pytest.raises(PoolingError, match="street"):
        estimate(asked_of(mixed), CLUSTERED, ["knows"])
    apart = estimate(asked_of(mixed), CLUSTERED, ["knows"], "origin")
    assert [one.origin for one in apart] == ["panel", "street"]
    assert same(apart, estimate(mixed, CLUSTERED, ["knows"], "origin"))
