"""An interviewer holds a street interview on a tablet, from the first tap to the receipt."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from survey.collection.tables import Interview
from survey.database import reading
from tests.journeys.conftest import Server
from tests.journeys.tablet import QUESTION, STREET, Tablet

MOST_TAPS_PER_QUESTION = 1.6
HIGHLIGHT = 250
REMEMBERED = """(interviewer) => new Promise((done) => {
  indexedDB.open("wijkpeil-veld").onsuccess = ({ target: { result } }) => {
    const all = result.transaction("settings").objectStore("settings").getAll();
    all.onsuccess = () => (result.close(), done(all.result.some((kept) => kept?.interviewer === interviewer)));
  };
})"""


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def test_a_whole_interview_by_taps_is_kept_sent_and_counted(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server, STREET).open()
    tablet.taps = 0
    tablet.begin().to_summary()

    tablet.tap("Afronden")
    tablet.sent()

    assert tablet.counts()["interviews"] == 1
    assert tablet.counts()["by_origin"]["street"] == 1
    assert tablet.counts()["flagged"] == 0
    assert tablet.taps / len(tablet.asked) <= MOST_TAPS_PER_QUESTION
    with reading(server.engine) as session:
        interview = session.exec(select(Interview)).one()
        assert (interview.mode, interview.outcome, interview.area) == ("interviewer", "complete", "zuid")


def test_a_refusal_ends_with_thanks_and_the_next_interview_is_one_tap_away(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("consent")
    tablet.answer({"consent": ["no"]})
    expect(tablet.page.get_by_text("Ik wens u een fijne dag")).to_be_visible()
    tablet.tap("Afronden")
    tablet.sent()

    tablet.tap("Volgend gesprek")
    tablet.begin()

    tablet.asks("spot")


def test_what_was_chosen_is_seen_for_a_moment_before_the_next_question(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin()
    tablet.page.evaluate(
        """() => { const seen = (window.seen = {});
            new MutationObserver(() => {
              if (!seen.chosen && document.querySelector("[data-chosen]")) seen.chosen = performance.now();
              if (!seen.next && document.querySelector('[data-question="consent"]')) seen.next = performance.now();
            }).observe(document.getElementById("tablet"), {childList: true, subtree: true, attributes: true}); }"""
    )

    tablet.option("market")
    tablet.leaves("spot")

    seen = tablet.page.evaluate("window.seen")
    assert HIGHLIGHT <= seen["next"] - seen["chosen"] <= HIGHLIGHT + 250


def test_an_impatient_double_tap_skips_no_question(server: Server, open_page: Callable[..., Page]) -> None:
    tablet = Tablet(open_page(), server).open().begin()
    tablet.answer()
    tablet.settle()
    row = tablet.page.locator('[data-option="yes"]').bounding_box()
    assert row is not None

    for pause in (0, 90, 150, 200, 100):  # the second half of these falls on the next question
        tablet.page.wait_for_timeout(pause)
        tablet.page.mouse.click(row["x"] + 80, row["y"] + 20)
    tablet.page.wait_for_timeout(600)

    tablet.asks("unaided")
    assert tablet.page.locator(f"{QUESTION} input:checked").count() == 0


def test_undo_takes_the_last_answer_back_in_one_tap(server: Server, open_page: Callable[..., Page]) -> None:
    tablet = Tablet(open_page(), server).open().begin()
    tablet.answer()

    tablet.tap("Herstel")

    tablet.leaves("consent")
    tablet.asks("spot")
    assert tablet.page.locator(f"{QUESTION} input:checked").count() == 0


def test_going_back_keeps_the_answer_and_a_tap_on_it_goes_on(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin()
    tablet.answer()
    tablet.tap("Vorige")
    tablet.leaves("consent")
    expect(tablet.page.locator("[data-chosen]")).to_have_attribute("data-option", "market")

    tablet.option("market")

    tablet.leaves("spot")
    tablet.asks("consent")


def test_the_arrow_keys_choose_but_do_not_leave_the_question(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin()
    tablet.settle()
    tablet.page.locator("[data-option] input").first.focus()
    tablet.page.keyboard.press("ArrowDown")
    tablet.page.wait_for_timeout(500)
    tablet.asks("spot")
    expect(tablet.page.locator("[data-chosen]")).to_have_attribute("data-option", "library")

    tablet.page.get_by_role("button", name="Verder").focus()
    tablet.page.keyboard.press("Enter")

    tablet.leaves("spot")


def test_an_answer_is_fixed_once_the_names_were_shown_and_the_summary_offers_no_change(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")
    tablet.answer({"unaided": ["vet"]})

    tablet.tap("Herstel")

    expect(
        tablet.page.get_by_text("Dit antwoord staat vast, omdat een volgende vraag al is getoond")
    ).to_be_visible()
    expect(tablet.page.locator('[data-option="vet"] input')).to_be_checked()
    expect(tablet.page.locator('[data-option="desk"] input')).to_be_disabled()
    tablet.tap("Verder")
    tablet.leaves("unaided")
    tablet.to_summary()
    expect(tablet.page.locator('[data-answer="unaided"] button')).to_have_count(0)
    expect(tablet.page.locator('[data-answer="age"] button')).to_have_count(1)


def test_an_answer_is_changed_from_the_summary_and_only_new_questions_are_asked(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().to_summary({"aided_vet": ["never"]})

    tablet.tap('[data-answer="aided_vet"] button')
    expect(tablet.page.locator(QUESTION)).to_be_visible()
    tablet.asked.clear()
    tablet.to_summary({"aided_vet": ["knows"]})

    assert tablet.asked[0] == "aided_vet"
    assert set(tablet.asked[1:]) == {"how"}
    tablet.tap("Afronden")
    tablet.sent()
    assert tablet.counts()["flagged"] == 0


def test_exclusive_answers_and_missing_codes_stand_alone(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")

    def chosen() -> list[str]:
        found = tablet.page.locator(f"{QUESTION} input:checked").evaluate_all(
            "all => all.map((one) => one.value)"
        )
        return list(found)

    tablet.option("vet")
    tablet.option("desk")
    assert chosen() == ["vet", "desk"]
    tablet.option("dont_know")
    assert chosen() == ["missing:dont_know"]
    tablet.option("none")
    assert chosen() == ["none"]
    tablet.option("vet")
    assert chosen() == ["vet"]


def test_without_an_answer_one_is_asked_for_at_once(server: Server, open_page: Callable[..., Page]) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")

    tablet.tap("Verder")

    expect(tablet.page.get_by_text("Kies één of meer antwoorden.")).to_be_visible()
    tablet.asks("unaided")
    tablet.option("vet")
    expect(tablet.page.get_by_text("Kies één of meer antwoorden.")).to_be_hidden()


def test_one_tap_ends_an_interview_that_is_broken_off_and_it_is_no_complete_one(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")
    tablet.tap("Moet weg")
    expect(tablet.page.get_by_text("Het gesprek is onderbroken.")).to_be_visible()

    tablet.tap("Ongedaan maken")
    tablet.asks("unaided")
    tablet.tap("Moet weg")
    tablet.tap("Volgend gesprek")
    tablet.sent()

    body = tablet.body()
    with reading(server.engine) as session:
        interview = session.exec(select(Interview)).one()
    assert body["paradata"]["outcome"] == "interrupted"
    assert body["answers"]["consent"] == "yes"
    assert (interview.state, interview.outcome) != ("accepted", "complete")


def test_the_place_and_the_number_of_the_interviewer_are_asked_once_and_remembered(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open()
    tablet.tap(".veld-details:has([name=interviewer]) > summary")
    tablet.page.get_by_label("Soort plek").select_option("library")
    tablet.page.get_by_label("Uw nummer of code").fill("12")
    tablet.page.get_by_label("Uw nummer of code").blur()
    tablet.page.wait_for_function(REMEMBERED, arg="12")

    tablet.reload()
    expect(tablet.page.get_by_text("Bibliotheek · 12")).to_be_visible()
    tablet.begin()

    tablet.asks("consent")
    tablet.answer({"consent": ["no"]})
    tablet.tap("Afronden")
    tablet.sent()
    body = tablet.body()
    with reading(server.engine) as session:
        state = session.exec(select(Interview.state)).one()
    assert body["answers"]["spot"] == "library"
    assert body["paradata"]["interviewer"] == "12"
    assert state == "accepted"
