import pytest

from questionnaires.codebook import codebook, measured
from questionnaires.programme import for_areas, publishable
from tests.questionnaires.samples import VALID


def programme(name):
    return publishable((VALID[0].parent / f"{name}.yaml").read_text())


def test_variables_stand_in_the_order_of_the_questionnaire_also_after_loading():
    made = programme("every-role")
    assert [variable.name for variable in codebook(made)] == ["where", "sex", "age", "spot", "w", "s", "p"]
    assert [variable.role for variable in codebook(made.load(made.bytes))][:3] == ["area", "sex", "age"]


def test_codes_and_missing_codes_are_kept_apart_and_not_asked_is_always_there():
    found = codebook(programme("four-languages"), "en")[0]
    assert found.text == "Are you well?"
    assert list(found.codes) == ["1", "2", "3", "4", "5"]
    assert found.missing == {
        "dont_know": "I don't know",
        "refused": "I prefer not to say",
        "not_asked": "Not asked",
    }


def test_pipes_show_the_entity_or_the_name_of_the_question():
    assert codebook(programme("pipe-of-answer"))[1].text == "Kent u [name] en Voor Elkaar Team?"


def test_a_statement_knows_its_block():
    assert [variable.block for variable in codebook(programme("statements-shuffled"))] == [
        None,
        "aided",
        "aided",
    ]


def test_areas_have_codes_once_they_are_those_of_a_study():
    document = for_areas(programme("area"), [("zuid", "Zuid")])
    assert codebook(document)[0].codes == {"zuid": "Zuid"}


def test_measures_are_listed_with_entity_and_variable():
    assert measured(programme("statements-shuffled")) == [("awareness.aided", "vet", "aided_vet")]


def test_a_language_that_the_questionnaire_lacks_is_refused():
    with pytest.raises(ValueError, match="not tr"):
        codebook(programme("minimal"), "tr")


def test_what_is_not_translated_stands_in_the_first_language():
    text = (VALID[0].parent / "four-languages.yaml").read_text().replace("en: Are you well?, ", "")
    assert codebook(publishable(text), "en")[0].text == "Gaat het goed?"
