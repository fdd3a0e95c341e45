"""What a person typed, read strictly: a line of text, a whole number, a day. Each refuses with a sentence."""

import re
import unicodedata
from datetime import date

from flask_babel import gettext as _

_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:[. ][0-9]{3})+")
_ISO = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_DUTCH = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}")
_SHOWN = 40
_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}
_YEARS = range(1900, 2200)


class NotUnderstood(ValueError):  # noqa: N818 (it says what happened)
    """What was typed can not be used; the text says what was expected."""


def line(text: str, longest: int) -> str:
    """One line of text, without spaces around it; it may be empty.

    Raises:
        NotUnderstood: it is longer than `longest` characters, or holds characters that nobody can see.
    """
    return _checked(" ".join(text.replace("\t", " ").split(" ")).strip(), longest, "")


def text(typed: str, longest: int) -> str:
    """Some lines of text, without white space around them; it may be empty.

    Raises:
        NotUnderstood: as for `line`.
    """
    return _checked(typed.replace("\r\n", "\n").replace("\r", "\n").strip(), longest, "\n\t")


def whole(typed: str, least: int, most: int) -> int | None:
    """A whole number in the digits 0 to 9, with or without points between the thousands; None when nothing was typed.

    Raises:
        NotUnderstood: it is something else, or not between `least` and `most`.
    """
    found = typed.strip()
    if not found:
        return None
    if not _WHOLE.fullmatch(found):
        raise NotUnderstood(
            _("'%(text)s' is geen heel getal. Typ alleen cijfers, bijvoorbeeld 4000.", text=_short(found))
        )
    value = int(re.sub(r"[. ]", "", found))
    if not least <= value <= most:
        raise NotUnderstood(
            _(
                "%(value)s kan hier niet: het is een getal van %(least)s tot en met %(most)s.",
                value=value,
                least=least,
                most=most,
            )
        )
    return value


def day(typed: str) -> date | None:
    """A day as `2026-03-31` or `31-3-2026`; None when nothing was typed.

    Raises:
        NotUnderstood: it is something else, or no day of the calendar.
    """
    found = typed.strip()
    if not found:
        return None
    parts = (
        [int(part) for part in found.split("-")] if _ISO.fullmatch(found) or _DUTCH.fullmatch(found) else []
    )
    try:
        made = date(*(parts if _ISO.fullmatch(found) else reversed(parts)))
    except (TypeError, ValueError):
        made = None
    if made is None or made.year not in _YEARS:
        raise NotUnderstood(_("'%(text)s' is geen dag. Typ bijvoorbeeld 31-3-2026.", text=_short(found)))
    return made


def _checked(text: str, longest: int, allowed: str) -> str:
    if any(unicodedata.category(letter) in _INVISIBLE and letter not in allowed for letter in text):
        raise NotUnderstood(_("Hier staan tekens in die niet te lezen zijn. Typ de tekst opnieuw."))
    if len(text) > longest:
        raise NotUnderstood(
            _(
                "Dit is te lang: %(count)s tekens. Het mogen er %(longest)s zijn.",
                count=len(text),
                longest=longest,
            )
        )
    return text


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
