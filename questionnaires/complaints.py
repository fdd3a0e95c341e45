"""The sentence about a problem as HTML; `questionnaires.messages` has the sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from questionnaires.messages import message


def complaint(problem: Mapping[str, Any], gettext: Callable[[str], str]) -> Markup:
    """The problem as a sentence, safe to show. Values, codes and numbers keep their own direction within the sentence.

    Raises:
        KeyError: no problem with this code exists.
    """
    apart = {
        name: value if name in {"message", "kind"} else _Apart(value)
        for name, value in problem["params"].items()
    }
    marked = message({**problem, "params": apart}, {}, gettext)
    return Markup(str(escape(marked)).replace(_START, "<bdi>").replace(_END, "</bdi>"))  # noqa: S704 -- escaped on the spot


_START, _END = "\ue000", "\ue001"
"""Private characters: they stand for the tags until the sentence has been escaped; in a value they are taken out."""


class _Apart:
    """A value that writes itself between marks."""

    def __init__(self, value: object) -> None:
        self._value = str(value).replace(_START, "").replace(_END, "")

    def __str__(self) -> str:
        return f"{_START}{self._value}{_END}"
