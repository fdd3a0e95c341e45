from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.programme import publishable
from survey.collection.measured import indicators, measured
from tests.survey.samples import QUESTIONNAIRE

PROGRAMME = publishable(QUESTIONNAIRE).document
AIDED = "m:awareness.aided:vet"


def of(answer: Any, counted: tuple[str, ...] = ("knows_vet",)) -> dict[str, float]:
    return measured(PROGRAMME, {"knows_vet": answer}, list(counted))


def test_a_positive_code_is_one_and_a_negative_code_is_zero() -> None:
    assert of("yes") == {AIDED: 1.0}
    assert of("no") == {AIDED: 0.0}


def test_a_missing_code_counts_only_where_the_author_says_so() -> None:
    assert of({"missing": "dont_know"}) == {AIDED: 0.0}
    assert of({"missing": "refused"}) == {}


def test_an_answer_off_the_path_and_a_question_not_asked_are_never_no() -> None:
    assert of("no", counted=()) == {}
    assert measured(PROGRAMME, {}, ["knows_vet"]) == {}
    assert of({"missing": "not_asked"}) == {}


def test_a_number_without_positive_codes_is_itself() -> None:
    rule = {"measure": "score", "entity": None, "positive": None, "negative": None}
    programme = {
        "variables": {"mark": {"kind": "number", "measures": [rule]}},
        "pages": [{"questions": ["mark"]}],
    }
    assert indicators(programme) == ["m:score:"]
    assert measured(programme, {"mark": 7.5}, ["mark"]) == {"m:score:": 7.5}
    assert measured(programme, {"mark": {"missing": "refused"}}, ["mark"]) == {}


def test_one_yes_is_enough_where_several_questions_measure_the_same() -> None:
    rule = {"measure": "does", "entity": "x", "positive": ["y"], "negative": ["n"]}
    programme = {
        "variables": {name: {"kind": "single", "measures": [rule]} for name in "ab"},
        "pages": [{"questions": ["a", "b"]}],
    }
    assert measured(programme, {"a": "n", "b": "y"}, ["a", "b"]) == {"m:does:x": 1.0}
    assert measured(programme, {"a": "y", "b": "n"}, ["a", "b"]) == {"m:does:x": 1.0}


@given(st.lists(st.sampled_from("abc"), unique=True, min_size=1), st.sets(st.sampled_from("abc"), min_size=1))
def test_a_multiple_answer_is_yes_exactly_when_a_positive_code_is_chosen(
    chosen: list[str], yes: set[str]
) -> None:
    rule = {"measure": "m", "entity": "e", "positive": sorted(yes), "negative": sorted(set("abc") - yes)}
    programme = {
        "variables": {"q": {"kind": "multiple", "measures": [rule]}},
        "pages": [{"questions": ["q"]}],
    }
    assert measured(programme, {"q": chosen}, ["q"]) == {"m:m:e": float(bool(yes & set(chosen)))}
