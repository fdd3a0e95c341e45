"""Answers page by page: kept, judged, never lost, never overwritten in silence."""

from survey.database import transaction
from survey.panel.tables import Draft
from tests.survey.panel.conftest import Kept
from tests.survey.panel.visitor import Visitor


def test_each_page_leads_to_the_next_one_on_the_path(visitor: Visitor) -> None:
    visitor.fill(until="how")
    assert visitor.place == "how"
    assert "Waarvan?" in visitor.text


def test_a_page_that_does_not_apply_is_passed_by(visitor: Visitor) -> None:
    visitor.fill(until="age", aided="no")
    assert visitor.place == "age"


def test_an_empty_answer_is_told_in_title_summary_and_at_the_field(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.send()
    assert page.status_code == 422
    assert visitor.title.startswith("Fout: ")
    assert 'href="#consent-yes"' in page.text
    assert 'id="consent-error"' in page.text
    assert "autofocus" in page.text


def test_what_was_typed_stays_after_an_error(visitor: Visitor, kept: Kept) -> None:
    visitor.fill(until="age")
    page = visitor.send(age="vierenveertig")
    assert 'value="vierenveertig"' in page.text
    assert "age" not in kept.draft().answers


def test_a_doubtful_answer_is_asked_about_once_and_kept_when_it_is_right(
    visitor: Visitor, kept: Kept
) -> None:
    visitor.fill(until="age")
    visitor.send(age="104")
    assert "Klopt dat?" in visitor.text
    visitor.send(**{"age": "104", "age-sure": "yes"})
    assert visitor.place == "controle"
    assert kept.draft().answers["age"] == 104


def test_an_answer_is_kept_with_the_language_in_which_it_was_given(visitor: Visitor, kept: Kept) -> None:
    visitor.fill(until="aided")
    visitor.send(taal="ar", aided="yes")
    visitor.send(aided="yes")
    assert kept.draft().languages == {"consent": "nl", "unaided": "nl", "aided": "ar"}


def test_a_changed_answer_changes_the_path_and_keeps_what_is_off_it(visitor: Visitor, kept: Kept) -> None:
    visitor.fill()
    assert visitor.place == "controle"
    visitor.open("/s/panel-proef/vraag/aided?wijzig=1")
    visitor.send(aided="no")
    assert visitor.place == "controle"
    assert "Waarvan?" not in visitor.text
    assert kept.draft().answers["how"] == ["paper", "friend"]


def test_a_change_that_opens_a_question_leads_to_that_question(visitor: Visitor) -> None:
    visitor.fill(aided="no")
    visitor.open("/s/panel-proef/vraag/aided?wijzig=1")
    visitor.send(aided="yes")
    assert visitor.place == "how"


def test_a_spontaneous_answer_is_fixed_once_the_names_were_shown(visitor: Visitor, kept: Kept) -> None:
    visitor.fill(until="aided")
    visitor.open("/s/panel-proef/vraag/unaided")
    assert "disabled" in visitor.page.text
    page = visitor.send(unaided="Voor Elkaar Team")
    assert page.status_code == 422
    assert "staat vast" in visitor.text
    assert kept.draft().answers["unaided"] == "Het sociale team"


def test_a_fixed_answer_can_be_passed_by(visitor: Visitor) -> None:
    visitor.fill(until="aided")
    visitor.open("/s/panel-proef/vraag/unaided")
    visitor.send()
    assert visitor.place == "aided"


def test_two_tabs_do_not_overwrite_each_other_in_silence(visitor: Visitor, kept: Kept) -> None:
    visitor.fill(until="age")
    first_tab = visitor.hidden
    visitor.send(age="44")
    page = visitor.post("/s/panel-proef/vraag/age", first_tab | {"age": "50"})
    assert page.status_code == 422
    assert "intussen anders beantwoord" in visitor.text
    assert 'value="50"' in page.text
    assert kept.draft().answers["age"] == 44
    visitor.send(age="50")
    assert kept.draft().answers["age"] == 50


def test_a_double_click_is_no_conflict(visitor: Visitor) -> None:
    visitor.fill(until="age")
    same = visitor.hidden | {"age": "44"}
    visitor.post("/s/panel-proef/vraag/age", same)
    visitor.post("/s/panel-proef/vraag/age", same)
    assert visitor.place == "controle"


def test_an_emptied_answer_is_taken_away(visitor: Visitor, kept: Kept) -> None:
    visitor.fill(until="unaided")
    visitor.send(unaided="Een team")
    # The page with the names was shown: undo that, to look at emptying alone.
    with transaction(kept.engine) as session:
        draft = session.get_one(Draft, kept.draft().id)
        draft.shown = ["consent", "unaided"]
    visitor.open("/s/panel-proef/vraag/unaided")
    visitor.send(unaided="")
    assert "unaided" not in kept.draft().answers
