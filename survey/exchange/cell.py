"""One answer as one cell of a CSV file, and back, so that nothing is lost and no spreadsheet runs it as a formula."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from questionnaires.missing import MISSING
from survey.formulas import guarded, unguarded

SEPARATOR = "|"
MISSING_PREFIX = "missing:"
_CLOSED = frozenset({"single", "scale", "consent", "area"})
_FREE = frozenset({"text", "long_text"})
_MISTAKABLE = (MISSING_PREFIX,)  # a text that looks like a missing code is guarded as well


class CellError(ValueError):
    """A cell can not be read; `str(error)` says in Dutch what was expected and what came."""


def write(value: Any) -> str:
    """The cell for an answer: codes of a multiple answer joined by `|`, a missing code as `missing:dont_know`.

    An absent answer is an empty cell. Texts that a spreadsheet would run get a guard (an apostrophe) in front.
    """
    if value is None or value in ("", []):
        return ""
    if isinstance(value, dict):
        return MISSING_PREFIX + str(value.get("missing", ""))
    if isinstance(value, list):
        return guarded(SEPARATOR.join(str(code) for code in value), _MISTAKABLE)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(int(value)) if float(value).is_integer() else repr(value)
    return guarded(str(value), _MISTAKABLE)


def read(variable: Mapping[str, Any], cell: str, *, lenient: bool = False) -> Any:
    """The answer in a cell, None for an empty one.

    With `lenient` a value that the question does not allow is kept as text, as it was sent.

    Raises:
        CellError: the cell is not an answer to this question.
    """
    if cell == "":
        return None
    kind = variable["kind"]
    if cell.startswith(MISSING_PREFIX):
        return _missing(cell.removeprefix(MISSING_PREFIX))
    text = unguarded(cell, _MISTAKABLE)
    if kind in _FREE:
        return text
    try:
        return _typed(variable, text.strip())
    except CellError:
        if lenient:
            return text.split(SEPARATOR) if kind == "multiple" else text
        raise


def _missing(code: str) -> dict[str, str]:
    if code not in MISSING:
        raise CellError(
            f"onbekende code '{MISSING_PREFIX}{code}'; verwacht: {_listed(MISSING, MISSING_PREFIX)}"
        )
    return {"missing": code}


def _typed(variable: Mapping[str, Any], text: str) -> Any:
    kind = variable["kind"]
    if kind in _CLOSED:
        return _code(variable, text)
    if kind == "multiple":
        return [_code(variable, code.strip()) for code in text.split(SEPARATOR)]
    if kind == "number":
        return _number(text)
    return _date(text)


def _code(variable: Mapping[str, Any], code: str) -> str:
    codes = [option["code"] for option in variable["options"]]
    if code not in codes:
        raise CellError(f"onbekende code '{_short(code)}'; verwacht: {_listed(codes)}")
    return code


def _number(text: str) -> int | float:
    try:
        number = float(text)
    except ValueError:
        raise CellError(f"'{_short(text)}' is geen getal; schrijf bijvoorbeeld 42 of 7.5") from None
    if number in (float("inf"), float("-inf")) or number != number:  # noqa: PLR0124 -- only NaN differs from itself
        raise CellError(f"'{_short(text)}' is geen getal; schrijf bijvoorbeeld 42 of 7.5")
    return int(number) if number.is_integer() else number


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CellError(
            f"'{_short(text)}' is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2026-11-22"
        ) from None


def _listed(codes: Any, prefix: str = "", most: int = 12) -> str:
    every = [f"{prefix}{code}" for code in codes]
    more = f" … ({len(every)} in totaal)" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
