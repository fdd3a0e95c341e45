import pytest

from questionnaires.mistakes import Explained, Place, Refused
from questionnaires.read import read
from questionnaires.review import review
from questionnaires.reviewing.catalogue import CATALOGUE, mistake
from tests.questionnaires.samples import INVALID


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


def test_the_kinds_in_a_condition_are_named_in_words():
    text = (INVALID[0].parent / "different-kinds.yaml").read_text()
    sentence = next(str(found) for found in review(read(text)))
    assert "In age == '18' worden twee soorten vergeleken: een getal en een tekst of code." in sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: b: c", "hier kan geen dubbele punt staan"),
        ("a: [b", "er ontbreekt een komma of een haakje"),
        ("a: 'b", "een aanhalingsteken wordt niet gesloten"),
        ("a: @b", "een teken dat aanhalingstekens nodig heeft"),
        ("a: 1\n b: 2", "hier kan geen dubbele punt staan"),
        ("a:\n  - b\n  c: d", "hier wordt een streepje op dezelfde inspringing verwacht"),
        ("a\nb: c", "hier kan geen dubbele punt staan"),
        ('a: "\\ud800"', "na een schuine streep"),
        ('a: "\\q"', "na een schuine streep"),
        ("a: 1\nb: \ud800", "Regel 2: .*er staat een teken dat niet is toegestaan"),
        ("é: 1\nb: \x00", "Regel 2: .*er staat een teken dat niet is toegestaan"),
    ],
)
def test_yaml_that_is_not_read_is_explained_in_dutch(text, told):
    with pytest.raises(Refused, match=told):
        read(text)
