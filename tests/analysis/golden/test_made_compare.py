"""Further comparisons of R's survey, on data and options of our own: see tests/golden/made/compare.R."""

import json
from math import ceil, log
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pytest

from analysis.compare.adjust import adjust
from analysis.compare.association import chi_square
from analysis.compare.hypotheses import wald_test
from analysis.compare.pairs import against_the_rest, all_pairs
from analysis.compare.ranks import rank_test
from analysis.compare.ratios import ratio_of_groups
from analysis.compare.ttest import t_test, t_test_of_mean
from analysis.compare.waves import between_waves
from analysis.design import Design
from analysis.planning.detectable import detectable_difference
from analysis.planning.difference import plan_difference, power_of_plan
from analysis.planning.expectations import Expectations
from analysis.replicates import Replication
from analysis.table import tabulate

HERE = Path(__file__).parents[2] / "golden" / "made"
CASES = json.loads((HERE / "compare.json").read_text())["cases"]
CORRECTIONS = ("holm", "bh", "bonferroni")


def source(case: dict[str, Any]) -> pa.Table:
    options = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
    rows = pyarrow.csv.read_csv(HERE / f"{case['design']['data']}.csv", convert_options=options)
    if case["design"].get("lonely_data"):
        second = pa.compute.and_(pa.compute.equal(rows["wijk"], "W5"), pa.compute.equal(rows["plein"], 2))
        rows = rows.filter(pa.compute.invert(second))
    return rows


def design(case: dict[str, Any]) -> Design:
    made = case["design"]
    strata = made.get("strata")
    return Design(
        strata=tuple(strata) if isinstance(strata, list) else strata,
        psu=made.get("psu"),
        ssu=made.get("ssu"),
        weight="w",
        fpc=made.get("fpc"),
        ssu_fpc=made.get("ssu_fpc"),
        lonely_psu=made.get("lonely", "fail"),
        replication=Replication(made["replicates"]) if "replicates" in made else None,
    )


def where(case: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = case["design"].get("where")
    return found


def near(value: Any, case: dict[str, Any]) -> Any:
    return pytest.approx(value, rel=case["rtol"], abs=1e-13)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def chisq(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = chi_square(source(case), design(case), where=where(case), **asked)
    assert found.statistic == near(expected["statistic"], case)
    assert found.p == near(expected["p"], case)
    own = [one for one in (found.ndf, found.ddf) if one is not None]
    assert own == near(listed(expected["parameter"]), case)


def ttest(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = t_test(source(case), design(case), asked["y"], asked["by"], where=where(case))
    # R names the difference after the second group.
    assert (found.t, found.difference) == near((expected["t"], expected["difference"]), case)
    assert (found.df, found.p) == near((expected["df"], expected["p"]), case)


def mean(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = t_test_of_mean(source(case), design(case), asked["y"], asked["against"], where=where(case))
    assert (found.t, found.df, found.p) == near((expected["t"], expected["df"], expected["p"]), case)


def ranks(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = rank_test(
        source(case),
        design(case),
        asked["y"],
        asked["by"],
        test=asked["test"],
        ties=asked["ties"],
        where=where(case),
    )
    assert (found.statistic, found.p) == near((expected["statistic"], expected["p"]), case)


def pairs(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    for correction in CORRECTIONS:
        found = all_pairs(
            source(case), design(case), asked["y"], asked["by"], where=where(case), correction=correction
        ).differences
        assert [one.difference for one in found] == near(expected["difference"], case)
        assert [one.se for one in found] == near(expected["se"], case)
        assert [one.df for one in found] == expected["df"]
        assert [one.p for one in found] == near(expected["p"], case)
        assert [one.p_adjusted for one in found] == near(expected[correction], case)
    table = tabulate(source(case), design(case), [asked["y"]], asked["by"], where=where(case))
    lines = [[-1 if place == 0 else int(place == line) for place in range(3)] for line in (1, 2)]
    together = wald_test(table.values, table.covariance, lines, df=table.df, n=1)
    assert together.statistic * 2 == near(expected["wald"], case)


def rest(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = against_the_rest(
        source(case), design(case), asked["y"], asked["by"], where=where(case)
    ).differences
    assert [one.first.name for one in found] == expected["groups"]
    assert [one.difference for one in found] == near(expected["difference"], case)
    assert [one.se for one in found] == near(expected["se"], case)


def ratio(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    found = ratio_of_groups(
        source(case), design(case), asked["y"], asked["by"], asked["first"], asked["second"]
    )
    assert (log(found.ratio), found.se_log) == near((expected["log"], expected["se"]), case)


def waves(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    drawn = design(case)
    overlap = drawn.psu_columns
    found = between_waves(
        source(case), drawn, asked["y"], asked["by"], overlap=overlap, where=where(case)
    ).comparisons.differences[0]
    # R takes the first less the second.
    assert -found.difference == near(expected["difference"], case)
    assert (found.se, found.df, found.p) == near((expected["se"], expected["df"], expected["p"]), case)


def corrections(case: dict[str, Any]) -> None:
    for correction in CORRECTIONS:
        found = list(adjust(listed(case["asked"]["p"]), correction))
        assert found == near(listed(case["result"][correction]), case)


def plan(case: dict[str, Any]) -> None:
    asked, expected = case["asked"], case["result"]
    level = Expectations(level=asked["level"])
    first, second = asked["p1"], asked["p2"]
    assert plan_difference(first, second, power=asked["power"], expectations=level).n == ceil(expected["n"])
    assert power_of_plan(60, first, second, expectations=level).power == near(expected["power_of_60"], case)
    found = detectable_difference(200, first, power=asked["power"], expectations=level)
    assert found.upper == near(expected["detectable"], case)


KINDS = {
    "chisq": chisq,
    "ttest": ttest,
    "mean": mean,
    "ranks": ranks,
    "pairs": pairs,
    "rest": rest,
    "ratio": ratio,
    "waves": waves,
    "adjust": corrections,
    "plan": plan,
}


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{n}-{one['kind']}") for n, one in enumerate(CASES)])
def test_a_comparison_of_our_own_is_that_of_r(case: dict[str, Any]) -> None:
    KINDS[case["kind"]](case)
