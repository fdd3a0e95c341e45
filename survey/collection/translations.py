"""Which version of a translation somebody read: a short digest per language over all its texts, kept with answers."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

_LENGTH = 12


def fingerprints(programme: Mapping[str, Any]) -> dict[str, str]:
    """By language the first hexadecimal digits of the SHA-256 of its texts and where each stands in the programme.

    A text that is corrected in Turkish gives Turkish another one, and leaves the other languages as they were.
    """
    languages = [str(language["code"]) for language in programme["languages"]]
    texts: dict[str, list[Any]] = {language: [] for language in languages}
    for place, language, text in _texts(programme, frozenset(languages), ()):
        texts[language].append([*place, text])
    return {language: _digest(found) for language, found in texts.items()}


def _texts(
    value: Any, languages: frozenset[str], place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Every text: what stands under the name of a language, in an object with no other names than those."""
    if isinstance(value, Mapping):
        if value and value.keys() <= languages:
            for language, text in value.items():
                yield place, str(language), text
            return
        for name in sorted(value):
            yield from _texts(value[name], languages, (*place, str(name)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, languages, (*place, str(number)))


def _digest(texts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:_LENGTH]
