"""One questionnaire with every kind of question, for what must hold for all of them."""

from functools import cache
from pathlib import Path

from questionnaires.programme import for_areas, publishable

LANGUAGES = ("nl", "en", "tr", "ar")
SOME_ANSWERS = {"consent": "yes", "unaided": ["desk", "team"], "people": 3, "street": "Brink"}
"""With these every page applies."""


@cache
def programme():
    text = (Path(__file__).parent / "every-kind.yaml").read_text()
    return for_areas(publishable(text), [("noord", "Noord"), ("zuid", "Zuid & Co")])


def context(language="nl", **other):
    return {
        "today": "2026-11-22",
        "seed": 7,
        "language": language,
        "mode": "online",
        "origin": "panel",
        "shown": [],
    } | other


class Posted(dict):
    """What a browser sends: name → list of values."""

    def getlist(self, key):
        return self.get(key, [])
