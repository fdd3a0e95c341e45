"""Which form is whose: an address alone gives nobody's answers away, and nobody runs ahead of the questions."""

from tests.survey.panel.visitor import Visitor


def test_an_address_that_is_shared_shows_no_answers(visitor: Visitor, other: Visitor) -> None:
    visitor.fill(until="age")
    other.open("/s/panel-proef/vraag/unaided")
    assert other.place == "panel-proef"
    assert "Het sociale team" not in other.page.text


def test_a_page_ahead_leads_back_to_the_first_open_question(visitor: Visitor) -> None:
    visitor.fill(until="unaided")
    for ahead in ("vraag/age", "controle", "verstuurd", "vraag/does-not-exist"):
        visitor.open(f"/s/panel-proef/{ahead}")
        assert visitor.place == "unaided"


def test_answers_can_not_be_sent_before_all_questions_were_asked(visitor: Visitor) -> None:
    visitor.fill(until="unaided")
    token = {"csrf_token": visitor.hidden["csrf_token"]}
    visitor.post("/s/panel-proef/controle", token)
    assert visitor.place == "unaided"


def test_a_form_can_be_taken_up_from_the_first_page(visitor: Visitor) -> None:
    visitor.fill(until="aided")
    visitor.open("/s/panel-proef")
    assert 'href="/s/panel-proef/vraag/aided"' in visitor.page.text
    assert "Verder met invullen" in visitor.text


def test_pages_with_answers_are_never_stored_by_the_browser(visitor: Visitor) -> None:
    visitor.fill(until="age")
    assert visitor.page.headers["Cache-Control"] == "no-store"


def test_an_unknown_study_has_a_dutch_page(visitor: Visitor) -> None:
    page = visitor.open("/s/bestaat-niet")
    assert page.status_code == 404
    assert "Dit onderzoek bestaat niet" in visitor.text


def test_the_other_language_keeps_place_and_what_was_typed(visitor: Visitor) -> None:
    visitor.fill(until="age")
    page = visitor.send(age="nog niet zeker", taal="ar")
    assert page.status_code == 200
    assert visitor.place == "age"
    assert '<html lang="ar" dir="rtl"' in page.text
    assert 'value="nog niet zeker"' in page.text
    page = visitor.send(age="nog niet zeker", taal="nl")
    assert '<html lang="nl" dir="ltr"' in page.text
    assert 'value="nog niet zeker"' in page.text


def test_the_chosen_language_holds_for_the_next_pages(visitor: Visitor) -> None:
    visitor.fill(until="aided")
    visitor.send(taal="en")
    visitor.send(aided="no")
    assert "How old are you?" in visitor.text


def test_a_translation_that_nobody_reviewed_is_called_a_concept(visitor: Visitor) -> None:
    assert "wp-concept" not in visitor.page.text
    visitor.open("/s/panel-proef?taal=en")
    assert "wp-concept" in visitor.page.text


def test_how_far_one_is_is_said_only_when_it_is_certain(visitor: Visitor) -> None:
    visitor.fill(until="aided", aided="no")
    assert "wp-progress" not in visitor.page.text
    visitor.send(aided="no")
    assert "Vraag 4 van 4" in visitor.text
