"""A number, as people write it."""

import re

from questionnaires.fields.answer import AnswerField

LARGEST = 2**53
"""From here on a whole number has no double of its own."""
_COMMA = ("nl", "tr")
_ARABIC = str.maketrans({"٫": ".", "٬": ",", "−": "-"})
_NUMBER = re.compile(r"-?[0-9]{1,16}([.,][0-9]{1,15})?")


class NumberField(AnswerField):
    """One line; the answer is a number. What is no number stays the text that was typed, so that it can be shown again."""

    def answer(self, given: list[str]) -> float | str | None:
        """The number in the text."""
        typed = given[0].strip() if given else ""
        return number(typed, self.language) if typed else None


def number(typed: str, language: str) -> float | str:
    """The number that was typed, or the text itself when it is none.

    Comma and point are both read as the decimal sign, except where the language uses the sign between thousands:
    `1.000` is a thousand in Dutch and one in English. Digits of other scripts count.
    """
    plain = "".join(_digit(character) for character in typed.translate(_ARABIC) if not character.isspace())
    between = r"\." if language in _COMMA else ","
    if re.fullmatch(rf"-?[0-9]{{1,3}}({between}[0-9]{{3}})+", plain):
        plain = re.sub(between, "", plain)
    if not _NUMBER.fullmatch(plain):
        return typed
    value = float(plain.replace(",", "."))
    if abs(value) >= LARGEST:
        return typed
    return int(value) if value.is_integer() else value


def _digit(character: str) -> str:
    return str(int(character)) if character.isdecimal() else character
