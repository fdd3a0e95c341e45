from questionnaires import render
from tests.questionnaires.every_kind import SOME_ANSWERS, context, programme
from tests.questionnaires.fragment import assert_sound, read


def lines(answers, **context_):
    return {
        line.name: line for line in render.summary(programme(), answers=answers, context=context(**context_))
    }


def said(answers, name, **context_):
    root = read(lines(answers, **context_)[name].answer)
    assert_sound(root)
    return root.words


def test_the_summary_holds_every_question_on_the_path_in_order_with_its_page():
    found = lines(SOME_ANSWERS)
    assert list(found)[:4] == ["consent", "unaided", "best", "rating"]
    assert (found["street"].page, found["people"].page) == ("name_of_street", "household")
    assert list(lines({"consent": "no"})) == ["consent"]


def test_every_kind_of_answer_is_said_in_words():
    answers = SOME_ANSWERS | {
        "rating": "4",
        "born": "1960-05-07",
        "area": "zuid",
        "warmth": 12.5,
        "welcome": "1",
    }
    assert said(answers, "rating") == "Mee eens"
    assert said(answers, "born") == "7-5-1960"
    assert said(answers, "area") == "Zuid & Co"
    assert said(answers, "warmth") == "12,5"
    assert said(answers, "street") == "Brink"
    assert said(answers, "welcome", language="ar") == "لا أوافق بشدة"


def test_several_answers_are_a_list():
    items = read(lines(SOME_ANSWERS)["unaided"].answer).all("li")
    assert [item.words for item in items] == ["Loket", "Voor Elkaar Team"]


def test_nought_is_an_answer_and_an_empty_one_is_said_to_be_empty():
    assert said(SOME_ANSWERS | {"children": 0}, "children") == "0"
    assert said(SOME_ANSWERS, "children") == "Niet ingevuld"


def test_a_missing_code_is_said_in_the_language_of_the_page():
    refused = SOME_ANSWERS | {"people": {"missing": "refused"}}
    assert said(refused, "people") == "Wil ik niet zeggen"
    assert said(refused, "people", language="tr") == "Söylemek istemiyorum"


def test_a_locked_answer_is_said_to_be_fixed():
    found = lines(SOME_ANSWERS, shown=["best"])
    assert [name for name, line in found.items() if line.fixed] == ["unaided"]
