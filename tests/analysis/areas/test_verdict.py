"""Publishable, indicative or too little: by a stated rule."""

import numpy as np
import pytest

from analysis.areas.cellcounts import counts
from analysis.areas.direct import direct, direct_from
from analysis.areas.fay_herriot import AreaEstimate, fay_herriot
from analysis.areas.mrp import mrp
from analysis.areas.verdict import Rule, verdicts
from analysis.design import Design
from analysis.errors import AreaModelError
from analysis.table import tabulate
from tests.analysis.areas.samples import NAMES, interviews, twelve
from tests.golden.pack import table


def judged(
    n: float,
    low: float,
    high: float,
    shrinkage: float = 0.9,
    unit: str = "proportion",
    df: float | None = None,
):
    middle = (low + high) / 2
    mse = ((high - low) / 3.92) ** 2
    own = 0.02 if unit == "proportion" else 9.0  # by itself the area says too little
    found = direct(["a"], [middle], [max(own, mse)], n=[n], n_eff=[n], df=[df], unit=unit)
    model = AreaEstimate("a", middle, mse, n, n, middle, mse, middle, shrinkage, low, high, ())
    return verdicts(found, [model]).areas[0]


@pytest.mark.parametrize(
    ("n", "low", "high", "shrinkage", "df", "verdict", "reasons"),
    [
        (200, 0.45, 0.55, 0.9, 100, "publishable", ()),
        (30, 0.36, 0.64, 0.9, 8, "publishable", ()),
        (29, 0.36, 0.64, 0.9, 8, "indicative", ("n", "n_eff")),
        (30, 0.36, 0.64, 0.9, 7, "indicative", ("df",)),
        (200, 0.45, 0.55, 0.49, None, "indicative", ("borrowed",)),
        (200, 0.45, 0.55, 0.19, None, "too_little", ("borrowed",)),
        (200, 0.35, 0.65, 0.9, None, "too_little", ("wide",)),
        (9, 0.45, 0.55, 0.9, None, "too_little", ("n", "n_eff")),
        (10, 0.45, 0.55, 0.9, None, "indicative", ("n", "n_eff")),
        (200, 0.01, 0.04, 0.9, None, "publishable", ()),
        (200, 0.01, 0.09, 0.9, None, "indicative", ("wide",)),
    ],
)  # fmt: skip
def test_the_rule_falls_where_it_says(n, low, high, shrinkage, df, verdict, reasons):
    found = judged(n, low, high, shrinkage, df=df)
    assert (found.verdict, found.reasons) == (verdict, reasons)


@pytest.mark.parametrize(
    ("half", "verdict"), [(0.3, "publishable"), (0.5, "indicative"), (0.8, "too_little")]
)
def test_means_are_judged_by_their_coefficient_of_variation(half: float, verdict: str):
    assert judged(100, 7 - 7 * half * 0.98, 7 + 7 * half * 0.98, unit="mean").verdict == verdict


def test_thirty_interviews_over_five_areas_are_too_little_to_say_anything_per_area():
    rows, design = table("street30"), Design(strata="wijk", psu="locatie", weight="w")
    found = direct_from(tabulate(rows, design, ["weet_waar"], by="wijk").estimates, "wijk")
    population = {(wijk,): 9000.0 for wijk in found.areas}
    model = mrp(counts(rows, design, "weet_waar", ("wijk",)), population, "wijk")
    outcome = verdicts(found, model.areas)
    assert outcome.number("too_little") == 5
    assert all("n_eff" in one.reasons and one.n == 6 for one in outcome.areas)
    assert "te weinig om iets te zeggen" in str(outcome.sentence)
    assert str(outcome.areas[0].sentence) == "1: met 6 antwoorden is er te weinig om iets te zeggen."


def test_thirty_interviews_over_five_areas_are_too_little_for_fay_herriot_as_well():
    rows, design = table("street30"), Design(strata="wijk", weight="w")
    found = direct_from(tabulate(rows, design, ["geholpen"], by="wijk").estimates, "wijk")
    outcome = verdicts(found, fay_herriot(found, {}, without_variance="smoothed").areas)
    assert outcome.number("too_little") == 5


def test_sixty_answers_per_area_may_say_something():
    rows, design = interviews(), Design(strata="wijk", weight="w")
    found = direct_from(tabulate(rows, design, ["knows"], by="wijk").estimates, "wijk")
    population = {(wijk, sexe): 1000.0 for wijk in NAMES[:8] for sexe in ("m", "v")}
    model = mrp(counts(rows, design, "knows", ("wijk", "sexe")), population, "wijk", fixed=("sexe",))
    outcome = verdicts(found, model.areas)
    assert outcome.number("publishable") >= 6
    assert "te publiceren" in str(outcome.areas[0].sentence)
    assert outcome.areas[0].direct_low < outcome.areas[0].direct < outcome.areas[0].direct_high


def test_an_area_that_the_interviews_missed_is_judged_as_without_answers():
    rows = interviews()
    population = {(wijk,): 1000.0 for wijk in (*NAMES[:8], "wijk 12")}
    found = direct_from(tabulate(rows, Design(), ["knows"], by="wijk").estimates, "wijk")
    last = verdicts(found, mrp(counts(rows, Design(), "knows", ("wijk",)), population, "wijk").areas).areas[
        -1
    ]
    assert (last.n, last.direct, last.borrowed, last.verdict) == (0.0, None, 1.0, "too_little")


def test_other_thresholds_give_other_verdicts_and_stand_in_the_result():
    found, covariates = twelve()
    areas = fay_herriot(found, covariates).areas
    strict, mild = (
        verdicts(found, areas, Rule(n=100)),
        verdicts(found, areas, Rule(n=1, n_indicative=1, bad=1, relative=9)),
    )
    assert strict.number("publishable") == 0 < mild.number("publishable")
    assert strict.rule.n == 100
    assert "alleen een aanwijzing" in str(strict.sentence)


def test_a_direct_interval_is_made_from_the_variance_when_none_was_given():
    found, covariates = twelve()
    last = verdicts(found, fay_herriot(found, covariates).areas).areas[-1]
    assert last.direct_high - last.direct_low == pytest.approx(
        2 * 1.987 * np.sqrt(found.variance[-1]), rel=1e-3
    )


def test_without_numbers_of_answers_there_is_no_verdict():
    found = direct(["a", "b", "c", "d"], [0.1, 0.2, 0.3, 0.4], [0.01] * 4)
    with pytest.raises(AreaModelError, match="zonder aantallen is er geen oordeel"):
        verdicts(found, fay_herriot(found, {}).areas)


def test_an_area_with_enough_answers_stands_by_itself_where_the_model_finds_all_areas_alike():
    share = [0.40, 0.41, 0.39, 0.40, 0.40]
    found = direct(list("abcde"), share, [0.4 * 0.6 / 400] * 5, n=[400] * 5, n_eff=[400] * 5, df=[399] * 5)
    model = fay_herriot(found, {})
    assert model.between.variance == 0
    outcome = verdicts(found, model.areas)
    assert outcome.number("publishable") == 5
    assert {one.figure for one in outcome.areas} == {"direct"}
    assert str(outcome.areas[1].sentence) == "b: 41% (tussen 36 en 46%), te publiceren."


def test_at_the_same_verdict_the_figure_of_the_model_stands():
    share = [0.2, 0.4, 0.6, 0.3, 0.5]
    found = direct(list("abcde"), share, [0.4 * 0.6 / 400] * 5, n=[400] * 5, n_eff=[400] * 5, df=[399] * 5)
    assert {one.figure for one in verdicts(found, fay_herriot(found, {}).areas).areas} == {"model"}
