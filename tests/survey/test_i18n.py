"""Every sentence in every language: found in the code, held by the catalogues, filled in the same way."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

from survey import i18n
from tests.conftest import ROOT

FOR_EVERYBODY = ("en", "tr", "ar")
# What residents and interviewers read; the rest is for staff, in Dutch and English.
FACING = (
    "survey/panel/", "survey/templates/", "survey/home.py", "survey/protection.py", "survey/problems.py",
    "survey/collection/templates/field/", "survey/collection/words.py", "survey/studies/find.py",
    "survey/members/own", "survey/members/templates/members/own/", "survey/rounds/message.py",
    "survey/rounds/templates/rounds_mail/", "survey/rounds/templates/rounds/letter_pages.html", "survey/rounds/templates/rounds/sheet.html",
    "survey/locations/poster.py", "survey/locations/templates/locations/posters.html", "survey/rounds/words.py",
    "questionnaires/messages.py", "questionnaires/templates/", "questionnaires/render.py",
)  # fmt: skip
PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}(?!\})")
TEMPLATES = [*ROOT.glob("survey/**/*.html"), *ROOT.glob("questionnaires/**/*.html")]


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """The sentences in the code, as `pybabel extract` finds them."""
    found = tmp_path_factory.mktemp("i18n") / "messages.pot"
    subprocess.run(
        [Path(sys.executable).parent / "pybabel", "-q", "extract", "-F", "babel.cfg", "-k", "N_", "-k", "_l", "-k", "lazy_gettext",
         "-k", "lazy_ngettext:1,2", "-o", found, "."],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    with found.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def catalogue(language: str) -> Catalog:
    with (i18n.CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message | None) -> tuple[str, ...]:
    if message is None:
        return ("",)
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def is_facing(message: Message) -> bool:
    return any(place.startswith(FACING) for place, _ in message.locations)


def test_the_code_speaks(messages: list[Message]) -> None:
    assert len(messages) > 500
    assert sum(map(is_facing, messages)) > 150


@pytest.mark.parametrize("language", FOR_EVERYBODY)
def test_all_that_residents_and_interviewers_read_is_translated(
    messages: list[Message], language: str
) -> None:
    held = catalogue(language)
    assert [m.id for m in messages if is_facing(m) and not all(strings(held.get(ids(m)[0])))] == []


def test_all_that_researchers_read_is_translated_to_english(messages: list[Message]) -> None:
    held = catalogue("en")
    assert [m.id for m in messages if not all(strings(held.get(ids(m)[0])))] == []


@pytest.mark.parametrize("language", FOR_EVERYBODY)
def test_a_catalogue_holds_no_sentence_that_nobody_says(messages: list[Message], language: str) -> None:
    said = {m.id for m in messages}
    assert [m.id for m in catalogue(language) if m.id and m.id not in said] == []


@pytest.mark.parametrize("language", FOR_EVERYBODY)
def test_every_translation_has_the_same_places_to_fill_in(language: str) -> None:
    wrong = {
        m.id: string
        for m in catalogue(language)
        if m.id
        for string in strings(m)
        if string and set(PLACE.findall(string)) != set(PLACE.findall(ids(m)[-1]))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", FOR_EVERYBODY)
def test_every_catalogue_can_be_compiled(language: str) -> None:
    assert [(m.id, str(wrong)) for m, wrong in catalogue(language).check()] == []


@pytest.mark.parametrize("language", FOR_EVERYBODY)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [m.id for m in catalogue(language) if m.id and m.fuzzy] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_says_anything_outside_gettext(path: Path) -> None:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    classes = [
        data
        for block in tree.find_all(nodes.Block)
        if block.name == "page_class"
        for data in block.find_all(nodes.TemplateData)
    ]
    source = "\0".join(data.data for data in tree.find_all(nodes.TemplateData) if data not in classes)
    spoken = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"\0]*\w[^"\0]*)"', source)
    visible = re.sub(r"<[^>]*>", " ", source)  # a tag may go on over an expression in it
    visible = re.sub(r'[\w-]+="[^"\0]*"?|\b(disabled|checked|hidden)\b', " ", visible)  # a part of a tag
    words = [word for word in re.split(r"[\0\s]+", visible) if re.search(r"[^\W\d_]{2,}", word)]
    # Names of formats and products are the same everywhere.
    known = {"CSV", "JSON", "Wijkpeil", "&lt;", "ABCD-EFGH"}
    assert [word for word in words if word.strip("():,.") not in known] == []
    assert [said for said in spoken if said not in known] == []


@pytest.mark.parametrize(
    ("address", "wish", "language", "direction"),
    [
        ("/", "", "nl", "ltr"),
        ("/", "tr-TR,tr;q=0.9,en;q=0.8", "tr", "ltr"),
        ("/", "xx", "nl", "ltr"),
        ("/?taal=ar", "en", "ar", "rtl"),
        ("/?taal=xx", "en", "en", "ltr"),
    ],
)
def test_the_language_of_a_page_is_what_was_chosen_or_what_the_browser_asks_for(
    client: FlaskClient, address: str, wish: str, language: str, direction: str
) -> None:
    page = client.get(address, headers={"Accept-Language": wish})
    assert f'<html lang="{language}" dir="{direction}"' in page.text


def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    client.get("/?taal=ar")
    assert '<html lang="ar"' in client.get("/", headers={"Accept-Language": "en"}).text


def test_pages_for_staff_speak_dutch_and_english(client: FlaskClient) -> None:
    client.get("/?taal=ar")
    page = client.get("/onderzoek", headers={"Accept-Language": "ar, en;q=0.5"})
    assert '<html lang="en"' in page.text
    assert "hreflang" in page.text
    assert "العربية" not in page.text


def test_numbers_and_moments_are_written_as_the_language_does(app: Flask) -> None:
    with app.test_request_context("/?taal=nl"):
        assert i18n.number(1234.5, 1) == "1.234,5"
        assert i18n.number(1234.5, 0) == "1.234"
    with app.test_request_context("/?taal=en"):
        assert i18n.number(1234.5) == "1,234.5"


def test_a_sentence_can_be_asked_for_in_any_language_outside_a_page() -> None:
    assert i18n.gettext_in("ar")("Doorgaan") == "متابعة"
    assert i18n.gettext_in("nl")("Doorgaan") == "Doorgaan"
    assert i18n.gettext_in("xx")("Doorgaan") == "Doorgaan"


@pytest.mark.parametrize(
    ("code", "direction"), [("ar", "rtl"), ("fa-AF", "rtl"), ("tr", "ltr"), ("xx", "ltr")]
)
def test_the_direction_follows_from_the_language(code: str, direction: str) -> None:
    assert i18n.direction(code) == direction
