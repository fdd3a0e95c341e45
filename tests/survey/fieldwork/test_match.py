"""The cell of an interview, by the vectors that hold for the tablet, too."""

import json
from pathlib import Path

import pytest

from survey.fieldwork import match

_VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "quota.json").read_text())


@pytest.mark.parametrize(
    "case", _VECTORS["holds"], ids=lambda case: json.dumps([case["rule"], case["answers"]])
)
def test_a_rule_holds_for_the_answers_of_the_vectors(case):
    assert match.holds(case["rule"], case["answers"]) is case["expected"]


@pytest.mark.parametrize(
    "case", _VECTORS["cell"], ids=lambda case: json.dumps([case["area"], case["answers"]])
)
def test_an_interview_belongs_to_the_cell_of_the_vectors(case):
    found = match.cell(_VECTORS["groups"], _VECTORS["cells"], case["area"], case["answers"])
    assert (found["id"] if found else None) == case["expected"]
