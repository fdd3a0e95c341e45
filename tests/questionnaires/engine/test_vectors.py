"""The Python twin does what the vectors say."""

import re

import pytest

from tests.questionnaires.engine.node import ROOT, node
from tests.questionnaires.engine.vectors import FILES, PROGRAMMES, SIGNATURES, alike, cases, expected, outcome


@pytest.mark.parametrize("name", FILES)
def test_every_vector_gives_what_it_says(name: str):
    wrong = [
        (case, found)
        for case in cases(name)
        if not alike(found := outcome(case, PROGRAMMES.get(case.get("programme"))), expected(case))
    ]
    assert not wrong, f"{len(wrong)} wrong, the first: {wrong[0]}"


def test_each_file_holds_enough_cases():
    sizes = {name: sum(1 for _ in cases(name)) for name in FILES}
    assert sizes["evaluate"] >= 1000
    assert min(sizes.values()) >= 60


def test_every_function_of_the_twins_has_vectors():
    assert {case["function"] for name in FILES for case in cases(name)} == SIGNATURES.keys()


def test_the_javascript_twin_does_what_the_vectors_say():
    tests = sorted((ROOT / "tests" / "client" / "engine").glob("*.test.js"))
    run = node("--test", "--test-reporter=spec", *tests)
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"pass (\d+)", run.stdout)
    assert passed
    assert int(passed[1]) > len(FILES)
