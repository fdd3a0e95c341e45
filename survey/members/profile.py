"""What may be known of a member: each value read from text, refused with what was expected."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from survey.moment import now

SEXES: dict[str, LazyString] = {
    "woman": lazy_gettext("Vrouw"),
    "man": lazy_gettext("Man"),
    "other": lazy_gettext("Anders"),
}
CHANNEL_NAMES: dict[str, LazyString] = {
    "email": lazy_gettext("E-mail"),
    "letter": lazy_gettext("Brief"),
}
LONGEST = {
    "number": 20,
    "name": 120,
    "email": 254,
    "street": 100,
    "postcode": 12,
    "town": 80,
    "consent_text": 40,
}
OLDEST = 1900
_SEXES = {
    "woman": ("vrouw", "v", "woman", "female", "f"), "man": ("man", "m", "male"),
    "other": ("anders", "a", "x", "other", "nonbinair", "non-binair"),
}  # fmt: skip
_CHANNELS = {"email": ("e-mail", "email", "mail"), "letter": ("brief", "post", "letter")}
_LANGUAGES = {
    "nl": ("nederlands", "dutch"), "en": ("engels", "english"), "tr": ("turks", "turkish", "türkçe"),
    "ar": ("arabisch", "arabic", "العربية"),
}  # fmt: skip
_YES, _NO = ("ja", "j", "yes", "y", "true", "1", "waar"), ("nee", "n", "no", "false", "0", "onwaar", "")
_YEAR = re.compile(r"[0-9]{4}")
_DAYS = (re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
         re.compile(r"(?P<d>[0-9]{1,2})[-/](?P<m>[0-9]{1,2})[-/](?P<y>[0-9]{4})"))  # fmt: skip
# What browsers take in a field for an address, with a point in the domain; a library for it refuses the domains that
# are reserved for examples, which made-up members need.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
# Characters that change the direction of what follows: they can make a name read as something else.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EARLIEST = date(1980, 1, 1)


class Unfit(ValueError):  # noqa: N818 (it says what the value is)
    """A value does not fit; `str(error)` says what was expected."""


def plain(column: str, text: str) -> str:
    """A text in one line, without characters that do not belong in one; raises Unfit."""
    # Nearly every text is printable ASCII, and needs no look at each letter.
    for letter in "" if text.isascii() and text.isprintable() else text:
        if letter not in "\t\r\n" and unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"}:
            raise Unfit(
                _("Een tekst zonder vreemde tekens; dit bevat U+%(code)s.", code=f"{ord(letter):04X}")
            )
    if _TURNING.search(text):
        raise Unfit(_("Een tekst zonder onzichtbare tekens die de leesrichting omdraaien."))
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(line) > LONGEST.get(column, 100):
        raise Unfit(_("Een tekst van ten hoogste %(most)s tekens.", most=LONGEST.get(column, 100)))
    return line


def email(text: str) -> str:
    """An address for e-mail, or nothing; raises Unfit."""
    if not text:
        return ""
    local, _sign, domain = text.rpartition("@")
    if not _ADDRESS.fullmatch(text) or ".." in local or local.startswith(".") or local.endswith("."):
        raise Unfit(_("Een e-mailadres, zoals naam@example.org."))
    return f"{local}@{domain.lower()}"


def sex(text: str) -> str | None:
    """The code of a sex, or None for nothing; raises Unfit."""
    return _one_of(text, _SEXES, lazy_gettext("man, vrouw of anders, of een lege cel."))


def channel(text: str) -> str | None:
    """The code of a channel, or None for nothing; raises Unfit."""
    return _one_of(text, _CHANNELS, lazy_gettext("e-mail of brief, of een lege cel."))


def language(text: str) -> str | None:
    """The code of a language, or None for nothing; raises Unfit."""
    return _one_of(text, _LANGUAGES, lazy_gettext("nl, en, tr of ar, of een lege cel."))


def area(text: str, areas: Mapping[str, str]) -> str | None:
    """The code of an area that is named by its code or its name, or None for nothing; raises Unfit.

    Args:
        text: what was given.
        areas: name by code, of all areas of the organisation.
    """
    if not text:
        return None
    same = text.casefold()
    for code, name in areas.items():
        if same in (code.casefold(), name.casefold()):
            return code
    if not areas:
        raise Unfit(_("Een lege cel: geen van uw onderzoeken heeft nog gebieden."))
    some = ", ".join(list(areas)[:12]) + (" …" if len(areas) > 12 else "")  # noqa: PLR2004 (as many as fit in a line)
    raise Unfit(_("Een gebied uit uw onderzoeken: %(areas)s.", areas=some))


def birth_year(text: str) -> int | None:
    """A year of birth, or None for nothing; raises Unfit."""
    if not text:
        return None
    latest = now().year
    # Only the digits 0 to 9: `int` would take those of every script.
    if not _YEAR.fullmatch(text) or not OLDEST <= int(text) <= latest:
        raise Unfit(
            _("Een jaar in vier cijfers, van %(first)s tot en met %(last)s.", first=OLDEST, last=latest)
        )
    return int(text)


def consented_on(text: str) -> date:
    """The day of consent; raises Unfit for nothing, for no day and for a day to come."""
    found = next((match for form in _DAYS if (match := form.fullmatch(text))), None)
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= now().date():
        raise Unfit(_("De dag waarop dit lid toestemming gaf, zoals 2026-03-01, en niet later dan vandaag."))
    return day


def synthetic(text: str) -> bool:
    """Whether a member is made up; raises Unfit."""
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise Unfit(_("ja of nee."))


def _one_of(text: str, codes: Mapping[str, tuple[str, ...]], expected: LazyString) -> str | None:
    if not text:
        return None
    same = text.casefold()
    for code, names in codes.items():
        if same == code or same in names:
            return code
    raise Unfit(str(expected))
