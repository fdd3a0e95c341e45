"""The programme: what a questionnaire becomes when it is published. Plain JSON, versioned, known by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from questionnaires.compiling.document import FORMAT, document
from questionnaires.questionnaire import Questionnaire
from questionnaires.read import read
from questionnaires.review import Refused, review

Source = bytes | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Programme:
    """A compiled questionnaire. Equal bytes, equal hash, same programme; `document` is not to be changed."""

    document: dict[str, Any]
    bytes: bytes
    """Canonical JSON: sorted keys, no white space, UTF-8."""
    hash: str
    """SHA-256 of the bytes, 64 hexadecimal digits."""

    @staticmethod
    def load(source: Source) -> "Programme":
        """The programme in its bytes or in its document.

        Raises:
            ValueError: not the JSON of a programme, or of a format that this version does not know.
        """
        found = json.loads(source) if isinstance(source, bytes) else deepcopy(dict(source))
        if not isinstance(found, dict) or not {"name", "languages", "variables", "pages"} <= found.keys():
            raise ValueError("this is not the document of a programme")
        if found.get("format") != FORMAT:
            raise ValueError(
                f"a programme of format {FORMAT} was expected, format {found.get('format')!r} came"
            )
        return _programme(found)


def compile(questionnaire: Questionnaire) -> Programme:  # noqa: A001 -- the verb of the trade; callers write programme.compile
    """The programme of a questionnaire.

    Raises:
        Refused: the review finds mistakes of severity error; all mistakes are in it, warnings too.
    """
    mistakes = review(questionnaire)
    if any(mistake.severity == "error" for mistake in mistakes):
        raise Refused(mistakes)
    return _programme(document(questionnaire))


def publishable(text: str) -> Programme:
    """The programme of a YAML text: read, reviewed and compiled.

    Raises:
        Refused: the text can not be read, or the review finds mistakes of severity error.
    """
    return compile(read(text))


def for_areas(programme: Programme, areas: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The document for a study: every question of kind area offers these areas, `(code, label)`, in this order.

    Raises:
        ValueError: a code comes twice.
    """
    known = list(areas)
    if len({code for code, _ in known}) != len(known):
        raise ValueError("an area's code comes twice")
    found = deepcopy(programme.document)
    languages = [language["code"] for language in found["languages"]]
    for variable in found["variables"].values():
        if variable["kind"] == "area":
            variable["options"] = [
                {"code": code, "label": dict.fromkeys(languages, label), "exclusive": False, "when": None}
                for code, label in known
            ]
    return found


def _programme(found: dict[str, Any]) -> Programme:
    written = json.dumps(
        found, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
    return Programme(found, written, hashlib.sha256(written).hexdigest())
