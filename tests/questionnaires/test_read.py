import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires.mistakes import Place
from questionnaires.programme import compile as compiled
from questionnaires.read import read
from questionnaires.reading.fields import LONGEST_TEXT, MOST_ITEMS
from questionnaires.reading.source import LARGEST_FILE
from questionnaires.review import Refused, review
from tests.questionnaires.samples import INVALID, VALID

LIBRARY = sorted((Path(questionnaires.__file__).parent / "library").glob("*.yaml"))
MINIMAL = (VALID[0].parent / "minimal.yaml").read_text()


def refused(text):
    with pytest.raises(Refused) as caught:
        read(text)
    return {mistake.code for mistake in caught.value.mistakes}


def test_every_part_knows_its_line():
    questionnaire = read((VALID[0].parent / "multiple-exclusive-and-measures.yaml").read_text())
    question = questionnaire.pages[0].questions[0]
    assert questionnaire.entities[0].line == 5
    assert (questionnaire.pages[0].line, question.line) == (7, 9)
    assert [option.line for option in question.options] == [16, 17, 18]
    assert question.lines["max"] == 13


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file():
    text = (
        MINIMAL.replace("kind: single", "kind: singel")
        .replace("title:", "titel:")
        .replace('code: "no"', "code: No")
    )
    with pytest.raises(Refused) as caught:
        read(text)
    assert [mistake.code for mistake in caught.value.mistakes] == [
        "missing-field",
        "unknown-field",
        "unknown-choice",
        "bad-code",
    ]


def test_a_mistake_names_page_question_part_and_field():
    with pytest.raises(Refused) as caught:
        read(MINIMAL.replace("label: {nl: Ja}", "label: Ja"))
    assert caught.value.mistakes[0].place == Place("first", "first", "yes", "label")
    assert "pagina first, vraag first, onderdeel yes, veld label" in str(caught.value)


def test_a_name_can_come_from_outside_when_the_file_has_none():
    assert read(MINIMAL.replace("questionnaire: sample\n", ""), name="other").name == "other"
    assert read(MINIMAL, name="other").name == "sample"


def test_words_that_yaml_takes_for_something_else_stay_words():
    questionnaire = read((VALID[0].parent / "yes-and-no-without-quotes.yaml").read_text())
    options = questionnaire.pages[0].questions[0].options
    assert [option.code for option in options] == ["yes", "no", "1"]
    assert [option.label.by_language["nl"] for option in options] == ["Yes", "No", "1"]


def test_a_text_for_all_languages_is_allowed_for_entities():
    questionnaire = read(
        "questionnaire: s\ntitle: {nl: P}\nlanguages: {nl: {status: reviewed}, tr: {status: concept}}\n"
        "entities: {vet: {kind: team, label: Voor Elkaar Team}}\npages: []\n",
    )
    assert questionnaire.entities[0].label.by_language == {"nl": "Voor Elkaar Team", "tr": "Voor Elkaar Team"}


def test_what_is_too_large_is_refused_before_it_costs_anything():
    assert refused(" " * (LARGEST_FILE + 1)) == {"too-large"}
    assert refused(MINIMAL + "x: " + "[" * 100_000) <= {"too-deep", "not-yaml"}
    assert refused("[" * 400_000) <= {"too-deep", "not-yaml"}


def test_aliases_that_multiply_are_counted_each_time():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert refused("\n".join(lines)) == {"too-many-values"}


def test_an_alias_of_itself_is_refused():
    assert refused("a: &a [*a]") == {"unknown-anchor"}


def test_long_texts_and_long_lists_are_refused():
    assert refused(MINIMAL.replace("nl: Ja", "nl: " + "a" * (LONGEST_TEXT + 1))) == {"text-too-long"}
    options = ", ".join(f"{{code: c{n}, label: {{nl: x}}}}" for n in range(MOST_ITEMS + 1))
    assert refused(re.sub(r"options: .*", f"options: [{options}]", MINIMAL)) == {"list-too-long"}


@pytest.mark.parametrize(
    "text", ["!!python/object/apply:os.system [ls]", "!!binary aGVsbG8=", "pages: !!python/name:os.system x"]
)
def test_tags_make_no_objects(text):
    assert refused(text)


def outcome(text):
    """The codes of the mistakes, after reading, reviewing and (without errors) compiling."""
    try:
        questionnaire = read(text)
    except Refused as error:
        return {mistake.code for mistake in error.mistakes}
    mistakes = review(questionnaire)
    if not any(mistake.severity == "error" for mistake in mistakes):
        assert compiled(questionnaire).hash
    return {mistake.code for mistake in mistakes}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    assert isinstance(outcome(text), set)


SOURCES = [file.read_text() for file in [*VALID, *INVALID]]


@given(st.randoms(use_true_random=False))
def test_a_damaged_questionnaire_is_refused_or_can_be_compiled(chance: random.Random):
    tokens = re.split(r"(\W)", chance.choice(SOURCES))
    words = [word for word in re.split(r"\W", chance.choice(SOURCES)) if word] or ["x"]
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(tokens))
        tokens[place] = chance.choice(["", chance.choice(words), chance.choice(tokens)])
    assert isinstance(outcome("".join(tokens)), set)


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_the_ready_questionnaires_have_no_mistakes(file):
    assert [str(mistake) for mistake in review(read(file.read_text()))] == []
