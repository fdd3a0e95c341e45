"""The tablet in the hands of the respondent: what is seen there, and what is never seen again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.personal_questionnaire import SECRET, STUDY, personal
from tests.journeys.tablet import Tablet

Open = Callable[..., Page]
VOICES = """(() => {
  const spoken = (window.spoken = []);
  const voices = [{ lang: "ar-SA", localService: true }, { lang: "nl-NL", localService: false }];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const made = { getVoices: () => voices, cancel() {}, speak: (one) => spoken.push([one.lang, one.text]), addEventListener() {} };
  Object.defineProperty(window, "speechSynthesis", { value: made });
})()"""


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("interviewer",)


@pytest.fixture
def tablet(server: Server, open_page: Open) -> Tablet:
    personal(server)
    return Tablet(open_page(), server, STUDY)


def _everything(page: Page) -> str:
    """All that is in the document, also what is hidden, without the templates of the screens."""
    return str(page.evaluate("document.getElementById('tablet').outerHTML"))


def test_the_respondent_sees_the_question_in_their_own_language_and_nothing_that_was_entered(
    tablet: Tablet,
) -> None:
    page = tablet.open().page
    tablet.begin().until("colour")
    page.get_by_label("Taal van de inwoner").select_option("ar")
    expect(page.locator(".veld-page")).to_have_attribute("lang", "ar")
    tablet.tap("Toon aan inwoner")

    expect(page.get_by_text("أحمر")).to_be_visible()
    expect(page.locator("[data-slot=content]")).to_have_attribute("dir", "rtl")
    shown = _everything(page)
    assert "data-chosen" not in shown
    assert "<input" not in shown
    assert "Rood" not in shown
    assert SECRET not in shown
    assert "جواب سري" not in shown
    for _ in range(2):
        page.go_back()
        expect(page.get_by_text("أحمر")).to_be_visible()

    tablet.tap("Terug naar de interviewer")
    tablet.asks("colour")


def test_one_tap_back_gives_the_interviewer_the_screen_as_it_was(tablet: Tablet) -> None:
    page = tablet.open().page
    tablet.begin().until("height")
    for digit in "17":
        tablet.tap(f'.veld-pad [aria-label="{digit}"]')
    tablet.tap("Toon aan inwoner")
    assert "17" not in page.locator("main").inner_text()

    tablet.tap("Terug naar de interviewer")

    assert page.locator("#height").input_value() == "17"
    tablet.tap('.veld-pad [aria-label="2"]')
    tablet.tap("Eén meer")
    assert page.locator("#height").input_value() == "173"
    page.get_by_role("button", name="Eén minder").hover()
    page.mouse.down()
    page.wait_for_timeout(900)
    page.mouse.up()
    held = int(page.locator("#height").input_value())
    assert 160 < held < 171, "a button that is held goes on"
    assert page.locator("#height").get_attribute("inputmode") == "none"


def test_who_walks_away_in_the_respondents_view_is_recorded_in_one_tap(tablet: Tablet) -> None:
    tablet.open().begin()
    tablet.tap("Toon aan inwoner")

    tablet.tap("Moet weg")

    expect(tablet.page.get_by_text("Het gesprek is onderbroken.")).to_be_visible()
    tablet.tap("Volgend gesprek")
    tablet.sent()
    assert tablet.body()["paradata"]["outcome"] == "interrupted"


def test_a_personal_question_is_announced_answered_alone_and_never_shown_again(tablet: Tablet) -> None:
    page = tablet.open().page
    tablet.begin()
    tablet.option("woman")
    expect(page.get_by_role("heading", name="De volgende vraag is persoonlijk")).to_be_visible()
    tablet.tap("De inwoner heeft de tablet")
    expect(page.get_by_text("Kies zelf uw antwoord.")).to_be_visible()
    assert page.get_by_text("Kijk niet mee.").count() == 0
    assert page.get_by_role("button", name="Vorige").count() == 0
    tablet.option("hidden")
    page.wait_for_timeout(600)
    tablet.asks("private")  # somebody who is not used to it looks before going on

    tablet.reload()
    expect(page.get_by_role("heading", name="De volgende vraag is persoonlijk")).to_be_visible()
    assert SECRET not in _everything(page)
    tablet.tap("De inwoner heeft de tablet")
    expect(page.locator("input:checked")).to_have_count(0)
    tablet.option("hidden")
    tablet.tap("Klaar")
    expect(page.get_by_text("Geef de tablet nu terug")).to_be_visible()
    assert SECRET not in _everything(page)
    tablet.tap("Ik heb de tablet weer")

    tablet.asks("colour")
    expect(page.get_by_text("Hoort een kleur bij …?")).to_be_visible()
    expect(page.get_by_role("button", name="Herstel")).to_be_hidden()
    tablet.tap("Vorige")
    tablet.asks("sex")
    tablet.option("woman")
    tablet.asks("colour")
    tablet.reload()
    tablet.asks("colour")
    tablet.option("red")
    tablet.asks("height")
    page.locator("#height").fill("171")
    tablet.tap("Verder")
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    summary = _everything(page)
    assert SECRET not in summary
    assert "Wat houdt u liever voor uzelf" not in summary
    tablet.tap('.veld-chip:has([value="family"])')
    tablet.tap("Afronden")
    tablet.sent()
    body = tablet.body()
    assert body["answers"]["private"] == "hidden"
    assert body["paradata"]["handed_over"] == ["private"]
    assert body["paradata"]["helped"] == "family"


def test_the_interviewer_may_read_a_personal_question_out_and_it_closes_all_the_same(tablet: Tablet) -> None:
    page = tablet.open().page
    tablet.begin()
    tablet.option("man")
    expect(page.get_by_role("button", name="Ik lees de vraag voor")).to_be_visible()
    tablet.tap("Ik lees de vraag voor")
    expect(page.get_by_text("Kijk niet mee.")).to_be_visible()

    tablet.option("open")

    tablet.asks("colour")
    expect(page.get_by_role("button", name="Herstel")).to_be_hidden()
    tablet.tap("Vorige")
    tablet.asks("sex")


def test_a_question_is_read_aloud_by_a_voice_of_the_device_itself_and_by_no_other(
    server: Server, open_page: Open
) -> None:
    personal(server)
    page = open_page()
    page.add_init_script(VOICES)
    tablet = Tablet(page, server, STUDY).open().begin()
    tablet.tap("Toon aan inwoner")
    page.wait_for_timeout(1_200)
    expect(page.locator("[data-slot=aloud]")).to_be_hidden()  # the Dutch voice is a server's
    tablet.tap("Terug naar de interviewer")
    page.get_by_label("Taal van de inwoner").select_option("ar")
    tablet.tap("Toon aan inwoner")
    tablet.tap("[data-slot=aloud]")

    assert page.evaluate("window.spoken") == [["ar-SA", "رجل أم امرأة؟"]]
