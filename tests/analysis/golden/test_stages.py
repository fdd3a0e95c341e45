"""Two stages of sampling, and places drawn with certainty, as R's `survey` has them."""

import json
from pathlib import Path
from typing import Any

import pyarrow.csv
import pytest

from analysis.design import Design
from analysis.errors import DesignError
from analysis.indicators import Indicator
from analysis.table import ratio, tabulate

MADE = Path(__file__).parent.parent.parent / "golden" / "made"
ROWS = pyarrow.csv.read_csv(MADE / "stages.csv")
COMMON: dict[str, Any] = {"strata": "wijk", "psu": "place", "weight": "weight", "lonely_psu": "fail"}
DESIGNS = {
    "counts": Design(ssu="house", fpc="places", ssu_fpc="houses", **COMMON),
    "shares": Design(ssu="house", fpc="share", ssu_fpc="share2", **COMMON),
    "replaced": Design(ssu="house", **COMMON),
    "first": Design(fpc="places", **COMMON),
    "certain": Design(ssu="house", fpc="places", ssu_fpc="houses", certainty="sure", **COMMON),
}
CASES = json.loads((MADE / "stages.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_both_stages_count_as_they_do_in_r(case: dict[str, Any]):
    design, by = DESIGNS[case["design"]], case["by"] or ()
    if case["question"] == "ratio":
        found = ratio(ROWS, design, "minutes", "knows")
    else:
        names = {"group": ["knows"], "wijk": ["minutes"]}.get(case["by"], ["knows", "minutes"])
        asked = [Indicator(name, name, kind="mean") for name in names]
        found = tabulate(ROWS, design, asked, by, statistic=case["question"])
    assert [one.estimate for one in found.estimates] == pytest.approx(case["est"], rel=1e-12)
    assert [one.se for one in found.estimates] == pytest.approx(case["se"], rel=1e-10)
    assert found.df == case["df"]


def test_houses_without_their_places_are_refused():
    with pytest.raises(DesignError, match="eerste trap"):
        Design(ssu="house")
