"""A programme made ready walks as the programme does, on random programmes and answers of every kind."""

import os
from random import Random, SystemRandom

import pytest

from questionnaires.engine.check import check
from questionnaires.engine.compiled import Compiled, expression
from questionnaires.engine.evaluate import absent, evaluate
from questionnaires.engine.route import walk
from tests.questionnaires.engine.interviews import answers, context, programme

PROGRAMMES, INTERVIEWS = 300, 8


def _random() -> Random:
    return Random(int(os.environ.get("TWINS_SEED", SystemRandom().randrange(2**32))))  # noqa: S311 (a draw that can be repeated, no secret)


def test_it_walks_the_same_way_and_calls_no_fault_good():
    random = _random()
    good = surely = 0
    for _programme in range(PROGRAMMES):
        made = programme(random)
        ready = Compiled(made)
        for _interview in range(INTERVIEWS):
            given, held_in = answers(random, made), context(random, made)
            passage = walk(made, given, held_in)
            assert ready.walk(given, held_in) == passage
            for name in passage.names:
                value = passage.counted.get(name)
                blank = absent(given.get(name)) or (isinstance(value, str) and not value.strip(" \t\n"))
                found = [
                    each
                    for each in check(made, name, given.get(name), given, held_in)
                    if not each["soft"] and not (blank and not made["variables"][name]["required"])
                ]
                sure = ready.good[name](value, passage.counted, held_in)
                assert not (sure and found), (made["variables"][name], value, found)
                good += not found
                surely += sure
    assert surely > good / 2  # or else it would not be quick


def test_every_condition_has_the_value_that_it_has_by_itself():
    random = _random()
    for _programme in range(PROGRAMMES):
        made = programme(random)
        given, held_in = answers(random, made), context(random, made)
        for page in made["pages"]:
            for tree in [page["when"], *(made["variables"][name]["when"] for name in page["questions"])]:
                if tree is not None:
                    assert expression(tree)(given, held_in) == evaluate(tree, given, held_in)


@pytest.mark.parametrize("word", ["", "a"])
@pytest.mark.parametrize("answer", [None, "", "a", "b", 1, True, ["a"], {"missing": "a"}])
def test_an_answer_beside_a_word_is_equal_only_to_that_word(word: str, answer: object):
    tree = ["==", ["answer", "x"], ["text", word]]
    assert expression(tree)({"x": answer}, {}) is evaluate(tree, {"x": answer}, {})


@pytest.mark.parametrize("tree", [None, [], ["unknown"], ["==", ["answer", "x"]], ["and", ["true"], 5]])
def test_what_is_no_expression_is_refused_before_any_interview(tree: object):
    with pytest.raises(ValueError, match=r"operator|expression"):
        expression(tree)
