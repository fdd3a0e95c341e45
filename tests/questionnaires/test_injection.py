"""Whatever an author, a translator or a respondent writes stays text."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import render
from questionnaires.complaints import complaint
from questionnaires.engine.check import check
from tests.questionnaires.every_kind import SOME_ANSWERS, context, programme
from tests.questionnaires.fragment import assert_sound, read

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</textarea><script>alert(1)</script>",
    "</legend></fieldset><form action=//kwaad>",
    "{{ 7 * 7 }}{% raw %}",
    "%(x)s {value} \ue000<b>\ue001",
    "<!--",
    "&lt;b&gt;",
    "\u202egnorw",
]


def poisoned(value, attack):
    """Every text that a person wrote replaced by the attack; codes, kinds and conditions stay what they are."""
    if isinstance(value, dict):
        texts = value.keys() <= {"nl", "en", "tr", "ar"} and value.keys()
        if texts:
            return {
                code: [attack, *[p for p in t if isinstance(p, dict)]] if isinstance(t, list) else attack
                for code, t in value.items()
            }
        return {key: poisoned(inside, attack) for key, inside in value.items()}
    return [poisoned(inside, attack) for inside in value] if isinstance(value, list) else value


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_what_an_author_writes_is_never_markup(attack, language):
    changed = poisoned(copy.deepcopy(programme()), attack)
    for page in changed["pages"]:
        around = {"answers": SOME_ANSWERS, "context": context(language, mode="interviewer")}
        root = read(render.page(changed, page["id"], problems={}, **around))
        assert_sound(root)
        same = " ".join(attack.split())
        assert all(same in heading.words for heading in root.all("h1") + root.all("h2"))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "name", ["people", "warmth", "born", "street", "story", "unaided", "rating", "consent"]
)
def test_what_a_respondent_types_is_never_markup_in_field_error_and_summary(attack, name):
    answers = SOME_ANSWERS | {name: [attack] if name == "unaided" else attack}
    problems = {name: check(programme(), name, answers[name], answers, context())}
    page = programme()["variables"][name]["page"]
    root = read(render.page(programme(), page, answers=answers, problems=problems, context=context()))
    assert_sound(root)
    if name in {"people", "warmth", "street"}:
        assert root.one(id=name).attributes["value"] == attack
    for line in render.summary(programme(), answers=answers, context=context()):
        assert_sound(read(line.question))
        assert_sound(read(line.answer))


@given(st.text(max_size=60))
def test_a_long_text_comes_back_as_it_was_typed(text):
    page = render.page(
        programme(), "story", answers=SOME_ANSWERS | {"story": text}, problems={}, context=context()
    )
    inside = "".join(read(page).one("textarea").inside)
    assert inside == "\n" + text.replace("\r\n", "\n").replace("\r", "\n") or inside == "\n" + text


@given(st.text(max_size=40))
def test_a_value_in_an_error_stands_apart_and_is_escaped(value):
    root = read(complaint({"code": "not_a_number", "params": {"value": value}, "soft": False}, str))
    assert {element.tag for element in root.all()} == {"bdi"}


def test_an_error_is_translated_before_it_is_filled_in():
    problem = {"code": "too_many", "params": {"max": "2", "count": "3"}, "soft": False}
    found = complaint(
        problem, lambda text: "At most {max} & not {count}" if text.startswith("Kies hoogstens") else text
    )
    assert found == "At most <bdi>2</bdi> &amp; not <bdi>3</bdi>"
