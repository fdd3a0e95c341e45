"""What each kind of question accepts as an answer. The twin of `kinds.js`."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from questionnaires.engine.evaluate import answered, holds
from questionnaires.engine.notation import day, numeral, real
from questionnaires.engine.route import Context, Programme
from questionnaires.engine.text import NOTHING, label

Problem = dict[str, Any]

EARLIEST = "1900-01-01"
LATEST = "2100-12-31"


class Given(NamedTuple):
    """An answer in its interview.

    Attributes:
        programme: the programme.
        variable: what was asked.
        value: the answer, not absent and not a missing code.
        counting: the answers that count, this one included.
        context: the context of the interview.
    """

    programme: Programme
    variable: Mapping[str, Any]
    value: Any
    counting: Mapping[str, Any]
    context: Context


def problem(code: str, **params: Any) -> Problem:
    """Make a problem that the answer cannot be kept with."""
    return {"code": code, "params": params, "soft": False}


def faults(given: Given) -> list[Problem]:
    """List what is wrong with a given value for the kind of its variable."""
    return _KINDS[given.variable["kind"]](given)


def _choice(given: Given) -> list[Problem]:
    value = given.value
    if not isinstance(value, str):
        return [problem("wrong_kind", kind=given.variable["kind"])]
    return _code(given, value)


def _multiple(given: Given) -> list[Problem]:
    value = given.value
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        return [problem("wrong_kind", kind=given.variable["kind"])]
    found: list[Problem] = []
    seen: set[str] = set()
    for code in value:
        if code in seen:
            found.append(problem("duplicate_choice", value=code, label=_labelled(given, code)))
        else:
            found.extend(_code(given, code))
        seen.add(code)
    alone = [option["code"] for option in given.variable["options"] if option["exclusive"]]
    exclusive = next((code for code in value if code in alone), None)
    if exclusive is not None and len(value) > 1:
        found.append(problem("exclusive_with_others", value=exclusive, label=_labelled(given, exclusive)))
    language = _language(given)
    least, most, size = given.variable["min"], given.variable["max"], len(value)
    if least is not None and size < least and exclusive is None:
        found.append(problem("too_few", min=numeral(least, language), count=numeral(size, language)))
    if most is not None and size > most:
        found.append(problem("too_many", max=numeral(most, language), count=numeral(size, language)))
    return found


def _code(given: Given, code: str) -> list[Problem]:
    option = next((each for each in given.variable["options"] if each["code"] == code), None)
    if option is None:
        return [problem("unknown_code", value=code)]
    if option["when"] is not None and not holds(option["when"], given.counting, given.context):
        return [
            problem("not_offered", value=code, label=label(given.programme, option["label"], given.context))
        ]
    return []


def _labelled(given: Given, code: str) -> str:
    option = next((each for each in given.variable["options"] if each["code"] == code), None)
    return NOTHING if option is None else label(given.programme, option["label"], given.context)


def _language(given: Given) -> str:
    return given.context.get("language") or ""


def _number(given: Given) -> list[Problem]:
    value = given.value
    if isinstance(value, str):
        return [problem("not_a_number", value=value)]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [problem("wrong_kind", kind=given.variable["kind"])]
    number = answered({"value": value}, "value")
    if number is None:
        return [problem("not_a_number", value=NOTHING)]
    language = _language(given)
    written = numeral(number, language)
    found: list[Problem] = []
    if given.variable["min"] is not None and number < given.variable["min"]:
        found.append(problem("too_small", min=numeral(given.variable["min"], language), value=written))
    if given.variable["max"] is not None and number > given.variable["max"]:
        found.append(problem("too_large", max=numeral(given.variable["max"], language), value=written))
    if not _rounded(number, given.variable["decimals"]):
        found.append(
            problem(
                "too_many_decimals", decimals=numeral(given.variable["decimals"], language), value=written
            )
        )
    return found


def _rounded(number: float, decimals: int) -> bool:
    """Tell whether a number has at most so many decimals: rounding to them gives the same double."""
    if number.is_integer():
        return True
    power = float(f"1e{decimals}")
    return float((number * power + 0.5) // 1.0) / power == number


def _text(given: Given) -> list[Problem]:
    value = given.value
    if not isinstance(value, str):
        return [problem("wrong_kind", kind=given.variable["kind"])]
    found: list[Problem] = []
    language = _language(given)
    allowed = "\n\t" if given.variable["kind"] == "long_text" else ""
    if any(_unwritable(ord(character)) for character in value if character not in allowed):
        found.append(problem("bad_character"))
    if given.variable["max"] is not None and len(value) > given.variable["max"]:
        found.append(
            problem(
                "too_long", max=numeral(given.variable["max"], language), count=numeral(len(value), language)
            )
        )
    return found


def _unwritable(point: int) -> bool:
    """Tell whether a code point is a control character or half a surrogate pair."""
    return point < 0x20 or 0x7F <= point <= 0x9F or 0xD800 <= point <= 0xDFFF  # noqa: PLR2004 the bounds of Unicode's categories Cc and Cs


def _date(given: Given) -> list[Problem]:
    value = given.value
    if not isinstance(value, str):
        return [problem("wrong_kind", kind=given.variable["kind"])]
    if not real(value):
        return [problem("not_a_date", value=value)]
    first, last = given.variable["min"] or EARLIEST, given.variable["max"] or LATEST
    if value < first:
        return [problem("too_early", min=day(first), value=day(value))]
    if value > last:
        return [problem("too_late", max=day(last), value=day(value))]
    return []


_KINDS: dict[str, Callable[[Given], list[Problem]]] = {
    "single": _choice,
    "scale": _choice,
    "area": _choice,
    "consent": _choice,
    "multiple": _multiple,
    "number": _number,
    "text": _text,
    "long_text": _text,
    "date": _date,
}
