"""What is refused, with what was expected, what came, and what to do."""

from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.design import Design
from analysis.errors import (
    AnalysisError,
    DesignError,
    IndicatorError,
    MethodError,
    PoolingError,
    SourceError,
    WeightError,
)
from analysis.estimate import estimate
from tests.analysis.samples import replaced, sample

DESIGN = Design(strata="stratum", psu="psu", weight="weight")


@pytest.fixture
def table() -> pa.Table:
    return sample(1, rows=40)


def refuse(kind: type[AnalysisError], text: str, source: Any, design: Design = DESIGN, **more: Any) -> None:
    with pytest.raises(kind, match=text) as refusal:
        estimate(source, design, more.pop("indicators", ["knows"]), **more)
    assert len([str(message) for message in refusal.value.messages if str(message)]) == 3


@pytest.mark.parametrize("weight", [0.0, -1.0, None, float("inf"), float("nan"), 1e-200, 1e200])
def test_a_weight_that_is_no_weight_is_refused_with_the_number_of_rows(table: pa.Table, weight: float | None):
    weights = [*table["weight"].to_pylist()[:-1], weight]
    refuse(WeightError, "1 rijen", replaced(table, "weight", weights))


def test_a_missing_stratum_is_refused(table: pa.Table):
    strata = [*table["stratum"].to_pylist()[:-2], None, None]
    refuse(DesignError, "Ontbrekend: 2 rijen", replaced(table, "stratum", strata))


def test_a_column_that_is_not_there_is_named_beside_those_that_are(table: pa.Table):
    refuse(IndicatorError, "“bekend”.*knows", table, indicators=["bekend"])
    refuse(IndicatorError, "“wijk”", table, by="wijk")
    refuse(IndicatorError, "“wijk”", table, where={"wijk": "A"})
    refuse(IndicatorError, "“w”", table, Design(weight="w"))


def test_text_where_numbers_are_expected_is_refused(table: pa.Table):
    refuse(IndicatorError, "getallen in de kolom “group”", table, indicators=["group"])
    refuse(IndicatorError, "getallen in de kolom “group”", table, Design(weight="group"))


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e200])
def test_numbers_that_are_not_finite_are_refused(table: pa.Table, value: float):
    refuse(IndicatorError, "oneindig", replaced(table, "mark", np.full(40, value)), indicators=["mark"])


def test_a_proportion_of_other_numbers_is_refused(table: pa.Table):
    from analysis.indicators import Indicator

    refuse(IndicatorError, "alleen 0 en 1", table, indicators=[Indicator("mark", "mark", None, "proportion")])


def test_no_indicator_at_all_is_refused(table: pa.Table):
    refuse(IndicatorError, "ten minste één", table, indicators=[])


def test_an_empty_table_is_refused(table: pa.Table):
    refuse(SourceError, "leeg", table.slice(0, 0))


def test_what_is_no_table_is_refused(tmp_path):
    refuse(SourceError, "geen bestand", tmp_path / "none.parquet")
    refuse(SourceError, "niet te lezen", str(tmp_path / "*.parquet"))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 this is not one")
    refuse(SourceError, "niet te lezen", broken)
    refuse(SourceError, "dict", {"knows": [1]})
    refuse(SourceError, "geen bestand", [])


@pytest.mark.parametrize(
    ("method", "level"), [("wald", 0.95), ("wilson", 95), ("wilson", 0.0), ("wilson", 1.0)]
)
def test_an_unknown_method_or_level_is_refused(table: pa.Table, method: str, level: float):
    refuse(MethodError, "Verwacht", table, method=method, level=level)


def test_a_place_in_two_strata_is_refused_unless_codes_restart(table: pa.Table):
    refuse(
        DesignError, "één stratum", table, Design(strata="stratum", psu="psu", weight="weight", nest=False)
    )


def test_a_population_that_does_not_fit_is_refused(table: pa.Table):
    sized = table.append_column("size", pa.array([3.0] * 40))
    by_size = Design(strata="stratum", psu="psu", fpc="size")
    refuse(DesignError, "ten minste zo groot", sized, by_size)
    refuse(DesignError, "ten minste zo groot", replaced(sized, "size", [-1.0] * 40), by_size)
    refuse(DesignError, "per stratum", replaced(sized, "size", [10.0] * 39 + [11.0]), by_size)
    refuse(DesignError, "ontbreekt in de lijst", table, Design(strata="stratum", population={"wijk 0": 900}))


def test_a_design_that_contradicts_itself_is_refused():
    with pytest.raises(DesignError, match="Beide"):
        Design(fpc="size", population=10)
    with pytest.raises(DesignError, match="adjust"):
        Design(lonely_psu="ignore")  # type: ignore[arg-type]  # as a reader of a file might


def test_origins_are_never_pooled_in_silence(table: pa.Table):
    mixed = table.append_column("origin", pa.array(["street"] * 10 + ["panel"] * 30))
    refuse(PoolingError, "panel: 30, street: 10", mixed)
    refuse(PoolingError, "panel: 30, street: 10", mixed, by="group")
    refuse(PoolingError, "open_link", mixed, origins="open_link")
    assert estimate(mixed, DESIGN, ["knows"], where={"origin": "street"})[0].origin == "street"


def test_one_origin_is_a_sample_of_its_own(table: pa.Table):
    mixed = table.append_column("origin", pa.array(["street"] * 10 + ["panel"] * 30))
    alone = estimate(mixed.slice(10), DESIGN, ["knows"])
    assert estimate(mixed, DESIGN, ["knows"], origins="panel") == alone
    assert estimate(mixed, DESIGN, ["knows"], origins=["panel"])[0].caveats[0] == "origin_panel"
    apart = estimate(mixed, DESIGN, ["knows"], by="origin")
    assert [one.origin for one in apart] == ["panel", "street"]
    assert apart[0].se == pytest.approx(alone[0].se)


def test_pooling_on_purpose_says_so_and_keeps_the_samples_apart_in_the_error(table: pa.Table):
    mixed = table.append_column("origin", pa.array(["street"] * 10 + ["panel"] * 30))
    (pooled,) = estimate(mixed, DESIGN, ["knows"], origins="pool")
    assert (pooled.origin, pooled.caveats[0]) == ("pooled", "pooled")
    crossed = Design(strata=("stratum", "origin"), psu="psu", weight="weight")
    assert pooled.se == estimate(mixed, crossed, ["knows"], origins="pool")[0].se


def test_the_population_by_stratum_is_the_same_as_a_column(tmp_path):
    table = sample(9)
    sizes = {f"wijk {code}": 20.0 + code for code in range(4)}
    column = table.append_column("size", pa.array([sizes[name] for name in table["stratum"].to_pylist()]))
    pq.write_table(column, tmp_path / "rows.parquet")
    by_list = Design(strata="stratum", psu="psu", weight="weight", population=sizes)
    by_column = Design(strata="stratum", psu="psu", weight="weight", fpc="size")
    assert estimate(table, by_list, ["knows"]) == estimate(tmp_path / "rows.parquet", by_column, ["knows"])
    whole = estimate(table, Design(weight="weight", population=1e9), ["mark"])
    assert whole[0].se == pytest.approx(estimate(table, Design(weight="weight"), ["mark"])[0].se)


def test_a_condition_may_be_an_expression(table: pa.Table):
    by_name = estimate(table, DESIGN, ["knows"], where={"group": ["jong", "oud"]})
    assert estimate(table, DESIGN, ["knows"], where=nw.col("group") != "midden") == by_name
