"""Numbers and dates as a reader writes them. The twin of `notation.js`; no locale library, so that both agree."""

import math
import re

_COMMA = ("nl", "tr")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DECIMALS = 6


def numeral(number: float, language: str) -> str:
    """Write a finite number: at most six decimals, none when it is whole, no separator of thousands.

    The decimal sign is a comma in Dutch and Turkish, a point in every other language.
    """
    fraction, units = math.modf(abs(float(number)))
    millionths = int(units) * 10**_DECIMALS + math.floor(fraction * 1e6 + 0.5)
    digits = str(millionths).rjust(_DECIMALS + 1, "0")
    whole, decimals = digits[:-_DECIMALS], digits[-_DECIMALS:].rstrip("0")
    sign = "-" if number < 0 and millionths > 0 else ""
    mark = "," if language in _COMMA else "."
    return f"{sign}{whole}{mark if decimals else ''}{decimals}"


def day(date: str) -> str:
    """Write an ISO date as day-month-year: `2026-03-01` is 1-3-2026."""
    return f"{int(date[8:])}-{int(date[5:7])}-{date[:4]}"


def real(date: str) -> bool:
    """Tell whether a text is an ISO date that the (Gregorian) calendar has."""
    if not _DATE.fullmatch(date):
        return False
    year, month, number = int(date[:4]), int(date[5:7]), int(date[8:])
    if not 1 <= month <= len(_MONTHS):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = 29 if leap and month == 2 else _MONTHS[month - 1]  # noqa: PLR2004 February is the second month
    return 1 <= number <= longest
