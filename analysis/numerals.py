"""How numbers are written in a Dutch sentence: whole percentages, a comma for the decimals."""

from math import floor


def percent(share: float) -> str:
    """A share as a whole percentage; what is not quite nothing or not quite everything is not rounded to it."""
    if 0 < share < 0.005:  # noqa: PLR2004 -- would round to 0%
        return "minder dan 1%"
    if 0.995 <= share < 1:  # noqa: PLR2004 -- would round to 100%
        return "meer dan 99%"
    return f"{floor(share * 100 + 0.5)}%"


def decimal(number: float, digits: int = 2) -> str:
    """A number with a fixed number of decimals, after a comma; minus nothing is nothing."""
    text = f"{number:.{digits}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace(".", ",")


def plain(number: float, digits: int = 10) -> str:
    """A number as it was given, with no more decimals than it has, after a comma."""
    return f"{number:.{digits}g}".replace(".", ",")


def exact_percent(share: float) -> str:
    """A share that was asked, such as a level of confidence, as it was given: `95%`, `97,5%`."""
    return f"{plain(share * 100, 6)}%"


def many(number: int) -> str:
    """A whole number with points between the thousands."""
    return f"{number:,}".replace(",", ".")


def points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{floor(difference * 100 + 0.5):+d}".replace("+0", "0")
