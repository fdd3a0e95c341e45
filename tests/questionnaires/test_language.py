import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.evaluate import evaluate
from questionnaires.language import LONGEST, RESERVED, NotUnderstood, parse
from questionnaires.tree import depth, names, nodes
from questionnaires.written import write

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name not in RESERVED)
CODES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters='\n"', exclude_categories=("Cs", "Cc")), max_size=10
)
DAYS = st.dates().map(lambda day: day.isoformat())
NUMBERS = st.integers(-(2**53), 2**53) | st.integers(1, 10**6).map(lambda whole: whole + 0.5)
LEAVES = st.one_of(
    st.sampled_from([["true"], ["false"], ["context", "today"], ["context", "mode"], ["context", "origin"]]),
    NUMBERS.map(lambda number: ["number", number]),
    TEXTS.map(lambda text: ["text", text]),
    DAYS.map(lambda day: ["date", day]),
    st.lists(CODES, min_size=1, max_size=3).map(lambda codes: ["list", codes]),
    NAMES.map(lambda name: ["answer", name]),
    NAMES.map(lambda name: ["answered", name]),
    NAMES.map(lambda name: ["count", name]),
    st.tuples(NAMES, CODES).map(lambda pair: ["selected", *pair]),
    st.tuples(NAMES, CODES).map(lambda pair: ["missing", *pair]),
)
BINARY = ["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"]
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda tree: ["not", tree]),
        st.tuples(st.sampled_from(BINARY), inner, inner).map(list),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=4)).map(
            lambda pair: [pair[0], *pair[1]],
        ),
    ),
    max_leaves=12,
)


@given(TREES)
def test_a_tree_written_out_and_parsed_again_is_the_same_tree(tree):
    assert parse(write(tree)) == tree


def parsed(source):
    """The tree or what was not understood."""
    try:
        return parse(source), None
    except NotUnderstood as error:
        return None, error


PIECES = st.sampled_from(
    [
        *BINARY,
        *sorted(RESERVED),
        "(",
        ")",
        "[",
        "]",
        ",",
        "'a'",
        "'2026-01-01'",
        "1",
        "0.5",
        "age",
        "-",
        "&",
        "'",
    ],
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join))
def test_any_text_is_either_a_tree_that_can_be_evaluated_or_not_understood_at_a_position_in_it(source):
    tree, error = parsed(source)
    if tree is None:
        assert 0 <= error.position <= len(source)
        assert "%(" not in str(error)
    else:
        assert parse(write(tree)) == tree
        evaluate(tree, {}, {})


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        (
            "a or b and not c == 1",
            [
                "or",
                ["answer", "a"],
                ["and", ["answer", "b"], ["not", ["==", ["answer", "c"], ["number", 1]]]],
            ],
        ),
        ("a and b and c", ["and", ["answer", "a"], ["answer", "b"], ["answer", "c"]]),
        ("(a and b) and c", ["and", ["and", ["answer", "a"], ["answer", "b"]], ["answer", "c"]]),
        ("1 - 2 - 3", ["-", ["-", ["number", 1], ["number", 2]], ["number", 3]]),
        ("1 + 2 * 3", ["+", ["number", 1], ["*", ["number", 2], ["number", 3]]]),
        ("(1 + 2) * 3", ["*", ["+", ["number", 1], ["number", 2]], ["number", 3]]),
        ("-5", ["number", -5]),
        ("-0", ["number", 0]),
        ("-age", ["-", ["number", 0], ["answer", "age"]]),
        ("2.50", ["number", 2.5]),
        ("2.0", ["number", 2]),
        ("a in ['x', \"y\"]", ["in", ["answer", "a"], ["list", ["x", "y"]]]),
        ("date('2026-02-28') <= today", ["<=", ["date", "2026-02-28"], ["context", "today"]]),
        ("not not answered(a)", ["not", ["not", ["answered", "a"]]]),
        (
            "missing( a , 'refused' )\n or selected(b,'x')",
            ["or", ["missing", "a", "refused"], ["selected", "b", "x"]],
        ),
        ("name == 'l\"a'", ["==", ["answer", "name"], ["text", 'l"a']]),
    ],
)
def test_binding_and_association_are_as_written_down(source, tree):
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("", 0),
        ("age => 18", 4),
        ("age = 18", 4),
        ("age > ", 6),
        ("1 < age < 9", 8),
        ("a == 'open", 5),
        ("a b", 2),
        ("(a", 2),
        ("a in []", 6),
        ("selected(a)", 10),
        ("selected('a', 'b')", 9),
        ("count(today)", 6),
        ("date('2026-02-30')", 5),
        ("date(age)", 5),
        ("é == 1", 0),
        ("99999999999999999 == a", 0),
        ("a ==", 4),
        ("and", 0),
        ("regex(a, 'b')", 5),
    ],
)
def test_what_is_not_understood_is_pointed_at(source, position):
    with pytest.raises(NotUnderstood) as caught:
        parse(source)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "source",
    [
        "(" * 60 + "true" + ")" * 60,
        "not " * 60 + "true",
        "- " * 60 + "a == 1",
        " + ".join(["1"] * 60) + " > 0",
    ],
)
def test_an_expression_deeper_than_fifty_is_refused(source):
    with pytest.raises(NotUnderstood, match="dieper"):
        parse(source)


def test_fifty_deep_is_still_accepted():
    assert depth(parse("not " * 49 + "true")) == 50


def test_an_expression_of_more_than_five_hundred_parts_is_refused():
    assert nodes(parse(" or ".join(["true"] * 499))) == 500
    with pytest.raises(NotUnderstood, match="500"):
        parse(" or ".join(["true"] * 500))


def test_an_expression_that_is_too_long_is_refused():
    with pytest.raises(NotUnderstood, match=str(LONGEST)):
        parse(" " * (LONGEST + 1))


def test_names_are_all_variables_that_an_expression_reads():
    tree = parse(
        "age > 1 and (selected(a, 'x') or count(b) > 1 or missing(c, 'refused') or answered(d)) and mode == 'e'"
    )
    assert names(tree) == {"age", "a", "b", "c", "d"}


@given(st.integers(0, 10**20).map(str) | st.decimals(0, 10**9, places=3).map(str))
def test_a_number_is_read_as_the_nearest_double_or_refused_when_too_large(text):
    tree, _ = parsed(text)
    if tree is None:
        assert float(text) > 2**53
    else:
        assert math.isclose(tree[1], float(text), rel_tol=0)
