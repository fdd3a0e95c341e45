import re
from functools import cache

import pytest
import yaml

from questionnaires import library
from questionnaires.engine.check import offered
from questionnaires.engine.route import path
from questionnaires.programme import for_areas, publishable
from questionnaires.read import read
from questionnaires.render import page as rendered
from questionnaires.review import review
from tests.questionnaires.every_kind import LANGUAGES, context
from tests.questionnaires.fragment import assert_sound
from tests.questionnaires.fragment import read as read_html

STREET, PANEL = "straat-bekendheid", "panel-weet-u-waar"
NAMES = ("Voor Elkaar Team", "Team Toegang Wmo", "Wmo-loket", "Sociaal Team", "Buurtbrug Team")
"""What teams are called is the same in every language."""
ARABIC = re.compile(r"[\u0600-\u06ff]")


@cache
def programme(name):
    return for_areas(publishable(library.load(name)), [("noord", "Noord"), ("zuid", "Zuid")])


def texts(name):
    """Every text of a file as (place, language → sentence)."""

    def walk(value, place):
        if isinstance(value, dict):
            if "nl" in value and isinstance(value["nl"], str):
                yield place, value
            else:
                for key, inside in value.items():
                    yield from walk(inside, f"{place}.{value.get('id', '')}{key}")
        if isinstance(value, list):
            for number, inside in enumerate(value):
                yield from walk(inside, f"{place}.{number}")

    return list(walk(yaml.load(library.load(name), yaml.BaseLoader), ""))  # noqa: S506 -- BaseLoader makes texts only


def test_the_library_has_the_street_interview_and_the_panel_poll():
    assert library.names() == [PANEL, STREET]
    with pytest.raises(LookupError, match=STREET):
        library.load("../__init__")


@pytest.mark.parametrize("name", library.names())
def test_a_ready_questionnaire_has_no_mistakes_not_even_warnings(name):
    assert [str(mistake) for mistake in review(read(library.load(name)))] == []
    assert publishable(library.load(name)).document["name"] == name


@pytest.mark.parametrize("name", library.names())
def test_dutch_is_reviewed_and_the_translations_are_concepts(name):
    status = {each["code"]: each["status"] for each in programme(name)["languages"]}
    assert status == {"nl": "reviewed", "en": "concept", "tr": "concept", "ar": "concept"}


@pytest.mark.parametrize("name", library.names())
def test_every_text_is_there_in_four_languages_and_really_in_that_language(name):
    languages = {code: {"status": "x"} for code in LANGUAGES}
    for place, found in texts(name):
        if found.keys() == languages.keys() and place.endswith("languages"):
            continue
        assert set(found) == set(LANGUAGES), (place, found)
        assert all(text.strip() for text in found.values()), place
        bare = re.sub(r"\{\{ \w+ \}\}", "", found["ar"]).strip()
        assert ARABIC.search(bare) or not bare or found["ar"] in NAMES, (place, found["ar"])
        assert not any(ARABIC.search(found[code]) for code in ("nl", "en", "tr")), place
        assert all(
            set(re.findall(r"\{\{ (\w+) \}\}", text)) == set(re.findall(r"\{\{ (\w+) \}\}", found["nl"]))
            for text in found.values()
        ), place


@pytest.mark.parametrize("name", library.names())
def test_only_names_of_teams_are_written_once_for_all_languages(name):
    once = [
        e["label"]
        for e in yaml.safe_load(library.load(name))["entities"].values()
        if isinstance(e["label"], str)
    ]
    assert set(once) <= set(NAMES)


@pytest.mark.parametrize("name", library.names())
def test_every_dutch_sentence_has_at_most_fifteen_words_and_says_u(name):
    for place, found in texts(name):
        for sentence in re.split(r"(?<=[.?!:])\s+", re.sub(r"\{\{ (\w+) \}\}", r"\1", found["nl"])):
            assert len(sentence.split()) <= 15, (place, sentence)
        assert not re.search(r"\b(je|jij|jouw|jullie)\b", found["nl"], re.IGNORECASE), place


@pytest.mark.parametrize("name", library.names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_html_with_everything_on_it(name, language):
    made = programme(name)
    for page in made["pages"]:
        html = rendered(
            made,
            page["id"],
            answers={},
            problems={},
            context=context(language, mode="interviewer"),
            every=True,
        )
        assert_sound(read_html(html))


@pytest.mark.parametrize("name", library.names())
def test_every_question_that_may_be_declined_offers_to_and_none_holds_people_up(name):
    for variable in programme(name)["variables"].values():
        assert "refused" in variable["missing"] or not variable["required"] or variable["kind"] == "consent"


def street(answers, mode="interviewer"):
    return path(programme(STREET), answers, context(mode=mode, origin="street"))


def test_the_street_interview_stops_without_consent_and_for_who_is_under_eighteen():
    assert street({"consent": "no"}) == ["place", "intro"]
    assert street({"consent": "self"}) == ["place", "intro", "another_way"]
    assert street({"consent": "yes", "age": "under_18"})[-1] == "age"
    assert street({"consent": "yes", "age": "75plus"})[-1] == "internet"


def test_what_is_named_unaided_is_locked_from_the_first_name_that_is_read_out():
    made = programme(STREET)
    aided = [page for page in made["pages"] if page["block"] == "aided"]
    assert len(aided) == 5
    assert all(page["locks"] == ["where_go", "unaided"] for page in aided)
    order = street({"consent": "yes"})
    assert order.index("unaided") < min(order.index(page["id"]) for page in aided)


def test_who_fills_in_alone_never_sees_the_list_of_teams_before_the_names_are_asked():
    assert {"place", "unaided"} & set(street({"consent": "yes"}, mode="online")) == set()


def test_the_other_ways_to_take_part_are_offered_by_an_interviewer_only():
    ways = {
        mode: offered(programme(STREET), "consent", {}, context(mode=mode))
        for mode in ("interviewer", "online")
    }
    assert ways == {"interviewer": ["yes", "no", "other_language", "self"], "online": ["yes", "no"]}


def test_knowing_how_and_having_used_are_asked_only_to_who_knows_the_name():
    later = {"how_vet", "used_vet", "heard_via"}
    assert later & set(street({"consent": "yes", "aided_vet": "never"})) == set()
    assert later <= set(street({"consent": "yes", "aided_vet": "name"}))
    assert "what_vet" in street({"consent": "yes", "aided_vet": "knows"})
    assert "organiser" not in street({"consent": "yes", "activities": ["none"]})
    assert "organiser" in street({"consent": "yes", "activities": ["meal"]})


def measured(name):
    return {
        (measure["measure"], measure["entity"]): (variable, measure)
        for variable, found in programme(name)["variables"].items()
        for measure in found["measures"]
    }


def test_the_street_interview_measures_every_step_of_the_ladder():
    teams = ("vet", "wmo_team", "wmo_loket", "sociaal_team", "buurtbrug")
    found = measured(STREET)
    for step in ("awareness.unaided", "awareness.aided", "awareness.name_only", "knowledge.what"):
        assert {entity for measure, entity in found if measure == step} == set(teams)
    assert {entity for measure, entity in found if measure == "knowledge.how"} == {"vet", "wmo_team"}
    for step in ("use.knowing", "use.unknowing", "knows.person"):
        assert (step, "vet") in found
    entities = programme(STREET)["entities"]
    assert entities["buurtbrug"]["kind"] == "fictitious"
    assert (entities["sociaal_team"]["kind"], entities["sociaal_team"]["of"]) == ("old_name", "vet")


def test_who_names_nothing_unaided_is_in_the_base_and_who_refuses_is_not():
    variable, measure = measured(STREET)["awareness.unaided", "vet"]
    codes = {option["code"] for option in programme(STREET)["variables"][variable]["options"]}
    assert set(measure["negative"]) == codes - {"vet"} | {"dont_know"}


def test_the_panel_poll_counts_each_topic_both_ways():
    found = measured(PANEL)
    for topic in (
        "general",
        "work",
        "benefit",
        "volunteering",
        "carer",
        "ideas",
        "household",
        "mental",
        "money",
    ):
        knows, knows_not = found["findability.knows", topic][1], found["findability.knows_not", topic][1]
        assert (
            (knows["positive"], knows["negative"])
            == (["yes"], ["no"])
            == (knows_not["negative"], knows_not["positive"])
        )


def test_the_five_year_bands_fold_into_the_classes_of_the_published_profile():
    codes = [option["code"] for option in programme(PANEL)["variables"]["age"]["options"]]
    folded = [measured(PANEL)["profile.age", entity][1] for entity in ("a18_44", "a45_59", "a60plus")]
    assert [code for measure in folded for code in measure["positive"]] == codes
    assert all(set(measure["positive"]) | set(measure["negative"]) == set(codes) for measure in folded)


def test_open_questions_ask_not_to_give_names():
    for name in library.names():
        for variable in programme(name)["variables"].values():
            if variable["kind"] in {"text", "long_text"}:
                assert "geen namen" in "".join(variable["hint"]["nl"])
                assert not variable["required"]
