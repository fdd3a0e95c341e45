from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.programme import publishable
from survey.collection.translations import fingerprints

STREET = publishable(library.load("straat-bekendheid")).document
QUESTIONS = sorted(name for name, variable in STREET["variables"].items() if "tr" in (variable["text"] or {}))


def changed(question: str, language: str, text: str) -> dict[str, Any]:
    programme = deepcopy(STREET)
    programme["variables"][question]["text"][language] = [text]
    return programme


def test_each_language_has_its_own() -> None:
    found = fingerprints(STREET)

    assert set(found) == {"nl", "en", "tr", "ar"}
    assert len(set(found.values())) == 4
    assert all(len(each) == 12 for each in found.values())
    assert found == fingerprints(deepcopy(STREET))


@given(question=st.sampled_from(QUESTIONS), language=st.sampled_from(["nl", "en", "tr", "ar"]))
def test_a_corrected_text_gives_its_language_another_one_and_no_other(question: str, language: str) -> None:
    before, after = fingerprints(STREET), fingerprints(changed(question, language, "verbeterd"))

    assert {code for code in before if before[code] != after[code]} == {language}


def test_a_translation_that_moved_to_another_question_is_another_one() -> None:
    first, second = QUESTIONS[:2]
    texts = {name: STREET["variables"][name]["text"]["tr"] for name in (first, second)}
    programme = deepcopy(STREET)
    programme["variables"][first]["text"]["tr"] = texts[second]
    programme["variables"][second]["text"]["tr"] = texts[first]

    assert fingerprints(programme)["tr"] != fingerprints(STREET)["tr"]
