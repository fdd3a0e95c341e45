"""The twins do the same on random programmes, answers and expressions of the right kinds."""

import os
from collections import Counter
from random import SystemRandom

import pytest

from tests.questionnaires.engine.comparison import differences, javascript, lines, python
from tests.questionnaires.engine.vectors import SIGNATURES

PROBLEMS = {
    "required", "wrong_kind", "unknown_code", "not_offered", "not_allowed_missing", "exclusive_with_others",
    "too_few", "too_many", "too_small", "too_large", "too_many_decimals", "too_long", "not_a_date", "too_early",
    "too_late", "not_a_number", "duplicate_choice", "check_failed", "bad_character",
}  # fmt: skip
FAULTS = [
    ("evaluate", '[">=", ordered((left, right) => left >= right)]', '[">=", ordered((left, right) => left > right)]'),
    ("evaluate", "alike(left, right) && left !== right", "left !== right"),
    ("evaluate", "answer.length === 0", "answer.length < 0"),
    ("order", "word >>> 14", "word >>> 13"),
    ("route", "if (!absent(answer)) counting[name] = answer;", "counting[name] = answer;"),
    ("route", "holds(programme.variables[name].when, counting, context)", "holds(programme.variables[name].when, answers, context)"),
    ("kinds", "value.length > 1", "value.length > 2"),
    ("kinds", "value * power + 0.5", "value * power"),
    ("check", "!onPath", "onPath"),
    ("text", '.join(", ")', '.join(",")'),
    ("notation", "year % 400", "year % 500"),
]  # fmt: skip


def test_twenty_thousand_random_cases_give_the_same_in_both_languages():
    seed = int(os.environ.get("TWINS_SEED", SystemRandom().randrange(2**32)))
    cases = list(lines(seed, programmes=150))
    called = Counter(case["function"] for case in cases if "function" in case)
    assert called.total() >= 20_000
    assert called.keys() == SIGNATURES.keys()

    found = differences(cases, python(cases), javascript(cases))

    assert not found, f"TWINS_SEED={seed}: {len(found)} differ, the first: {found[0]}"


@pytest.fixture(scope="module")
def sample():
    """A fixed sample and what the Python twin makes of it."""
    cases = list(lines(seed=11, programmes=100))
    return cases, python(cases)


def test_the_random_cases_reach_every_problem_and_both_sides_of_every_condition(sample):
    cases, outcomes = sample
    asked = [case["function"] for case in cases if "function" in case]
    values = {name: [] for name in SIGNATURES}
    for name, outcome in zip(asked, outcomes, strict=True):
        values[name].append(outcome["value"])

    assert {problem["code"] for problems in values["check"] for problem in problems} == PROBLEMS
    assert 0.2 < sum(values["holds"]) / len(values["holds"]) < 0.8
    assert sum(len(path) > 2 for path in values["path"]) > 20
    assert sum(ending is not None for ending in values["ending"]) > 5


@pytest.mark.parametrize(("file", "before", "after"), FAULTS)
def test_a_planted_fault_turns_the_comparison_red(sample, file: str, before: str, after: str):
    cases, outcomes = sample
    assert differences(cases, outcomes, javascript(cases, file, before, after))


def test_the_planted_engine_without_a_fault_is_the_same_engine(sample):
    cases, outcomes = sample
    assert differences(cases, outcomes, javascript(cases, "order", "word >>> 14", "word >>> 14")) == []
