"""Answers and margins before fieldwork."""

from math import erf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MethodError
from analysis.numerals import many
from analysis.planning.expectations import Expectations
from analysis.planning.margin import answers_for_margin, plan_margin, plan_of_answers, plan_per_wijk

# Krejcie and Morgan (1970), Educational and Psychological Measurement 30, table 1: population and sample size.
TABLE = {
    10: 10,
    15: 14,
    30: 28,
    50: 44,
    75: 63,
    100: 80,
    220: 140,
    250: 152,
    500: 217,
    1200: 291,
    1500: 306,
    2800: 338,
}


@pytest.mark.parametrize(("population", "answers"), TABLE.items())
def test_the_answers_are_those_of_krejcie_and_morgan(population: int, answers: int) -> None:
    assert round(answers_for_margin(0.05, 0.5, population, Expectations())) == answers


def test_the_island_of_cochran_needs_356_people() -> None:
    # Cochran (1977), Sampling Techniques, section 4.4: d = 0.05, t = 2, p about one half, 3,200 people.
    two = Expectations(level=erf(2 / sqrt(2)))
    assert answers_for_margin(0.05, 0.5, None, two) == pytest.approx(400)
    assert round(answers_for_margin(0.05, 0.5, 3200, two)) == 356
    assert plan_margin(0.05, population=3200, expectations=two).n == 356


@given(
    st.floats(0.01, 0.2),
    st.floats(0.05, 0.95),
    st.integers(500, 100_000),
    st.floats(0.8, 4),
    st.floats(0.1, 1),
)
@settings(deadline=None)
def test_a_plan_gives_the_margin_that_was_asked_with_no_answer_too_many(
    margin: float, share: float, population: int, deff: float, response: float
) -> None:
    expected = Expectations(deff=deff, response=response)
    plan = plan_margin(margin, share=share, population=population, expectations=expected)
    assert plan.n <= population
    assert plan.approach <= population
    assert plan.approach * response >= plan.n - 1
    if "population_too_small" in plan.caveats:
        assert plan.approach == population
        return
    assert plan.margin <= margin + 1e-9
    if plan.n > 1:
        one_less = plan_of_answers(plan.n - 1, share=share, population=population, expectations=expected)
        assert one_less.margin > margin - 1e-9


def test_design_effect_and_response_ask_for_more_people() -> None:
    plain = plan_margin(0.05)
    clustered = plan_margin(0.05, expectations=Expectations(deff=1.5, response=0.25))
    assert (plain.n, plain.approach) == (385, 385)
    assert (clustered.n, clustered.approach) == (577, 2308)
    assert "Benader 2.308 mensen voor 577 antwoorden (respons 25%)" in str(clustered.sentence)
    assert "ontwerpeffect 1,50" in str(clustered.sentence)


def test_a_wijk_that_is_too_small_says_which_margin_is_left() -> None:
    plan = plan_margin(0.03, population=400, expectations=Expectations(response=0.3), name="Noord")
    assert (plan.n, plan.approach) == (120, 400)
    assert plan.margin == pytest.approx(1.959964 * sqrt(0.25 / 120 * 280 / 399), rel=1e-6)
    assert "Noord: er wonen te weinig mensen" in str(plan.sentence)
    assert "120 mensen antwoord" in str(plan.sentence)


def test_all_wijken_together_have_a_smaller_margin_than_each() -> None:
    plan = plan_per_wijk(
        {"Noord": 4000, "Oost": 9000, "West": 2500}, 0.08, expectations=Expectations(response=0.4)
    )
    assert [one.name for one in plan.parts] == ["Noord", "Oost", "West"]
    assert plan.n == sum(one.n for one in plan.parts)
    assert plan.margin < 0.06
    assert f"{many(plan.approach)} mensen" in str(plan.sentence)


def test_few_answers_and_rare_shares_carry_a_caveat() -> None:
    assert plan_of_answers(25).caveats == ("small",)
    assert plan_of_answers(200, share=0.01).caveats == ("margin_rough",)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: plan_margin(5),
        lambda: plan_margin(0),
        lambda: plan_margin(0.05, share=50),
        lambda: plan_margin(0.05, population=0),
        lambda: plan_margin(0.05, population=2, expectations=Expectations(response=0.1)),
        lambda: plan_margin(0.05, expectations=Expectations(deff=0)),
        lambda: plan_margin(0.05, expectations=Expectations(response=30)),
        lambda: plan_of_answers(0),
        lambda: plan_of_answers(50, population=40),
        lambda: plan_of_answers(50, population=99.5),
        lambda: plan_per_wijk({}, 0.05),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_to_do(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(MethodError) as refused:
        ask()
    assert all(str(one) for one in refused.value.messages)
