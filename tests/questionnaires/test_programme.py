import hashlib
import json

import pytest

from questionnaires.engine.route import path
from questionnaires.programme import Programme, for_areas, publishable
from questionnaires.review import Refused
from tests.questionnaires.samples import VALID

FOLDER = VALID[0].parent


def programme(name):
    return publishable((FOLDER / f"{name}.yaml").read_text())


def variable(name, of):
    return programme(name).document["variables"][of]


def test_the_hash_is_that_of_the_canonical_bytes():
    made = programme("minimal")
    assert made.hash == hashlib.sha256(made.bytes).hexdigest()
    assert (
        made.bytes
        == json.dumps(made.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


def test_the_same_questionnaire_gives_the_same_bytes_whatever_its_layout():
    text = (FOLDER / "number-with-limits-and-soft-check.yaml").read_text()
    other = "# a remark\n" + text.replace("min: 0", "min: 0.0").replace("kind: number", "kind:   'number'")
    assert publishable(text).bytes == publishable(other).bytes


def test_a_changed_word_changes_the_hash():
    text = (FOLDER / "minimal.yaml").read_text()
    assert publishable(text).hash != publishable(text.replace("Ja", "Jazeker")).hash


def test_a_programme_loads_from_its_bytes_and_from_its_document():
    made = programme("four-languages")
    assert Programme.load(made.bytes) == made
    assert Programme.load(made.document).hash == made.hash


@pytest.mark.parametrize("source", [b"[]", b"{}", b"{", {"format": 1}])
def test_what_is_no_programme_is_not_loaded(source):
    with pytest.raises(ValueError, match=r"programme|property|Expecting"):
        Programme.load(source)


def test_a_programme_of_another_format_is_not_loaded():
    document = programme("minimal").document | {"format": 2}
    with pytest.raises(ValueError, match="format 2"):
        Programme.load(document)


def test_statements_become_pages_of_one_block_with_the_conditions_of_page_block_and_statement():
    made = programme("statements-shuffled").document
    interviewer = ["==", ["context", "mode"], ["text", "interviewer"]]
    yes = ["==", ["answer", "first"], ["text", "yes"]]
    pages = {page["id"]: page for page in made["pages"]}
    assert list(pages) == ["first", "aided_vet", "aided_wmo"]
    assert {pages[name]["block"] for name in ("aided_vet", "aided_wmo")} == {"aided"}
    assert pages["aided_vet"]["when"] == ["and", interviewer, yes]
    assert pages["aided_wmo"]["when"] == ["and", interviewer, yes, interviewer]
    assert made["blocks"] == {"aided": {"order": "shuffled"}}
    assert made["variables"]["aided_vet"]["text"]["nl"] == ["Kent u het ", {"pipe": "vet"}, "?"]
    assert made["variables"]["aided_vet"]["kind"] == "single"
    assert made["variables"]["aided_vet"]["order"] == "fixed"
    assert "aided" not in made["variables"]


def test_statements_without_options_are_scales_of_agreement_and_measure_a_mean():
    found = variable("statements-agreement", "fast")
    assert found["kind"] == "scale"
    assert [option["code"] for option in found["options"]] == ["1", "2", "3", "4", "5"]
    assert found["options"][4]["label"] == {"nl": "Helemaal mee eens"}
    assert found["measures"] == [{"measure": "fast", "entity": None, "positive": None, "negative": None}]


def test_a_measure_gets_every_other_answer_as_negative_but_no_missing_code():
    found = variable("statements-agreement", "kind")["measures"]
    assert found == [
        {"measure": "listened", "entity": None, "positive": ["4", "5"], "negative": ["1", "2", "3"]}
    ]


def test_a_measure_keeps_the_negative_codes_that_its_author_named():
    assert variable("scale-negative-missing", "content")["measures"][0]["negative"] == [
        "1",
        "2",
        "3",
        "dont_know",
    ]


def test_the_measure_of_an_option_is_positive_when_chosen_and_negative_when_another_is():
    found = variable("multiple-exclusive-and-measures", "brands")
    assert found["measures"] == [
        {"measure": "awareness.unaided", "entity": "vet", "positive": ["vet"], "negative": ["other", "none"]},
    ]


def test_entities_are_filled_in_in_labels_since_they_never_change():
    assert variable("multiple-exclusive-and-measures", "brands")["options"][0]["label"] == {
        "nl": "het Voor Elkaar Team"
    }


def test_consent_has_yes_and_no():
    found = variable("consent-that-ends", "ok")
    assert [(option["code"], option["label"]["nl"]) for option in found["options"]] == [
        ("yes", "Ja"),
        ("no", "Nee"),
    ]


def test_a_language_without_a_translation_is_left_out_so_that_the_fallback_can_be_told():
    text = (FOLDER / "four-languages.yaml").read_text().replace(", tr: İyi misiniz?", "")
    found = publishable(text).document["variables"]["first"]["text"]
    assert "tr" not in found
    assert found["nl"] == ["Gaat het goed?"]
    assert found["ar"] == ["هل أنتم بخير؟"]


def test_languages_have_their_own_name_direction_and_status():
    assert programme("four-languages").document["languages"] == [
        {"code": "nl", "name": "Nederlands", "direction": "ltr", "status": "reviewed"},
        {"code": "en", "name": "English", "direction": "ltr", "status": "concept"},
        {"code": "tr", "name": "Türkçe", "direction": "ltr", "status": "concept"},
        {"code": "ar", "name": "العربية", "direction": "rtl", "status": "concept"},
    ]


def test_missing_codes_come_with_their_labels_in_every_language():
    missing = programme("four-languages").document["missing"]
    assert list(missing) == ["dont_know", "refused", "not_applicable", "not_asked"]
    assert all(set(labels) == {"nl", "en", "tr", "ar"} for labels in missing.values())


def test_a_study_fills_in_its_areas_and_leaves_the_programme_as_it_was():
    made = programme("area")
    found = for_areas(made, [("WK015000", "Centrum"), ("zuid", "Zuid")])
    assert [option["code"] for option in found["variables"]["where"]["options"]] == ["WK015000", "zuid"]
    assert found["variables"]["where"]["options"][0]["label"] == {"nl": "Centrum"}
    assert made.document["variables"]["where"]["options"] == []


def test_an_area_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        for_areas(programme("area"), [("zuid", "Zuid"), ("zuid", "Nog eens")])


def test_the_interview_walks_the_compiled_programme():
    made = programme("statements-shuffled").document
    context = {"mode": "interviewer", "seed": 3, "language": "nl"}
    assert sorted(path(made, {"first": "yes"}, context)) == ["aided_vet", "aided_wmo", "first"]
    assert path(made, {"first": "no"}, context) == ["first"]
    assert path(made, {"first": "yes"}, context | {"mode": "self"}) == ["first"]


def test_a_refusal_holds_warnings_next_to_errors():
    text = (
        (FOLDER / "four-languages.yaml")
        .read_text()
        .replace(", tr: Örnek", "")
        .replace("kind: scale", "kind: single")
    )
    with pytest.raises(Refused) as caught:
        publishable(text)
    assert {mistake.severity for mistake in caught.value.mistakes} == {"warning", "error"}


def test_a_statement_is_only_translated_where_its_block_is_too():
    text = (FOLDER / "statements-agreement.yaml").read_text()
    text = text.replace("{nl: {status: reviewed}}", "{nl: {status: reviewed}, en: {status: concept}}")
    text = text.replace(
        "{nl: Ik kreeg snel antwoord.}", "{nl: Ik kreeg snel antwoord., en: I got a quick answer.}"
    )
    assert publishable(text).document["variables"]["fast"]["text"] == {"nl": ["Ik kreeg snel antwoord."]}


def test_standard_answers_speak_dutch_where_the_first_language_has_none():
    text = (FOLDER / "scale-standard-mean.yaml").read_text().replace("nl:", "pl:")
    document = publishable(text).document
    assert document["variables"]["content"]["options"][0]["label"] == {"pl": "Helemaal mee oneens"}
    assert document["missing"]["dont_know"] == {"pl": "Weet ik niet"}
