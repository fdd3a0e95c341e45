"""What a round says to its members, per language: which text somebody gets who speaks another one."""

from collections.abc import Mapping
from typing import NamedTuple

_OTHERWISE = "nl"


class Said(NamedTuple):
    """A text and the language it is in."""

    text: str
    language: str


def said(texts: Mapping[str, str], language: str) -> Said | None:
    """The text in this language, else in Dutch, else in the first there is; None when there is none at all."""
    order = (language, _OTHERWISE, *texts)
    return next((Said(texts[each], each) for each in order if texts.get(each, "").strip()), None)
