"""Piped text: `Kent u {{ team }}?` becomes parts, `["Kent u ", {"pipe": "team"}, "?"]`."""

import re
from collections.abc import Mapping
from typing import Any

Parts = list[Any]

STATEMENT = "statement"
"""The pipe that, in the text of a block, stands for each statement in turn."""
_PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


def parts(text: str) -> Parts:
    """The parts of a text: strings, and `{"pipe": name}` for each pipe. An empty text has no parts."""
    found: Parts = []
    for index, piece in enumerate(_PIPE.split(text)):
        if index % 2:
            found.append({"pipe": piece})
        elif piece:
            found.append(piece)
    return found


def pipes(text: str) -> list[str]:
    """The names that a text pipes, in order."""
    return _PIPE.findall(text)


def broken(text: str) -> bool:
    """Whether braces are left that form no pipe, as in `{{ naam van het team }}`."""
    rest = _PIPE.sub("", text)
    return "{{" in rest or "}}" in rest


def replaced(text: str, values: Mapping[str, str]) -> str:
    """The text with the pipes that have a value here filled, the others left as they are."""
    return _PIPE.sub(lambda match: values.get(match.group(1), match.group()), text)
