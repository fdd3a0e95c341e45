import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import forms, render
from questionnaires.engine.check import check
from tests.questionnaires.browser import sent
from tests.questionnaires.every_kind import SOME_ANSWERS, Posted, context, programme
from tests.questionnaires.fragment import read

VARIABLES = programme()["variables"]
MISSING = st.sampled_from(["dont_know", "refused", "not_applicable"])
WORDS = st.text(max_size=30)


def filled(page, posted, answers=SOME_ANSWERS, **context_):
    form = forms.form(programme(), page, context(**context_))(Posted(posted), answers=answers)
    form.validate()
    return form


def given_and_wrong(page, posted, answers=SOME_ANSWERS, **context_):
    form = filled(page, posted, answers, **context_)
    return forms.answers(form), {
        name: [problem["code"] for problem in found] for name, found in forms.problems(form).items()
    }


def answers_of(name):
    """Acceptable answers and others, as they may be stored."""
    variable = VARIABLES[name]
    codes = st.sampled_from([option["code"] for option in variable["options"]] or ["-"])
    tidy = st.text(
        st.characters(exclude_categories=["C", "Z"], include_characters=" éبş<&\"'"), min_size=1, max_size=60
    )
    text = tidy.map(str.strip).filter(lambda t: t and not t.startswith("missing:"))
    long = st.lists(text, min_size=1, max_size=3).map("\n".join)
    by_kind = {
        "multiple": st.lists(codes, min_size=1, unique=True).map(sorted),
        "number": st.one_of(
            st.integers(-(10**9), 10**9),
            st.integers(-(10**7), 10**7).map(lambda n: n / 100),
        ).map(lambda n: int(n) if n == int(n) else n),
        "date": st.dates().map(lambda day: day.isoformat()),
        "text": text,
        "long_text": long,
    }
    value = by_kind.get(variable["kind"], codes)
    missing = variable["missing"]
    return st.one_of(value, st.sampled_from(missing).map(lambda c: {"missing": c})) if missing else value


@pytest.mark.parametrize("name", [name for name in VARIABLES if name != "best"])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_an_answer_that_is_shown_and_posted_again_is_the_same_answer(name, language):
    page = VARIABLES[name]["page"]

    @given(answers_of(name))
    def again(value):
        so_far = SOME_ANSWERS | {name: value}
        html = render.page(programme(), page, answers=so_far, problems={}, context=context(language))
        form = forms.form(programme(), page, context(language))(sent(html), answers=SOME_ANSWERS)
        back = forms.answers(form)[name]
        assert (sorted(back) if isinstance(back, list) else back) == value
        expected = check(programme(), name, back, so_far | {name: back}, context(language))
        assert form.validate() == (not expected) or len(form.asked) > 1
        assert forms.problems(form).get(name, []) == expected

    again()


@given(
    st.sampled_from([page["id"] for page in programme()["pages"]]),
    st.dictionaries(
        st.one_of(
            st.sampled_from(
                [*VARIABLES, *(f"born-{part}" for part in ("day", "month", "year")), "people-sure"]
            ),
            WORDS,
        ),
        st.lists(
            st.one_of(WORDS, MISSING.map("missing:{}".format), st.sampled_from(["yes", "team", "1", "31"])),
            max_size=3,
        ),
        max_size=6,
    ),
)
def test_whatever_is_posted_gives_answers_or_problems_and_can_be_shown_again(page, posted):
    form = filled(page, posted)
    answers, problems = forms.answers(form), forms.problems(form)
    assert set(answers) <= set(form.page["questions"])
    for name, value in answers.items():
        if name not in problems:
            assert form.field(name).confirmed or not check(
                programme(), name, value, SOME_ANSWERS | answers, context()
            )
    read(render.page(programme(), page, answers=SOME_ANSWERS | answers, problems=problems, context=context()))


def test_a_page_that_is_filled_in_well_gives_its_answers():
    assert given_and_wrong("household", {"people": ["3"], "children": ["1"]}) == (
        {"people": 3, "children": 1},
        {},
    )
    assert given_and_wrong("born", {"born-day": ["7"], "born-month": ["05"], "born-year": ["1960"]}) == (
        {"born": "1960-05-07"},
        {},
    )
    assert given_and_wrong("unaided", {"unaided": ["desk", "team"]}) == ({"unaided": ["desk", "team"]}, {})
    assert given_and_wrong("story", {"story": [" Een\r\nfeest. "]}) == ({"story": "Een\nfeest."}, {})


def test_a_required_question_that_is_left_empty_is_a_problem_and_another_is_not():
    assert given_and_wrong("consent", {}) == ({"consent": None}, {"consent": ["required"]})
    assert given_and_wrong("warmth", {"warmth": ["  "]}) == ({"warmth": None}, {})


def test_an_emptied_answer_is_none_so_that_it_replaces_what_was_stored():
    assert given_and_wrong("story", {"story": [""]}, SOME_ANSWERS | {"story": "Vroeger"}) == (
        {"story": None},
        {},
    )


def test_a_missing_code_is_an_answer():
    assert given_and_wrong("story", {"story": ["", "missing:refused"]}) == (
        {"story": {"missing": "refused"}},
        {},
    )
    assert given_and_wrong("born", {"born": ["missing:refused"], "born-day": [""]}) == (
        {"born": {"missing": "refused"}},
        {},
    )
    assert given_and_wrong("unaided", {"unaided": ["missing:dont_know"]}) == (
        {"unaided": {"missing": "dont_know"}},
        {},
    )


@pytest.mark.parametrize(
    ("page", "posted"),
    [
        ("story", {"story": ["Een feest", "missing:refused"]}),
        ("household", {"people": ["3", "missing:refused"], "children": ["0"]}),
        (
            "born",
            {"born": ["missing:refused"], "born-day": ["7"], "born-month": ["5"], "born-year": ["1960"]},
        ),
        ("unaided", {"unaided": ["team", "missing:dont_know"]}),
        ("unaided", {"unaided": ["missing:refused", "missing:dont_know"]}),
    ],
)
def test_an_answer_and_a_missing_code_together_are_a_problem_and_not_a_choice_of_ours(page, posted):
    _, wrong = given_and_wrong(page, posted)
    assert list(wrong.values()) == [["exclusive_with_others"]]


def test_a_missing_code_that_is_not_offered_is_refused():
    assert given_and_wrong("consent", {"consent": ["missing:refused"]})[1] == {"consent": ["unknown_code"]}


def test_what_is_no_number_stays_as_it_was_typed():
    assert given_and_wrong("household", {"people": ["drie"], "children": ["0"]}) == (
        {"people": "drie", "children": 0},
        {"people": ["not_a_number"]},
    )


def test_what_is_no_date_stays_as_it_was_typed():
    posted = {"born-day": ["31"], "born-month": ["2"], "born-year": ["1960"]}
    assert given_and_wrong("born", posted) == ({"born": "31-2-1960"}, {"born": ["not_a_date"]})


def test_a_question_that_is_not_asked_is_not_judged_and_its_answer_is_left_alone():
    alone = SOME_ANSWERS | {"unaided": ["none"]}
    assert given_and_wrong("household", {"people": ["1"], "children": ["x"]}, alone) == ({"people": 1}, {})


def test_a_page_off_the_path_gives_nothing():
    assert given_and_wrong("best", {"best": ["other"]}, {"consent": "no"}) == ({}, {})


def test_a_locked_answer_stays_what_it_was_whatever_is_posted():
    assert given_and_wrong("unaided", {"unaided": ["none"]}, shown=["best"]) == (
        {"unaided": ["desk", "team"]},
        {},
    )
    assert given_and_wrong("unaided", {"unaided": ["team"]}, {"consent": "yes"}, shown=["best"]) == (
        {"unaided": None},
        {},
    )


def test_a_soft_problem_is_passed_by_after_a_yes_and_a_hard_one_is_not():
    many = {"people": ["20"], "children": ["0"]}
    assert given_and_wrong("household", many)[1] == {"people": ["check_failed"]}
    assert given_and_wrong("household", many | {"people-sure": ["yes"]}) == (
        {"people": 20, "children": 0},
        {},
    )
    assert given_and_wrong("household", {"people": ["0"], "people-sure": ["yes"], "children": ["0"]})[1] == {
        "people": ["too_small"]
    }


def test_an_option_that_is_not_offered_to_this_person_is_refused():
    assert given_and_wrong("best", {"best": ["team"]}, SOME_ANSWERS | {"unaided": ["desk"]})[1] == {
        "best": ["not_offered"]
    }


def test_each_field_has_one_validator_and_wtforms_brings_no_rules_of_its_own():
    for page in programme()["pages"]:
        for field in forms.form(programme(), page["id"], context())(Posted()):
            assert [validator.__name__ for validator in field.validators] == ["acceptable"]


def test_a_form_is_filled_with_the_answers_that_there_are():
    form = forms.fill(forms.form(programme(), "household", context()), SOME_ANSWERS)
    assert forms.answers(form) == {"people": 3, "children": None}


def test_a_page_or_a_field_that_is_not_there_is_named():
    with pytest.raises(LookupError, match="nergens"):
        forms.form(programme(), "nergens", context())
    with pytest.raises(KeyError, match="street"):
        forms.form(programme(), "household", context())(Posted()).field("street")
