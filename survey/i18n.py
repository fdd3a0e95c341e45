"""The language of a request, and words, numbers and dates in it."""

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_datetime, format_decimal, refresh

# The first is the language in which the messages are written; each name is in its own language.
LANGUAGES = {"nl": "Nederlands", "en": "English", "tr": "Türkçe", "ar": "العربية"}
CATALOGUES = Path(__file__).parent.parent / "translations"
PARAMETER = "taal"
# The pages for the municipality's own staff; those for residents and interviewers speak all languages.
STAFF_BLUEPRINTS = (
    "results",
    "control",
    "accounts",
    "jobs",
    "locations",
    "management",
    "members",
    "rounds",
    "mailings",
    "letters",
    "bounces",
    "closing",
    "devices",
    "fieldwork",
    "monitor",
)
STAFF_LANGUAGES = ("nl", "en")
_DEFAULT = "nl"


def install(app: Flask) -> None:
    """Translate this application, and give templates the words about the language of the page."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    Babel(app, default_locale=_DEFAULT, locale_selector=current_language)
    app.before_request(_remember)
    app.add_template_filter(number)
    app.add_template_filter(moment)

    @app.context_processor
    def words() -> dict[str, object]:
        language = current_language()
        return {
            "language": language,
            "direction": direction(language),
            "direction_of": direction,
            "languages": {code: LANGUAGES[code] for code in _offered()},
            "language_parameter": PARAMETER,
        }


def current_language() -> str:
    """The language of the interface: what the page fixed, what was chosen, what the browser asks for, or Dutch."""
    if not has_request_context():
        return _DEFAULT
    fixed: str | None = g.get("language")
    if fixed:
        return fixed
    chosen = request.args.get(PARAMETER) or session.get(PARAMETER)
    if chosen in _offered():
        return str(chosen)
    return request.accept_languages.best_match(_offered(), default=_DEFAULT)


def fix(language: str) -> str:
    """Use this language for the rest of the request; Dutch when the interface does not speak it. Gives the one used."""
    g.language = language if language in LANGUAGES else _DEFAULT
    refresh()
    return str(g.language)


def choose(language: str) -> None:
    """Remember this language for the next pages of this visitor."""
    if session.get(PARAMETER) != language:
        session[PARAMETER] = language


@cache
def direction(code: str) -> Literal["ltr", "rtl"]:
    """The direction in which a language is written; left to right when nobody knows."""
    try:
        return "rtl" if Locale.parse(code, sep="-").text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def gettext_in(language: str) -> Callable[[str], str]:
    """What translates a Dutch message into `language`, also outside a request; an unknown message stays Dutch."""
    return _catalogue(language).gettext


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [language])


def number(value: float, decimals: int | None = None) -> str:
    """A number as this language writes it: `1.234,5` in Dutch."""
    pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(format_decimal(value, pattern))


def moment(value: object) -> str:
    """A moment in UTC as day and time in the Netherlands, written as this language does."""
    return str(format_datetime(value, "d MMMM y HH:mm"))


def _offered() -> Collection[str]:
    return STAFF_LANGUAGES if request.blueprint in STAFF_BLUEPRINTS else LANGUAGES


def _remember() -> None:
    # An explicit choice holds for the next pages too; the browser's own wish needs no cookie.
    chosen = request.args.get(PARAMETER)
    if chosen in LANGUAGES:
        choose(str(chosen))
