"""What a member reads: the same in text and HTML, in the member's language, and nothing in it becomes markup."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.mail import Mail
from survey.rounds.message import form, mail
from survey.rounds.tables import Round

LINK, STOP = "https://panel.example.nl/u/abc", "https://panel.example.nl/afmelden/def"
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=80)


def made(language: str = "nl", number: int = 0, who: str = "Gemeente Proef", **texts: dict[str, str]) -> Mail:
    round_ = Round(
        organisation_id=1, study_id=1, wave_id=1, number=1, title="Najaar",
        deadline=datetime(2026, 11, 30, 23, tzinfo=UTC), **texts,
    )  # fmt: skip
    kind = form(round_, "reminder" if number else "invitation", number, language, who=who)
    return mail(kind, to="jan@example.org", name="Jan", link=LINK, stop=STOP, reference="r")


def words(page: str) -> list[str]:
    body = page.partition("<body")[2].partition(">")[2]
    return unescape(re.sub(r"<[^>]*>", " ", body)).split()


@settings(deadline=None, max_examples=50)
@given(subject=TEXT, message=TEXT, who=TEXT)
def test_whatever_is_written_stays_text(subject: str, message: str, who: str) -> None:
    shown = made(subject={"nl": subject}, message={"nl": message}, who=who)
    plain = made()
    tags = re.compile(r"<[a-z!/][^>]*>")
    allowed = {re.sub(r"\s.*", "", tag, flags=re.DOTALL) for tag in tags.findall(plain.html)}
    assert {re.sub(r"\s.*", "", tag, flags=re.DOTALL) for tag in tags.findall(shown.html)} <= allowed


def test_a_script_in_a_text_is_shown_and_not_run() -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    shown = made(subject={"nl": nasty}, message={"nl": nasty}, who=nasty)
    assert "<script" not in shown.html
    assert "<img" not in shown.html
    assert "&lt;script&gt;" in shown.html


@pytest.mark.parametrize("language", ["nl", "en", "tr", "ar"])
@pytest.mark.parametrize("number", [0, 1, 3])
def test_text_and_html_say_the_same(language: str, number: int) -> None:
    shown = made(language, number, message={language: "Eerste alinea.\n\nTweede & laatste."})
    # The text has a colon before an address; the page has the address of the button beneath it.
    assert [word.rstrip(":") for word in words(shown.html)] == [
        word.rstrip(":") for word in shown.text.split()
    ]
    assert LINK in shown.text
    assert STOP in shown.text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in shown.html


def test_the_deadline_is_the_last_day_in_the_netherlands() -> None:
    assert "U kunt meedoen tot en met 30 november 2026." in made().text


def test_a_text_in_another_language_than_ours_carries_its_own() -> None:
    shown = made("pl", message={"pl": "Dzień dobry"})
    assert shown.language == "nl"
    assert 'lang="pl" dir="ltr">Dzień dobry' in shown.html


def test_a_reminder_says_so_and_the_last_one_that_it_is_the_last() -> None:
    assert made(number=1, subject={"nl": "Doe mee"}).subject == "Herinnering: Doe mee"
    assert "laatste herinnering" not in made(number=2).text
    assert "laatste herinnering" in made(number=3).text


def test_a_reminder_says_hello_first() -> None:
    text = made(number=1, message={"nl": "Beste lezer,\n\nDoet u mee?"}).text
    assert text.startswith("Beste lezer,\n\nU kreeg eerder een bericht van ons.")
    assert text.index("U kreeg eerder") < text.index("Doet u mee?")
