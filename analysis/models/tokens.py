"""The words and signs of a formula."""

import re
from dataclasses import dataclass
from typing import Literal

from analysis.errors import FormulaError
from analysis.messages import N_, Message


@dataclass(frozen=True)
class Token:
    """A word: a name (`quoted` between backticks), a number, a text between quotes, or a sign."""

    kind: Literal["name", "number", "text", "sign"]
    text: str
    quoted: bool = False


_TOKEN = re.compile(
    r"""\s*(?:`(?P<quoted>[^`]+)`
    |(?P<name>(?:[^\W\d_]|\.(?!\d))[\w.]*)
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |"(?P<double>[^"]*)"|'(?P<single>[^']*)'
    |(?P<sign>==|!=|<=|>=|[-+*:^~()<>]))""",
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    """Cut a formula into tokens.

    Raises:
        FormulaError: a sign that formulas do not have.
    """
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError(
                Message(N_("Verwacht: een formule zoals “uitkomst ~ leeftijd + wijk”.")),
                Message(
                    N_("De formule “%(text)s” bevat een teken dat er niet in hoort: “%(sign)s”."),
                    {"text": text, "sign": text[place:].strip()[:1]},
                ),
                Message(
                    N_(
                        "Zet een naam met andere tekens dan letters, cijfers, punten en liggende streepjes tussen `accenten`."
                    )
                ),
            )
        found.append(_token(match))
        place = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    if match["quoted"] is not None:
        return Token("name", match["quoted"], quoted=True)
    if match["name"] is not None:
        return Token("name", match["name"])
    if match["number"] is not None:
        return Token("number", match["number"])
    if match["sign"] is not None:
        return Token("sign", match["sign"])
    return Token("text", match["double"] if match["double"] is not None else match["single"])
