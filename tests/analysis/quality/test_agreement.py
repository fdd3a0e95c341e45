"""Krippendorff's alpha, held against the worked examples of his paper, and what must not change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError, EvidenceError, IndicatorError, MethodError
from analysis.quality.agreement import alpha, alpha_by_code

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", examples A, B and C; * is a missing code.
BINARY = ["0100000010", "1110010000"]
LETTERS = ["aabbdcccedda", "babbbccceddd"]
FOUR = ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"]


def numbers(rows: list[str]) -> list[list[int | None]]:
    return [[None if code == "*" else int(code) for code in row] for row in rows]


def test_two_observers_with_binary_codes_as_in_example_a_of_krippendorff_2011():
    found = alpha(numbers(BINARY), replicates=0)
    assert round(found.estimate, 3) == 0.095
    assert (found.n, found.codes, found.coders) == (10, 20, 2)


def test_two_observers_with_letters_as_in_example_b_of_krippendorff_2011():
    assert round(alpha([list(row) for row in LETTERS], replicates=0).estimate, 3) == 0.692


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_four_observers_with_missing_codes_as_in_example_c_of_krippendorff_2011(metric, published):
    found = alpha(numbers(FOUR), metric, replicates=0)
    assert round(found.estimate, 3) == published
    assert (found.n, found.codes, found.coders, found.left_out) == (11, 40, 4, 1)


def test_each_code_has_an_alpha_of_its_own():
    found = alpha_by_code(numbers(FOUR), replicates=0)
    assert list(found) == [1, 2, 3, 4, 5]
    alone = [[None if code is None else int(code == 2) for code in row] for row in numbers(FOUR)]
    assert found[2] == alpha(alone, replicates=0)
    assert found[5].estimate == 1.0
    assert found[3].estimate < found[5].estimate


def test_two_codes_are_told_apart_as_well_as_each_of_them():
    found = alpha_by_code(numbers(BINARY), replicates=200)
    whole = alpha(numbers(BINARY), replicates=200)
    assert [one.estimate for one in found.values()] == pytest.approx([whole.estimate] * 2)


def test_an_interval_comes_from_its_seed_and_holds_the_estimate():
    first, again = (alpha(numbers(FOUR), "ordinal", replicates=500, seed=7) for _ in range(2))
    assert first == again
    assert first.low < first.estimate < first.high <= 1
    assert first.method == "bootstrap 500"
    assert "few_units" in first.caveats


def test_a_higher_level_gives_a_wider_interval():
    narrow, wide = (alpha(numbers(FOUR), replicates=500, level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def varied(units: list[tuple[int | None, ...]]) -> bool:
    """Whether the units with two codes or more hold more than one code."""
    return len({code for unit in units if sum(map(bool, unit)) > 1 for code in unit if code}) > 1


CODES = st.lists(st.tuples(*[st.sampled_from([None, 1, 2, 3, 5])] * 3), min_size=3, max_size=20).filter(
    varied
)


@settings(max_examples=40, deadline=None)
@given(CODES, st.randoms(use_true_random=False), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(units, random, metric):
    rows = list(zip(*units, strict=True))
    shuffled = random.sample(units, len(units))
    turned = random.sample(list(zip(*shuffled, strict=True)), 3)
    first, second = alpha(rows, metric, replicates=0), alpha(turned, metric, replicates=0)
    assert second.estimate == pytest.approx(first.estimate, abs=1e-12)
    assert first.estimate <= 1


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=20).filter(lambda codes: len(set(codes)) > 1),
    st.integers(2, 4),
    st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
)
def test_who_agrees_about_everything_has_an_alpha_of_one_and_no_margin(codes, coders, metric):
    found = alpha([codes] * coders, metric, replicates=100)
    assert found.estimate == 1
    assert (found.low, found.high) == (None, None)
    assert "no_disagreement" in found.caveats
    assert "een marge is niet te geven" in str(found.sentence)


@pytest.mark.parametrize("metric", ["nominal", "ordinal"])
def test_names_of_codes_do_not_matter(metric):
    doubled = [[None if code is None else code * 10 for code in row] for row in numbers(FOUR)]
    first, second = (alpha(rows, metric, replicates=200) for rows in (numbers(FOUR), doubled))
    assert second == first


def test_coders_who_guess_have_an_alpha_near_zero():
    rng = np.random.default_rng(3)
    found = alpha(rng.integers(0, 4, (3, 2000)).tolist(), replicates=200)
    assert abs(found.estimate) < 0.03
    assert found.low < 0 < found.high
    assert found.verdict == "unreliable"


def test_the_sentence_says_what_may_be_done_with_the_codes():
    assert str(alpha(numbers(FOUR), "interval", replicates=0).sentence) == (
        "Krippendorffs alfa is 0,85, over 11 antwoorden; een marge is niet te geven. "
        "De codeurs zijn het genoeg eens om op de codes te vertrouwen."
    )
    tentative = alpha(numbers(FOUR), "nominal", replicates=300)
    assert tentative.verdict == "tentative"
    assert "voorzichtige conclusies" in str(tentative.sentence)


@pytest.mark.parametrize(
    ("codes", "kind", "says"),
    [
        ([[1, 2, 3]], EvidenceError, "1 codeur"),
        ([], EvidenceError, "0 codeur"),
        ([[1, 2], [1]], EvidenceError, "1, 2 antwoorden"),
        ([[1, None], [None, 2]], EvidenceError, "geen een door twee"),
        ([[2, 2], [2, 2]], EvidenceError, "Alle codes zijn gelijk: 2"),
    ],
)
def test_codes_that_can_not_be_compared_are_refused(codes, kind, says):
    with pytest.raises(kind, match=says):
        alpha(codes)


@pytest.mark.parametrize(
    ("codes", "metric"), [([["a", "b"], ["a", "a"]], "ordinal"), ([[-1, 2], [1, 2]], "ratio")]
)
def test_codes_that_a_metric_can_not_measure_are_refused(codes, metric):
    with pytest.raises(IndicatorError, match="nominal"):
        alpha(codes, metric)


@pytest.mark.parametrize("wrong", [{"metric": "cosine"}, {"level": 95}, {"replicates": -1}])
def test_options_that_do_not_exist_are_refused(wrong):
    with pytest.raises(MethodError) as refused:
        alpha(numbers(FOUR), **wrong)
    assert all(str(message) for message in refused.value.messages)
    assert isinstance(refused.value, AnalysisError)
