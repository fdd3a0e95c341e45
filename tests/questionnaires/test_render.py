import pytest

from questionnaires import render
from questionnaires.engine.check import check
from tests.questionnaires.every_kind import LANGUAGES, SOME_ANSWERS, context, programme
from tests.questionnaires.fragment import assert_sound, read

PAGES = [page["id"] for page in programme()["pages"]]


def shown(page, answers=SOME_ANSWERS, problems=None, gettext=str, every=False, **context_):  # noqa: FBT002 -- as render.page has it
    return read(
        render.page(
            programme(),
            page,
            answers=answers,
            problems=problems or {},
            context=context(**context_),
            gettext=gettext,
            every=every,
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("mode", ["online", "interviewer"])
@pytest.mark.parametrize("every", [False, True])
def test_every_kind_is_sound_html_in_every_language(page, language, mode, every):
    root = shown(page, language=language, mode=mode, every=every)
    assert_sound(root)
    for question in root.all(class_="wp-question utrecht-form-field"):
        variable = programme()["variables"][question.attributes["data-question"]]
        assert question.attributes["data-kind"] == variable["kind"]
        assert question.all("h1") or question.all("h2")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", programme()["variables"])
def test_every_kind_is_sound_html_with_an_error_and_the_error_is_tied_to_it(name, language):
    page = programme()["variables"][name]["page"]
    problems = check(programme(), name, {"missing": "never_heard_of"}, SOME_ANSWERS, context(language))
    root = shown(page, problems={name: problems}, language=language)
    assert_sound(root)
    error = root.one(id=f"{name}-error")
    assert "utrecht-form-field-error-message" in error.classes
    assert "hidden" not in error.attributes
    assert error.words.startswith("Fout:")
    tied = [e for e in root.all() if f"{name}-error" in e.attributes.get("aria-describedby", "").split()]
    assert [e.tag in {"fieldset", "input", "textarea"} for e in tied] == [True]
    assert "utrecht-form-field--invalid" in root.one(data_question=name).classes


def test_one_question_is_the_heading_of_the_page_and_several_are_headings_below_it():
    assert shown("rating").one("h1").words == "Ik ken het Voor Elkaar Team."
    assert [h.words for h in shown("household").all("h2")] == ["Met hoeveel woont u?", "Hoeveel zijn kind?"]


def test_a_question_that_does_not_apply_is_left_out_or_hidden_for_a_client_that_shows_it_itself():
    alone = SOME_ANSWERS | {"unaided": ["none"]}
    assert not shown("household", alone).all(data_question="children")
    there = shown("household", alone, every=True)
    assert there.one(data_question="children").attributes["hidden"] == ""
    assert "hidden" not in there.one(data_question="people").attributes


def test_an_option_that_does_not_apply_is_left_out_or_hidden():
    desk = SOME_ANSWERS | {"unaided": ["desk"]}
    assert {
        row.attributes["data-option"]
        for row in shown("best", desk).all("div")
        if "data-option" in row.attributes
    } == {"desk", "other"}
    assert shown("best", desk, every=True).one(data_option="team").attributes["hidden"] == ""


def test_options_stand_in_the_order_of_the_seed_with_the_exclusive_ones_after_a_divider_and_missing_codes_apart():
    orders = set()
    for seed in range(20):
        root = shown("unaided", seed=seed)
        options = root.one(class_="wp-options")
        marks = [
            c.attributes.get("data-option") or c.attributes.get("class").split()[0]
            for c in options.inside
            if not isinstance(c, str)
        ]
        assert marks[3:] == ["wp-divider", "none", "wp-missing"]
        assert root.one(class_="wp-divider").words == "of"
        missing = root.one(class_="wp-missing")
        assert [row.attributes["data-missing"] for row in missing.all("div")] == ["dont_know", "refused"]
        orders.add(tuple(marks[:3]))
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {("desk", "error", "team")}


def test_the_whole_row_is_the_label_of_its_option():
    row = shown("unaided").one(data_option="desk")
    label = row.one("label")
    tick = label.one("input")
    assert (tick.attributes["name"], tick.attributes["value"], tick.attributes["id"]) == (
        "unaided",
        "desk",
        "unaided-desk",
    )
    assert tick.attributes["type"] == "checkbox"
    assert "checked" in tick.attributes


def test_a_code_with_the_name_of_another_part_keeps_ids_unique():
    root = shown("unaided", problems={"unaided": check(programme(), "unaided", [], {}, context())})
    assert_sound(root)
    assert root.one(data_option="error").one("input").attributes["id"] == "unaided-error--option"


def test_a_missing_code_is_an_answer_to_choose_beside_every_kind():
    refused = {"missing": "refused"}
    for name, variable in programme()["variables"].items():
        if "refused" in variable["missing"]:
            row = (
                shown(variable["page"], SOME_ANSWERS | {name: refused})
                .one(data_question=name)
                .one(data_missing="refused")
            )
            tick = row.one("input")
            assert tick.attributes["value"] == "missing:refused"
            assert tick.attributes["id"] == f"{name}--refused"
            assert "checked" in tick.attributes


def test_instructions_are_for_the_interviewer_only_and_show_cards_and_sensitive_questions_are_marked():
    assert not shown("consent", mode="online").all(class_="wp-instruction")
    assert shown("consent", mode="interviewer").one(class_="wp-instruction").words == "Lees dit voor."
    assert "data-show-card" in shown("unaided").one(data_question="unaided").attributes
    assert "data-sensitive" in shown("health").one(data_question="health").attributes


def test_a_date_is_three_fields_with_what_was_answered():
    root = shown("born", SOME_ANSWERS | {"born": "1960-05-07"})
    values = [(f.attributes["id"], f.attributes["value"]) for f in root.one(class_="wp-date").all("input")]
    assert values == [("born-day", "7"), ("born-month", "5"), ("born-year", "1960")]
    wrong = shown("born", SOME_ANSWERS | {"born": "31-2-60"})
    assert [f.attributes["value"] for f in wrong.one(class_="wp-date").all("input")] == ["31", "2", "60"]


def test_a_number_shows_as_the_language_writes_it_with_the_keyboard_that_it_needs():
    dutch = shown("warmth", SOME_ANSWERS | {"warmth": 12.5}).one("input").attributes
    english = shown("warmth", SOME_ANSWERS | {"warmth": 12.5}, language="en").one("input").attributes
    assert (dutch["value"], english["value"]) == ("12,5", "12.5")
    assert dutch["inputmode"] == "text"  # it may be below zero, and some keyboards of numbers have no minus
    assert shown("household").one(id="people").attributes["inputmode"] == "numeric"


def test_what_was_typed_stays_visible_after_an_error():
    typed = SOME_ANSWERS | {"people": "drie"}
    problems = {"people": check(programme(), "people", "drie", typed, context())}
    root = shown("household", typed, problems)
    assert root.one(id="people").attributes["value"] == "drie"
    assert root.one(id="people").attributes["aria-invalid"] == "true"
    assert "drie" in root.one(id="people-error").words


def test_a_soft_problem_can_be_confirmed_and_a_hard_one_can_not():
    many = SOME_ANSWERS | {"people": 20}
    soft = check(programme(), "people", 20, many, context())
    root = shown("household", many, {"people": soft})
    assert_sound(root)
    assert root.one(id="people-sure").attributes["value"] == "yes"
    assert "20 is veel." in root.one(id="people-error").words
    hard = check(programme(), "people", 0, many, context())
    assert not shown("household", many, {"people": hard}).all(id="people-sure")


def test_a_locked_answer_is_shown_but_can_not_be_changed():
    root = shown("unaided", shown=["best"])
    assert_sound(root)
    assert all("disabled" in tick.attributes for tick in root.all("input"))
    assert root.one(class_="utrecht-form-field-description wp-locked").words.startswith(
        "Dit antwoord staat vast."
    )
    assert not any("disabled" in tick.attributes for tick in shown("unaided").all("input"))


def test_the_words_of_the_product_are_translated_by_the_caller():
    root = shown("unaided", gettext=lambda text: text.upper())
    assert root.one(class_="wp-divider").words == "OF"


def test_a_page_that_is_not_there_is_named():
    with pytest.raises(LookupError, match="nergens"):
        shown("nergens")


def test_the_anchor_of_a_question_is_the_id_of_its_first_input():
    for name, variable in programme()["variables"].items():
        anchor = render.anchor(programme(), name, answers=SOME_ANSWERS, context=context())
        question = shown(variable["page"]).one(data_question=name)
        fields = [e for e in question.all() if e.tag in {"input", "textarea"}]
        assert fields[0].attributes["id"] == anchor


def test_the_title_of_a_page_is_its_first_question_in_plain_words():
    def title(page, language="nl"):
        return render.title(programme(), page, answers=SOME_ANSWERS, context=context(language))

    assert title("rating") == "Ik ken het Voor Elkaar Team."
    assert title("story", "ar") == "ماذا يحدث في Brink؟"
    assert render.title(programme(), "best", answers={}, context=context()) == "Alle soorten vragen"


def test_a_translation_is_a_concept_until_a_person_has_reviewed_it():
    assert [render.concept(programme(), language) for language in LANGUAGES] == [False, False, True, True]
    assert render.concept(programme(), "de")
