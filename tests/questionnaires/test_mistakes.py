import pytest

from questionnaires.mistakes import Explained, Place
from questionnaires.reviewing.catalogue import CATALOGUE, mistake


def test_a_mistake_is_translated_with_everything_in_it():
    told = Explained("Het getal %(found)s is te groot.", {"found": "9"})
    made = mistake("not-understood", Place("first", field="when"), 7, position=3, problem=told)
    words = made.words(lambda template: f"<{template}>")
    assert words.startswith("<Regel 7>, <pagina first>, <veld when>: <De voorwaarde")
    assert "<Het getal 9 is te groot.>" in words


def test_a_mistake_that_lacks_a_param_is_not_made():
    with pytest.raises(KeyError):
        mistake("unknown-name", Place(), 1)


def test_a_place_without_parts_is_the_file():
    assert str(mistake("empty-file", Place(), 1)).startswith("Regel 1: Het bestand is leeg.")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_mistake_says_what_is_wrong_and_what_to_do_in_whole_sentences(code):
    severity, message, hint = CATALOGUE[code]
    assert severity in {"error", "warning"}
    assert message.endswith((".", "%(problem)s"))
    assert hint.endswith((".", "?"))
