"""Targets: the probability that they are met, by closed forms, and the light that follows by a stated rule."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, t

from analysis.design import Design
from analysis.errors import MethodError
from analysis.estimate import estimate
from analysis.figure import Estimate
from analysis.norms import Rule, judge, judge_all
from tests.analysis.samples import sample


def share(positive: int, n: int, **columns: list[str]) -> Estimate:
    table = pa.table({"m:knows:vet": [1.0] * positive + [0.0] * (n - positive), **columns})
    return estimate(table, Design(), ["m:knows:vet"])[0]


def test_a_proportion_of_single_interviews_has_jeffreys_posterior():
    found = judge(share(90, 120), 0.7)
    # The variance p (1 - p) / (n - 1) makes the effective n one less.
    assert found.n_eff == pytest.approx(119)
    assert found.probability == pytest.approx(beta.sf(0.7, 0.75 * 119 + 0.5, 0.25 * 119 + 0.5))
    assert (found.method, found.light, found.n) == ("beta", "orange", 120)


def test_nobody_and_everybody_have_a_probability_too():
    assert judge(share(0, 40), 0.05).probability == pytest.approx(beta.sf(0.05, 0.5, 40.5))
    assert judge(share(40, 40), 0.95).probability == pytest.approx(beta.sf(0.95, 40.5, 0.5))
    assert judge(share(0, 40), 0.2).light == "red"


def test_a_mean_is_judged_by_students_t():
    (figure,) = estimate(sample(3), Design(strata="stratum", psu="psu", weight="weight"), ["mark"])
    found = judge(figure, 6.3)
    assert found.probability == pytest.approx(t.sf((6.3 - figure.estimate) / figure.se, figure.df))
    assert (found.method, found.n_eff) == ("student", None)


def test_clusters_make_a_verdict_more_careful_than_single_interviews():
    known = [1.0] * 18 + [0.0] * 2 + [1.0] * 5 + [0.0] * 15
    table = pa.table({"knows": known * 3, "psu": [str(place // 20) for place in range(120)]})
    alone, clustered = (
        judge(estimate(table, design, ["knows"])[0], 0.5) for design in (Design(), Design(psu="psu"))
    )
    assert clustered.n_eff < alone.n_eff
    assert abs(clustered.probability - 0.5) < abs(alone.probability - 0.5)


@pytest.mark.parametrize(
    ("positive", "direction", "light"),
    [
        (110, "at_least", "green"),
        (80, "at_least", "red"),
        (97, "at_least", "orange"),
        (80, "at_most", "green"),
        (110, "at_most", "red"),
    ],
)
def test_the_light_follows_from_the_probability_by_the_rule(positive, direction, light):
    found = judge(share(positive, 120), 0.8, direction)
    assert found.light == light
    assert (found.probability >= 0.9) == (light == "green")
    assert (found.probability <= 0.1) == (light == "red")


def test_too_few_answers_are_grey_whatever_the_probability():
    found = judge(share(20, 20), 0.3)
    assert (found.light, found.probability > 0.99) == ("grey", True)
    assert "too_few" in found.caveats
    assert "te weinig antwoorden (20)" in str(found.sentence)
    assert judge(share(20, 20), 0.3, rule=Rule(least=10)).light == "green"


def test_without_a_margin_there_is_no_probability():
    table = pa.table({"knows": [1.0, 0.0] * 20, "place": ["market"] * 40})
    (figure,) = estimate(table, Design(psu="place"), ["knows"])
    found = judge(figure, 0.5)
    assert (found.probability, found.light) == (None, "grey")
    assert "no_probability" in found.caveats
    empty = estimate(pa.table({"knows": pa.array([None, None], pa.float64())}), Design(), ["knows"])[0]
    assert judge(empty, 0.5).light == "grey"


def test_the_caveat_of_the_street_goes_with_the_verdict():
    assert "origin_street" in judge(share(90, 120, origin=["street"] * 120), 0.7).caveats


def test_the_sentence_names_target_figure_probability_and_light_and_the_rule_stands_beside_it():
    found = judge(share(90, 120), 0.8)
    assert str(found.sentence) == (
        "De norm is ten minste 80%; gemeten is 75% (120 antwoorden). De kans dat de norm is gehaald, is 9%: rood."
    )
    assert str(found.rule.sentence) == (
        "Groen: de kans dat de norm is gehaald, is ten minste 90%. Rood: die kans is hoogstens 10%. "
        "Daartussen oranje: niet te zeggen. Grijs: minder dan 30 antwoorden, of geen marge."
    )


def test_rounding_neither_changes_the_norm_nor_puts_a_probability_on_the_other_side_of_the_rule():
    figure = share(90, 120)
    targets = [place / 1000 for place in range(500, 900)]
    near = next(one for one in targets if 0.895 <= judge(figure, one).probability < 0.9)
    said = str(judge(figure, near).sentence)
    assert f"De norm is ten minste {near * 100:g}%".replace(".", ",") in said
    assert "is 89," in said
    assert "oranje" in said


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_target_is_less_likely_met_and_the_directions_add_up_to_one(positive, one, other):
    figure = share(positive, 60)
    low, high = sorted((one, other))
    at_low, at_high = judge(figure, low), judge(figure, high)
    assert 0 <= at_high.probability <= at_low.probability <= 1
    assert at_low.probability + judge(figure, low, "at_most").probability == pytest.approx(1)


def test_each_figure_of_a_table_is_judged():
    figures = estimate(sample(5), Design(weight="weight"), ["knows"], by="group")
    assert [one.figure.by["group"] for one in judge_all(figures, 0.3)] == ["jong", "midden", "oud"]


@pytest.mark.parametrize("target", [-0.1, 1.1, 70, float("nan")])
def test_a_target_for_a_share_that_is_no_share_is_refused(target):
    with pytest.raises(MethodError, match="tussen 0 en 1"):
        judge(share(30, 60), target)


def test_a_direction_that_does_not_exist_is_refused():
    with pytest.raises(MethodError, match="at_least, at_most"):
        judge(share(30, 60), 0.5, "up")


@pytest.mark.parametrize("wrong", [{"green": 0.1}, {"red": -0.1}, {"green": 90}, {"least": -1}])
def test_a_rule_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(MethodError, match="groen"):
        Rule(**wrong)
