"""JSON read strictly: whatever two programs could read in two ways is refused."""

import json
import math
from typing import Any, NoReturn

import msgspec
from flask_babel import gettext as _

from survey.problems import Problem, problem

DEEPEST = 16
_WHOLE = 2**53  # beyond this a double skips whole numbers
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 16  # as digits; a shorter one is below it


def parse(body: bytes) -> Any:
    """The value in these bytes.

    Raises:
        Problem: `not_json`: no JSON in UTF-8, a name twice in one object, a number or a text that no database can
            keep, or more than `DEEPEST` layers.

    """
    found = _as_written(body)
    if found is not None:
        return found
    try:
        text = body.decode()
        found = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_float=_finite,
            parse_int=_whole,
        )
        if "\\" in text:
            _encodable(found)
        too_deep = _deeper(found, DEEPEST)
    except (ValueError, RecursionError):
        too_deep = False
        found = None
        raise _not_json(
            _("Verwacht wordt UTF-8, elke naam hoogstens één keer in een object, en gewone getallen.")
        ) from None
    if too_deep:
        raise _not_json(_("Het bericht is te diep genest; hoogstens %(most)s lagen.", most=DEEPEST))
    return found


def _as_written(body: bytes) -> Any:
    """The value in these bytes when writing it gives the very same bytes, as those of our own clients do; else None.

    Such bytes can be read in one way only: of a name that comes twice, or of half a character, nothing else would be
    written. It is much quicker than looking for each of these.
    """
    # As many layers as there are signs that open one, at most.
    if body.count(b"{") + body.count(b"[") > DEEPEST or _LONG_NUMBER in body.translate(_DIGITS):
        return None
    try:
        found = msgspec.json.decode(body)
        return found if msgspec.json.encode(found) == body else None
    except (ValueError, RecursionError):
        return None


def _not_json(expected: str) -> Problem:
    return problem("not_json", expected + " " + _("Er is niets opgeslagen."))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name comes twice")
    return made


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number does not fit")
    return number


def _whole(digits: str) -> float:
    number = _finite(digits)
    return int(digits) if abs(number) <= _WHOLE else number


def _encodable(found: Any) -> None:
    # "\ud800" is half a character: no database can keep it as text.
    json.dumps(found, ensure_ascii=False).encode()


def _deeper(value: Any, left: int) -> bool:
    level = [value]
    for _layer in range(left + 1):
        nested = [one for one in level if isinstance(one, dict | list)]
        if not nested:
            return False
        level = [one for each in nested for one in (each.values() if isinstance(each, dict) else each)]
    return True
