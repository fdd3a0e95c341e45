"""The codebook of a programme: every variable with its question, kind, codes, missing codes and measures.

The interface for other programs and every export tell the same from here, in one language of the programme.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.programme import Programme

NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the answers, described in one language.

    `codes` and `missing` give code to label, in order; `missing` always ends with `not_asked`. `measures` are as in the
    programme. `text` holds pipes as `[name]`, since a codebook belongs to no one interview.
    """

    name: str
    kind: str
    text: str
    page: str
    block: str | None
    required: bool
    sensitive: bool
    role: str | None
    codes: Mapping[str, str]
    missing: Mapping[str, str]
    minimum: float | str | None
    maximum: float | str | None
    decimals: int
    measures: tuple[Mapping[str, Any], ...]


def codebook(programme: Programme | Mapping[str, Any], language: str | None = None) -> list[Variable]:
    """The variables in the order of the questionnaire.

    `programme` may be the document for a study (`for_areas`), so that areas have codes too. Without `language` the first one
    of the programme is used.

    Raises:
        ValueError: the programme does not have this language.
    """
    document = programme.document if isinstance(programme, Programme) else programme
    known = [each["code"] for each in document["languages"]]
    chosen = language or known[0]
    if chosen not in known:
        raise ValueError(f"the programme has the languages {', '.join(known)}, not {chosen}")
    return [
        _variable(document, name, page["block"], chosen)
        for page in document["pages"]
        for name in page["questions"]
    ]


def measured(programme: Programme | Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
    """Every measure with the entity and the variable that it comes from, in the order of the questionnaire."""
    return [
        (measure["measure"], measure["entity"], variable.name)
        for variable in codebook(programme)
        for measure in variable.measures
    ]


def _variable(document: Mapping[str, Any], name: str, block: str | None, language: str) -> Variable:
    found = document["variables"][name]
    return Variable(
        name=name,
        kind=found["kind"],
        text=_plain(document, _spoken(document, found["text"], language), language),
        page=found["page"],
        block=block,
        required=found["required"],
        sensitive=found["sensitive"],
        role=found["role"],
        codes={option["code"]: _spoken(document, option["label"], language) for option in found["options"]},
        missing={
            code: _spoken(document, document["missing"][code], language)
            for code in (*found["missing"], NOT_ASKED)
        },
        minimum=found["min"],
        maximum=found["max"],
        decimals=found["decimals"],
        measures=tuple(found["measures"]),
    )


def _plain(document: Mapping[str, Any], parts: list[Any], language: str) -> str:
    return "".join(
        part if isinstance(part, str) else _pipe(document, part["pipe"], language) for part in parts
    )


def _pipe(document: Mapping[str, Any], name: str, language: str) -> str:
    entity = document["entities"].get(name)
    return str(_spoken(document, entity["label"], language)) if entity else f"[{name}]"


def _spoken(document: Mapping[str, Any], texts: Mapping[str, Any], language: str) -> Any:
    """A text in this language, else in the first of the programme."""
    return texts.get(language) or texts[document["languages"][0]["code"]]
