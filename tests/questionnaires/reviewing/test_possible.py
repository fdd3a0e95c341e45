import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.evaluate import evaluate
from questionnaires.language import parse
from questionnaires.read import read
from questionnaires.reviewing.known import variables
from questionnaires.reviewing.possible import Trials

QUESTIONNAIRE = read("""
questionnaire: sample
title: {nl: Proef}
languages: {nl: {status: reviewed}}
pages:
  - id: all
    questions:
      - {id: age, kind: number, min: 0, max: 120, missing: [refused], text: {nl: a}}
      - {id: hours, kind: number, decimals: 1, text: {nl: a}}
      - {id: one, kind: single, text: {nl: a}, options: [{code: a, label: {nl: a}}, {code: b, label: {nl: b}}, {code: c, label: {nl: c}}]}
      - {id: many, kind: multiple, text: {nl: a}, options: [{code: a, label: {nl: a}}, {code: b, label: {nl: b}}, {code: c, label: {nl: c}}]}
      - {id: born, kind: date, max: 2026-01-01, text: {nl: a}}
      - {id: word, kind: text, text: {nl: a}}
""")
KNOWN = {variable.name: variable for variable in variables(QUESTIONNAIRE)}


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("age > 120", False),
        ("age >= 120", True),
        ("age > 17 and age < 18", False),
        ("hours > 17 and hours < 18", True),
        ("hours > 17 and hours < 17.05", False),
        ("one == 'a' and one == 'b'", False),
        ("selected(many, 'a') and selected(many, 'b') and count(many) == 2", True),
        ("count(many) > 3", False),
        ("born > date('2026-01-01')", False),
        ("born >= date('2026-01-01')", True),
        ("not answered(age) and missing(age, 'refused')", True),
        ("answered(age) and missing(age, 'refused')", False),
        ("word == 'x' or word != 'x'", True),
        ("word == 'x' and word != 'x'", False),
        ("mode == 'interviewer' and mode == 'online'", False),
        ("mode == 'interviewer' and origin == 'street'", True),
        ("today < date('2000-01-01')", True),
        ("true", True),
        ("false", False),
        ("age == age", None),
        ("age + 1 > 500", None),
    ],
)
def test_what_can_hold_is_found_and_what_can_not_is_certain(source, answer):
    assert Trials(KNOWN).possible(parse(source)) is answer


def test_a_check_is_tried_with_an_answer_that_is_there():
    assert Trials(KNOWN).possible(parse("not (age >= 0)")) is True
    assert Trials(KNOWN).possible(parse("not (age >= 0)"), "age") is False


def test_a_questionnaire_that_asks_for_too_many_trials_gets_no_answer_rather_than_a_guess():
    never = parse("one == 'a' and one == 'b'")
    trials = Trials(KNOWN, most=10)
    assert [trials.possible(never) for _ in range(4)] == [False, False, None, None]


NUMBERS = st.integers(-5, 130)
COMPARED = st.builds(
    "{} {} {}".format,
    st.just("age"),
    st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
    NUMBERS,
)
CODED = st.sampled_from(
    [
        "one == 'a'",
        "one != 'b'",
        "one in ['a', 'c']",
        "selected(many, 'b')",
        "count(many) > 1",
        "answered(one)",
        "missing(age, 'refused')",
    ],
)
CONDITIONS = st.recursive(
    COMPARED | CODED,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=5,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120) | st.just({"missing": "refused"}),
        "one": st.sampled_from(["a", "b", "c"]),
        "many": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True),
    },
)


@given(CONDITIONS, st.lists(ANSWERS, min_size=10, max_size=20))
def test_never_is_not_said_of_a_condition_that_some_answers_make_true(source, tries):
    tree = parse(source)
    if Trials(KNOWN).possible(tree) is False:
        assert not any(evaluate(tree, answers, {}) for answers in tries)
