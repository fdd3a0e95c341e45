import re

import pytest

from questionnaires.programme import Programme, publishable
from questionnaires.read import read
from questionnaires.review import Mistake, Refused, review
from questionnaires.reviewing.catalogue import CATALOGUE
from tests.questionnaires.samples import INVALID, VALID

MADE_BY_A_TEST = {"too-large", "too-many-values", "list-too-long", "text-too-long"}
"""Mistakes of size, which test_read.py makes: their files would be large."""


def mistakes(text):
    try:
        return review(read(text))
    except Refused as refused:
        return list(refused.mistakes)


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_sample_has_no_mistakes_and_compiles(file):
    text = file.read_text()
    assert [str(mistake) for mistake in mistakes(text)] == []
    programme = publishable(text)
    assert Programme.load(programme.bytes) == programme


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_sample_yields_its_mistake_on_its_line_and_no_other(file):
    text = file.read_text()
    code = file.stem.split(".")[0]
    also = re.match(r"# also: (.*)", text)
    found = mistakes(text)
    named = [mistake for mistake in found if mistake.code == code]
    assert named, [str(mistake) for mistake in found]
    assert {mistake.code for mistake in found} <= {code, *(also.group(1).split() if also else ())}
    marked = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# <- here")]
    if marked:
        assert {mistake.line for mistake in named} == set(marked)


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_mistake_reads_as_a_dutch_sentence_with_its_line_and_a_hint(file):
    for mistake in mistakes(file.read_text()):
        sentence = str(mistake)
        assert isinstance(mistake, Mistake)
        assert sentence.startswith(f"Regel {mistake.line}")
        assert "%(" not in sentence
        assert mistake.hint


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_only_a_mistake_that_is_no_warning_keeps_a_questionnaire_from_being_published(file):
    text = file.read_text()
    if any(mistake.severity == "error" for mistake in mistakes(text)):
        with pytest.raises(Refused) as caught:
            publishable(text)
        assert list(caught.value.mistakes) == mistakes(text)
    else:
        assert publishable(text).hash


def test_every_mistake_of_the_catalogue_has_a_sample():
    sampled = {file.stem.split(".")[0] for file in INVALID}
    assert sampled | MADE_BY_A_TEST == set(CATALOGUE)
