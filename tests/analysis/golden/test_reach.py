"""Guessing, gaps, ratios of groups, agreement and targets, held against R `survey`; see made/reach.R."""

import json
import re
from math import log
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest

from analysis.design import Design
from analysis.estimate import estimate
from analysis.ladder import Entity
from analysis.norms import judge
from analysis.quality.interviewer import interviewer_effect
from analysis.quality.kappa import kappa
from analysis.reach import channel_gap, corrected, equity
from analysis.replicates import Replication

MADE = Path(__file__).parents[2] / "golden" / "made"
CASES = json.loads((MADE / "reach.json").read_text())["cases"]
CODES = pyarrow.csv.ConvertOptions(column_types={"plek": pa.string(), "interview": pa.string()})
PEOPLE = pyarrow.csv.read_csv(MADE / "reach.csv", convert_options=CODES).rename_columns(
    {
        "kent": "m:awareness.aided:vet",
        "verzonnen": "m:awareness.aided:brug",
        "verzonnen2": "m:awareness.aided:poort",
        "gevraagd": "m:awareness.aided:deels",
        "liefst": "m:channel.prefers:gp",
        "gehoord": "m:channel.heard:gp",
    }
)
CODERS = pyarrow.csv.read_csv(MADE / "reach_coders.csv", convert_options=CODES)
PLACES = {"strata": "wijk", "psu": "plek", "weight": "w"}
DESIGNS = {
    "rijen": Design(weight="w"),
    "strata": Design(strata="wijk", weight="w"),
    "plekken": Design(**PLACES),
    "eindig": Design(**PLACES, fpc="plekken"),
    "jkn": Design(**PLACES, replication=Replication("JKn")),
}
CODED = {
    "rijen": Design(weight="w"),
    "interviews": Design(psu="interview", weight="w"),
    "gelaagd": Design(strata="stratum", psu="interview", weight="w"),
}
VET = Entity("vet")
MADE_UP = {name: Entity(name, "fictitious") for name in ("brug", "poort", "deels")}


def of(prefix: str) -> list[Any]:
    return [pytest.param(one, id=one["id"]) for one in CASES if re.match(prefix, one["id"])]


def agrees(estimate: float | None, se: float | None, case: dict[str, Any]) -> None:
    assert estimate == pytest.approx(case["est"], rel=1e-10)
    assert se == pytest.approx(case["se"], rel=1e-9)


@pytest.mark.parametrize("case", of("guess"))
def test_awareness_without_guesses_is_the_nonlinear_contrast_of_r(case):
    guesses = ["brug", "poort"] if "two" in case["id"] else ["deels" if "part" in case["id"] else "brug"]
    (found,) = corrected(
        PEOPLE,
        DESIGNS[case["design"]],
        [VET, *(MADE_UP[name] for name in guesses)],
        where={"groep": "oud"} if "oud" in case["id"] else None,
    )
    agrees(found.figure.estimate, found.figure.se, case)


@pytest.mark.parametrize("case", of("gap"))
def test_the_gap_of_two_questions_with_bases_of_their_own(case):
    (found,) = channel_gap(PEOPLE, DESIGNS[case["design"]])
    agrees(found.difference.difference, found.difference.se, case)


@pytest.mark.parametrize("case", of("ratio|minus|mark"))
def test_groups_beside_a_reference_have_the_contrasts_of_r(case):
    indicator, by, reference, group = (
        ("cijfer", "sexe", "v", "m")
        if case["id"].startswith("mark")
        else ("m:awareness.aided:vet", "groep", "oud", "midden" if "minus" in case["id"] else "jong")
    )
    found = equity(PEOPLE, DESIGNS[case["design"]], indicator, by, reference=reference)
    (far,) = [one for one in found.distances if one.group == group]
    if "minus" in case["id"]:
        agrees(far.difference.difference, far.difference.se, case)
    else:
        agrees(log(far.ratio), far.log_se, case)


@pytest.mark.parametrize("case", of("kappa"))
def test_kappa_on_clustered_answers_is_that_of_r(case):
    columns = ("ja_a", "ja_b") if "yes" in case["id"] else ("a", "b")
    where = {"stratum": "straat"} if "part" in case["id"] else None
    found = kappa(CODERS, CODED[case["design"]], *columns, where=where)
    agrees(found.estimate, found.se, case)


@pytest.mark.parametrize("case", of("norm"))
def test_the_probability_that_a_target_is_met(case):
    column = "cijfer" if "mark" in case["id"] else "m:awareness.aided:vet"
    (figure,) = estimate(PEOPLE, DESIGNS[case["design"]], [column])
    assert judge(figure, case["target"]).probability == pytest.approx(case["est"], rel=1e-9)


@pytest.mark.parametrize("case", of("icc"))
def test_interviewer_effects_have_the_mean_squares_of_r(case):
    rows = PEOPLE.rename_columns({"m:awareness.aided:vet": "kent"}).to_pydict()
    places = [f"{wijk} {plek}" for wijk, plek in zip(rows["wijk"], rows["plek"], strict=True)]
    who = rows["wijk"] if case["who"] == "wijk" else places
    found = interviewer_effect(rows[case["outcome"]], who)
    agreed = [case["est"], case["low"], case["high"]]
    assert [found.estimate, found.low, found.high] == pytest.approx(agreed, rel=1e-8)
