import numpy as np
import patsy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import Key
from analysis.errors import FormulaError
from analysis.models.coding import code, term_number
from analysis.models.formula import read, term_name

ROWS = 60
RNG = np.random.default_rng(8)
DATA = {
    "a": Key(RNG.integers(0, 3, ROWS), ("p", "q", "r")),
    "b": Key(RNG.integers(0, 2, ROWS), ("k", "l")),
    "c": Key(RNG.integers(0, 4, ROWS), ("s", "t", "u", "v")),
    "x": Key(np.arange(ROWS), tuple(RNG.normal(size=ROWS).tolist())),
    "z": Key(np.arange(ROWS), tuple(RNG.normal(size=ROWS).tolist())),
}


def terms(text):
    return [term_name(term) for term in read(text).terms]


def test_terms_come_as_r_orders_them_main_effects_first():
    assert terms("y ~ a:b + x + a") == ["x", "a", "a:b"]
    assert terms("y ~ a*b*x") == ["a", "b", "x", "a:b", "a:x", "b:x", "a:b:x"]
    assert terms("y ~ (a + b + x)^2") == ["a", "b", "x", "a:b", "a:x", "b:x"]
    assert terms("y ~ a*b - b") == ["a", "a:b"]
    assert terms("y ~ a + b:a + a:b + a") == ["a", "b:a"]


def test_the_intercept_can_be_left_out():
    assert read("y ~ a").intercept
    assert not read("y ~ a - 1").intercept
    assert not read("y ~ 0 + a").intercept
    assert read("y ~ a - 1 + 1").intercept
    assert terms("y ~ 1") == []


def test_variables_are_named_as_r_names_them():
    formula = read("I(sch.wide=='Yes') ~ factor(wave) + log(api.99) + I(x ^2) + I(n>3) + `m:weet:team`")
    assert formula.outcome.name == 'I(sch.wide == "Yes")'
    assert [term_name(term) for term in formula.terms] == [
        "factor(wave)",
        "log(api.99)",
        "I(x^2)",
        "I(n > 3)",
        "`m:weet:team`",
    ]
    assert formula.columns == ("wave", "api.99", "x", "n", "m:weet:team")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "y",
        "y ~",
        "y ~ a +",
        "y ~ a b",
        "~ a",
        "y ~ (a",
        "y ~ exec(a)",
        "y ~ a | b",
        "y ~ I(a + b)",
        "y ~ 0",
    ],
)
def test_what_is_no_formula_is_refused_in_three_sentences(text):
    with pytest.raises(FormulaError) as refused:
        read(text)
    assert all(str(message) for message in refused.value.messages)


def test_a_formula_can_run_no_code():
    with pytest.raises(FormulaError, match="eval"):
        read("y ~ eval(a)")
    with pytest.raises(FormulaError, match="teken"):
        read("y ~ a; b")


def test_a_condition_is_a_factor_of_false_and_true():
    coding = code(read('y ~ I(a == "q") + I(x > 0)'), DATA)
    assert coding.names == ("(Intercept)", 'I(a == "q")TRUE', "I(x > 0)TRUE")


def test_classes_are_sorted_and_the_first_is_the_reference():
    coding = code(read("y ~ c * b"), DATA)
    assert coding.names == ("(Intercept)", "ct", "cu", "cv", "bl", "ct:bl", "cu:bl", "cv:bl")
    assert [coding.classes[one][0] for one in coding.formula.variables] == ["s", "k"]


def test_a_term_is_found_whatever_the_order_of_its_variables():
    formula = read("y ~ a * b")
    assert term_number(formula, "a:b") == term_number(formula, "b:a") == 2
    with pytest.raises(FormulaError, match="geen term"):
        term_number(formula, "c")


def test_text_is_no_number_and_a_negative_number_has_no_logarithm():
    with pytest.raises(FormulaError, match="tekst"):
        code(read("y ~ log(a)"), DATA).matrix(DATA, ROWS)
    with pytest.raises(FormulaError, match="bestaat"):
        code(read("y ~ log(x)"), DATA).matrix(DATA, ROWS)


def test_one_class_differs_from_nothing():
    with pytest.raises(FormulaError, match="Er is er 1: p"):
        code(read("y ~ a"), {"a": Key(np.zeros(5, dtype=np.int64), ("p", "q"))})


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(["a", "b", "c", "x", "z", "a:b", "a:x", "x:z", "b:c", "a:b:x"]), min_size=1))
def test_columns_span_what_patsy_spans_when_margins_are_there(chosen):
    chosen |= {part for term in chosen for part in term.split(":")}
    if "a:b:x" in chosen:
        chosen |= {"a:b", "a:x", "b:x"}
    text = " + ".join(sorted(chosen))
    own = code(read(f"y ~ {text}"), DATA).matrix(DATA, ROWS)
    frame = {name: np.array(key.labels)[key.codes] for name, key in DATA.items()}
    other = np.asarray(patsy.dmatrix(text, frame))
    assert own.shape == other.shape
    assert sorted(map(tuple, own.T.round(12).tolist())) == sorted(map(tuple, other.T.round(12).tolist()))
