"""A poster to print: a large code to scan, the address in letters, and one sentence in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from questionnaires.engine.text import label
from survey.i18n import LANGUAGES
from survey.locations.tables import Location
from survey.settings import settings
from survey.studies.tables import Study

_BORDER = 2  # modules of white around the code; the poster itself is white, too


@dataclass(frozen=True, slots=True)
class Wording:
    """What the poster says in one language."""

    language: str
    title: str
    asks: str
    privacy: str


@dataclass(frozen=True, slots=True)
class Poster:
    """One sheet of paper for one place.

    Attributes:
        place: where it hangs.
        address: what the code holds.
        typed: the same address as somebody types it.
        code: the QR code as SVG.
        wordings: the first one is the large one.
    """

    place: Location
    address: str
    typed: str
    code: Markup
    wordings: tuple[Wording, ...]


def poster(study: Study, place: Location, programme: Mapping[str, Any]) -> Poster:
    """The poster of one place, in the languages that both its questionnaire and the interface speak."""
    address = link(study, place)
    # Q: a quarter of the code may be torn off or written on.
    drawn = segno.make(address, error="q", micro=False, boost_error=False)
    svg = drawn.svg_inline(border=_BORDER, omitsize=True, svgclass="wl-code", lineclass=None)
    return Poster(
        place,
        address,
        address.partition("://")[2],
        Markup(svg),  # noqa: S704 (made by segno, which writes squares and nothing of what it encodes)
        tuple(_wording(programme, code) for code in _languages(programme)),
    )


def link(study: Study, place: Location) -> str:
    """The open link of a place. It begins with the address of the installation, never with what a request says."""
    return settings().base_url.rstrip("/") + url_for("panel.start", slug=study.slug, plek=place.code)


def _languages(programme: Mapping[str, Any]) -> list[str]:
    return [each["code"] for each in programme["languages"] if each["code"] in LANGUAGES]


def _wording(programme: Mapping[str, Any], language: str) -> Wording:
    with force_locale(language):
        return Wording(
            language,
            label(programme, programme["title"], {"language": language}),
            _("Scan de code met uw telefoon en vul de vragenlijst in."),
            _("Wij vragen niet naar uw naam of adres. Uw antwoorden tellen alleen mee in totalen."),
        )
