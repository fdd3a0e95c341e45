"""Who stands in the street has one hand free: nothing in the street questionnaire has to be typed."""

from questionnaires import library
from questionnaires.programme import publishable

TYPED = {"text", "long_text", "number", "date"}


def test_every_question_of_the_street_interview_that_must_be_answered_is_answered_by_taps() -> None:
    programme = publishable(library.load("straat-bekendheid")).document

    typed = {name for name, one in programme["variables"].items() if one["kind"] in TYPED}

    assert typed == {"what_vet", "expects"}
    assert [name for name in typed if programme["variables"][name]["required"]] == []
