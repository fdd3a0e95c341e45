"""Every problem has a Dutch sentence, whole and filled in."""

import re

import pytest

from questionnaires.messages import TEMPLATES, message, templates
from tests.questionnaires.engine.comparison import lines, python
from tests.questionnaires.engine.vectors import cases, expected

KINDS = ("single", "multiple", "number", "text", "long_text", "date", "scale", "area", "consent")


def dutch(sentence: str) -> str:
    return sentence


def problems():
    """Give the problems of the vectors, and of random answers."""
    found = [
        problem
        for case in cases("check")
        if case["function"] == "check"
        for problem in expected(case)["value"]
    ]
    sample = list(lines(seed=5, programmes=20))
    asked = [case for case in sample if "function" in case]
    for case, outcome in zip(asked, python(sample), strict=True):
        found += outcome["value"] if case["function"] == "check" else []
    return found


def test_every_problem_that_check_gives_has_a_whole_sentence():
    found = problems()
    codes = {problem["code"] for problem in found}
    assert {key.split(".")[0] for key in TEMPLATES} == codes
    for problem in found:
        if problem["code"] != "check_failed":
            sentence = message(problem, {}, dutch)
            template = TEMPLATES.get(
                f"{problem['code']}.{problem['params'].get('kind')}", TEMPLATES[problem["code"]]
            )
            assert set(re.findall(r"\{([a-z]+)\}", template)) <= problem["params"].keys()
            assert sentence.endswith(".")


@pytest.mark.parametrize("code", ["required", "wrong_kind"])
def test_what_depends_on_the_kind_has_a_sentence_for_every_kind(code: str):
    sentences = [
        message({"code": code, "params": {"kind": kind}, "soft": False}, {}, dutch) for kind in KINDS
    ]
    assert TEMPLATES[code] not in sentences
    assert len(set(sentences)) >= 6


def test_numbers_and_labels_stand_in_the_sentence():
    problem = {"code": "too_few", "params": {"min": "2", "count": "1"}, "soft": False}
    assert message(problem, {}, dutch) == "Kies minstens 2 antwoorden. U koos er 1."


def test_the_sentence_is_translated_before_it_is_filled_in():
    english = {TEMPLATES["too_few"]: "Choose at least {min}, not {count}."}.get
    problem = {"code": "too_few", "params": {"min": "2", "count": "1"}, "soft": False}
    assert message(problem, {}, lambda sentence: english(sentence) or sentence) == "Choose at least 2, not 1."


def test_the_author_writes_the_sentence_of_a_check():
    problem = {"code": "check_failed", "params": {"index": 0, "message": "Dat kan niet {zo}."}, "soft": True}
    assert message(problem, {}, dutch) == "Dat kan niet {zo}."


def test_what_a_person_typed_is_never_read_as_a_template():
    problem = {"code": "not_a_number", "params": {"value": "{label}"}, "soft": False}
    assert message(problem, {"label": "geheim"}, dutch).startswith("“{label}” is geen getal.")


def test_the_tablet_receives_every_sentence_translated():
    assert templates(str.upper) == {key: sentence.upper() for key, sentence in TEMPLATES.items()}


def test_an_unknown_problem_has_no_sentence():
    with pytest.raises(KeyError):
        message({"code": "nonsense", "params": {}, "soft": False}, {}, dutch)
