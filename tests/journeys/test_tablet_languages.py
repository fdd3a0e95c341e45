"""A respondent who reads another language, and an interviewer who does not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.tablet import QUESTION, Tablet


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


def _switch(tablet: Tablet, language: str) -> None:
    tablet.page.get_by_label("Taal van de inwoner").select_option(language)
    expect(tablet.page.locator(".veld-page")).to_have_attribute("lang", language)


def test_a_change_of_language_keeps_the_place_and_what_was_chosen_and_is_kept_with_each_answer(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("unaided")
    tablet.option("vet")

    _switch(tablet, "tr")

    tablet.asks("unaided")
    expect(tablet.page.locator('[data-option="vet"] input')).to_be_checked()
    expect(tablet.page.get_by_text("Hangi ekipleri biliyorsunuz?")).to_be_visible()
    tablet.tap("Verder")
    tablet.leaves("unaided")
    tablet.to_summary()
    tablet.tap("Afronden")
    tablet.sent()
    body = tablet.body()
    assert body["language"] == "tr"
    assert body["paradata"]["languages"]["consent"] == "nl"
    assert body["paradata"]["languages"]["unaided"] == "nl"
    assert body["paradata"]["languages"]["age"] == "tr"
    versions = body["paradata"]["translations"]
    assert set(versions) == {"nl", "tr"}
    assert all(re.fullmatch("[0-9a-f]{12}", version) for version in versions.values())


def test_the_interviewer_reads_the_dutch_question_and_answers_beside_the_arabic(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open()
    tablet.tap('.veld-chip:has([value="ar"])')
    tablet.begin().until("consent")

    shown = tablet.page.locator(".veld-page")
    expect(shown).to_have_attribute("dir", "rtl")
    expect(shown).to_have_attribute("lang", "ar")
    expect(shown.get_by_text("هل تسمحون؟")).to_be_visible()
    expect(shown.get_by_text("Mag ik u iets vragen?")).to_have_attribute("lang", "nl")
    expect(shown.get_by_text("Zeg wie u bent.")).to_have_attribute("dir", "ltr")
    expect(shown.get_by_text("Nee", exact=True)).to_be_visible()
    expect(tablet.page.locator("[data-slot=concept]:visible")).to_contain_text("niet nagekeken door een mens")


def test_an_old_age_asks_once_more_in_the_language_of_the_interviewer(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("age")
    _switch(tablet, "tr")
    tablet.settle()
    tablet.page.locator("#age").fill("103")

    tablet.tap("Verder")
    expect(
        tablet.page.get_by_text("Is 103 jaar goed? Klopt het toch? Kies dan nog een keer “Verder”.")
    ).to_be_visible()
    tablet.asks("age")

    tablet.tap("Verder")
    tablet.leaves("age")


def test_a_number_out_of_bounds_is_refused_with_what_is_expected(
    server: Server, open_page: Callable[..., Page]
) -> None:
    tablet = Tablet(open_page(), server).open().begin().until("age")
    tablet.settle()
    tablet.page.locator("#age").fill("12")

    for _ in range(2):
        tablet.tap("Verder")
        expect(tablet.page.get_by_text("U vulde 12 in. Vul een getal in dat 18 of hoger is.")).to_be_visible()
    tablet.option("refused")

    assert tablet.page.locator("#age").input_value() == ""
    tablet.tap("Verder")
    expect(tablet.page.locator(QUESTION)).to_have_count(0)
