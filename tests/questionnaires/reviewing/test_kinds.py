from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.engine.evaluate import evaluate
from questionnaires.reviewing.kinds import problems
from questionnaires.tree import parts
from tests.questionnaires.reviewing.test_possible import KNOWN

CODES = st.sampled_from(["a", "b", "refused", "z"])
NAMES = st.sampled_from(sorted(KNOWN))
LEAVES = st.one_of(
    NAMES.map(lambda name: ["answer", name]),
    st.sampled_from([["true"], ["number", 3], ["text", "a"], ["date", "2020-02-02"], ["list", ["a", "b"]]]),
    st.sampled_from([["context", "today"], ["context", "mode"], ["answered", "age"], ["count", "many"]]),
    st.tuples(st.sampled_from(["selected", "missing"]), NAMES, CODES).map(list),
    NAMES.map(lambda name: ["count", name]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda tree: ["not", tree]),
        st.tuples(
            st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "and", "or"]),
            inner,
            inner,
        ).map(list),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "age": st.integers(0, 120),
        "hours": st.floats(0, 50),
        "one": st.sampled_from(["a", "b", "c"]),
        "many": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True),
        "born": st.dates().map(lambda day: day.isoformat()),
        "word": st.text(min_size=1, max_size=5),
    },
)
CONTEXT = {"today": "2026-11-22", "mode": "interviewer", "origin": "street"}


def misfit(tree, answers):
    """Whether an equality in the tree compares two kinds, so that it is false however the answers are."""
    if tree[0] in {"==", "!="}:
        values = [evaluate(part, answers, CONTEXT) for part in tree[1:]]
        if None not in values and evaluate(["==", *tree[1:]], answers, CONTEXT) == evaluate(
            ["!=", *tree[1:]], answers, CONTEXT
        ):
            return True
    return any(misfit(part, answers) for part in parts(tree))


@settings(max_examples=800)  # about one in twelve has no problems
@given(TREES, ANSWERS)
def test_a_condition_without_problems_gives_a_boolean_and_compares_nothing_with_another_kind(tree, answers):
    if not problems(tree, KNOWN):
        assert isinstance(evaluate(tree, answers, CONTEXT), bool)
        assert not misfit(tree, answers)


@given(TREES)
def test_a_part_with_a_problem_keeps_it_inside_a_larger_condition(tree):
    if problems(tree, KNOWN) and isinstance(evaluate(tree, {}, CONTEXT), bool):
        assert problems(["and", tree, ["true"]], KNOWN)


def test_what_is_wrong_is_told_with_the_part_of_the_text_it_is_wrong_in():
    found = problems(
        ["and", ["==", ["answer", "one"], ["text", "z"]], ["<", ["answer", "word"], ["text", "m"]]], KNOWN
    )
    assert [(code, params["part"]) for code, params in found] == [
        ("unknown-code", "one"),
        ("no-order", "word < 'm'"),
    ]
