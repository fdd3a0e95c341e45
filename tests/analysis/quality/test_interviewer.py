"""Interviewer effects: by hand, from a known population, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.quality.interviewer import interviewer_effect


def test_three_interviewers_by_hand():
    # Means 2, 4 and 9 around 5; within: 2, 2 and 2. MSB = 2 (9 + 1 + 16) / 2 = 26, MSW = 6 / 3 = 2, m0 = 2.
    found = interviewer_effect([1, 3, 3, 5, 8, 10], list("aabbcc"))
    assert found.estimate == pytest.approx((26 - 2) / (26 + 2))
    assert found.deff == pytest.approx(1 + 24 / 28)
    assert (found.n, found.interviewers, found.load, found.binary) == (6, 3, 2.0, False)
    # Searle with f = 16.0441 and 1 / 39.1655, the quantiles of F with 2 and 3 degrees of freedom in any table.
    assert found.low == pytest.approx((13 / 16.0441 - 1) / (13 / 16.0441 + 1), abs=1e-5)
    assert found.high == pytest.approx((13 * 39.1655 - 1) / (13 * 39.1655 + 1), abs=1e-5)


def test_unequal_workloads_weigh_in_the_typical_load_and_in_the_design_effect():
    found = interviewer_effect([1, 2, 4, 6, 5, 9], list("aabbbb"))
    between, within = 2 * (1.5 - 4.5) ** 2 + 4 * (6 - 4.5) ** 2, (0.5 + 14) / 4
    typical = 6 - 20 / 6
    assert found.estimate == pytest.approx((between - within) / (between + (typical - 1) * within))
    assert found.load == pytest.approx(20 / 6)


def test_answers_without_interviewer_or_interviewers_without_answer_are_left_out_and_counted():
    whole = interviewer_effect([1, 3, 3, 5, 8, 10], list("aabbcc"))
    found = interviewer_effect([1, 3, None, 3, 5, 8, 10, 4.0, float("nan")], [*"aaabbcc", None, "d"])
    assert found.left_out == 3
    assert (found.estimate, found.low, found.n) == (whole.estimate, whole.low, 6)


def coverage(*, binary: bool, rho: float, rounds: int) -> float:
    rng = np.random.default_rng(11)
    who = np.repeat(np.arange(20), rng.integers(8, 30, 20))
    held = 0
    for _ in range(rounds):
        if binary:  # shares from a beta distribution have this intraclass correlation
            shape = 0.4 * (1 / rho - 1), 0.6 * (1 / rho - 1)
            answers = (rng.random(len(who)) < rng.beta(*shape, 20)[who]).astype(float)
        else:
            answers = rng.normal(0, np.sqrt(rho), 20)[who] + rng.normal(0, np.sqrt(1 - rho), len(who))
        found = interviewer_effect(answers.tolist(), who.tolist())
        held += found.low <= rho <= found.high
    return held / rounds


@pytest.mark.parametrize("binary", [False, True])
def test_the_interval_holds_a_known_effect_about_as_often_as_it_promises(binary):
    assert 0.91 <= coverage(binary=binary, rho=0.05, rounds=300) <= 0.98


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from("abcd")), min_size=6, max_size=60), st.randoms())
def test_order_and_scale_do_not_matter(rows, random):
    answers, who = zip(*rows, strict=True)
    try:
        first = interviewer_effect(answers, who)
    except EvidenceError:
        return
    shuffled = random.sample(rows, len(rows))
    scaled = interviewer_effect([7 - 3 * answer for answer, _ in shuffled], [name for _, name in shuffled])
    assert scaled.estimate == pytest.approx(first.estimate, abs=1e-9)
    assert first.estimate <= 1
    assert first.deff >= 1
    assert "not_interpenetrated" in first.caveats


def test_no_difference_within_interviewers_has_no_interval_and_says_so():
    found = interviewer_effect([1, 1, 0, 0], list("aabb"))
    assert (found.estimate, found.low, found.high) == (1.0, None, None)
    assert "no_spread_within" in found.caveats


def test_the_sentence_names_the_places_as_another_cause():
    assert str(interviewer_effect([1, 3, 3, 5, 8, 10], list("aabbcc")).sentence) == (
        "Van de verschillen tussen antwoorden ligt 86% tussen interviewers (3 interviewers, 6 antwoorden). "
        "Daardoor worden marges 1,4 keer zo breed. Werkten interviewers op verschillende plekken, dan kan het ook "
        "aan die plekken liggen."
    )


@pytest.mark.parametrize(
    ("answers", "who"), [([1, 2, 3], "aaa"), ([1, 2], "ab"), ([1, 1, 1, 1], "aabb"), ([], ""), ([None], "a")]
)
def test_what_holds_no_comparison_is_refused(answers, who):
    with pytest.raises(EvidenceError, match="twee of meer interviewers"):
        interviewer_effect(answers, list(who))


@pytest.mark.parametrize(
    ("answers", "who"), [([1, 2], "a"), (["ja", "nee"], "ab"), ([float("inf"), 1], "ab")]
)
def test_lists_that_do_not_fit_and_text_are_refused(answers, who):
    with pytest.raises(IndicatorError):
        interviewer_effect(answers, list(who))


def test_an_impossible_level_is_refused():
    with pytest.raises(MethodError, match="95"):
        interviewer_effect([1, 2], ["a", "b"], level=95)
