import copy

import pytest

from questionnaires import render
from questionnaires.spoken import chosen, direction, markup
from tests.questionnaires.every_kind import SOME_ANSWERS, context, programme
from tests.questionnaires.fragment import assert_sound, read


def without(language, name):
    changed = copy.deepcopy(programme())
    del changed["variables"][name]["text"][language]
    return changed


def test_each_language_has_its_direction_and_an_unknown_one_that_of_the_first():
    assert [direction(programme(), code) for code in ("nl", "ar", "tr", "xx")] == ["ltr", "rtl", "ltr", "ltr"]


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_a_text_without_translation_is_shown_in_the_first_language_and_says_so(language):
    page = render.page(
        without(language, "born"), "born", answers=SOME_ANSWERS, problems={}, context=context(language)
    )
    root = read(page)
    assert_sound(root)
    heading = root.one("h1")
    assert heading.words == "Wanneer bent u geboren?"
    assert heading.one("span").attributes == {"lang": "nl", "dir": "ltr"}
    other = read(
        render.page(programme(), "born", answers=SOME_ANSWERS, problems={}, context=context(language))
    )
    assert not other.one("h1").all("span")


def test_a_dutch_name_in_an_arabic_sentence_says_its_language_and_keeps_its_direction():
    text = programme()["variables"]["rating"]["text"]
    name = read(markup(programme(), text, SOME_ANSWERS, context("ar"))).one("bdi")
    assert name.attributes == {"data-pipe": "team", "lang": "nl", "dir": "ltr"}
    assert name.words == "Voor Elkaar Team"
    assert read(markup(programme(), text, SOME_ANSWERS, context("nl"))).one("bdi").attributes == {
        "data-pipe": "team"
    }


def test_a_word_that_is_the_same_in_two_languages_is_not_called_foreign():
    assert chosen(programme(), {"nl": "Team", "en": "Team"}, "en") == ("Team", None)
    assert chosen(programme(), {"nl": "Team", "ar": "Team"}, "ar") == ("Team", "nl")


def test_a_sentence_that_is_the_same_in_two_languages_was_not_translated():
    sentence = ["Wat vindt u van ", {"pipe": "team"}, "?"]
    assert chosen(programme(), {"nl": sentence, "en": sentence}, "en") == (sentence, "nl")
    assert chosen(programme(), {"nl": sentence, "en": sentence}, "nl") == (sentence, None)


def test_an_answer_that_is_piped_stands_apart_from_the_direction_of_the_sentence():
    text = programme()["variables"]["story"]["text"]
    assert read(markup(programme(), text, SOME_ANSWERS, context("ar"))).one("bdi").words == "Brink"
    assert read(markup(programme(), text, {}, context("ar"))).one("bdi").words == "…"


def test_no_text_is_nothing():
    assert markup(programme(), None, {}, context()) == ""
