"""The bundle: everything that a tablet needs to hold an interview by itself, in one JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from questionnaires import messages, render
from questionnaires.engine.text import label, text
from survey import i18n
from survey.collection import words
from survey.studies.tables import Study

FORMAT = 1


@dataclass(frozen=True)
class Published:
    """A study with its newest questionnaire.

    Attributes:
        study: the study.
        hash: of the questionnaire's version; every interview names it.
        programme: compiled, with the study's areas filled in.

    """

    study: Study
    hash: str
    programme: Mapping[str, Any]


def bundle(published: Published, receipt_key: str, interface: str) -> dict[str, Any]:
    """Put the bundle together.

    Args:
        published: the study and its questionnaire.
        receipt_key: the key with which the tablet checks receipts, 32 raw bytes in base64.
        interface: the language of the interviewer's own screens.

    Returns:
        `programme`, `fragments` (language -> page -> HTML without answers), `words` (word -> language -> text),
        `messages` (language -> problem -> sentence), `own` (words in the interviewer's language), `origins`,
        and what names the study.

    """
    study, programme = published.study, published.programme
    languages = [language["code"] for language in programme["languages"]]
    by_language = {code: words.on_questions(i18n.gettext_in(code)) for code in languages}
    return {
        "format": FORMAT,
        "study": study.slug,
        "title": study.title,
        "synthetic": study.synthetic,
        "questionnaire": published.hash,
        "programme": programme,
        "fragments": fragments(published),
        "words": {
            word: {code: texts[word] for code, texts in by_language.items()}
            for word in next(iter(by_language.values()))
        },
        "messages": {code: messages.templates(i18n.gettext_in(code)) for code in by_language},
        "place": _name_of(places(programme, languages[0])),
        "own": words.for_the_interviewer(i18n.gettext_in(interface)),
        "origins": origins(),
        "default_origin": study.default_origin,
        "receipt_key": receipt_key,
    }


def fragments(published: Published) -> dict[str, dict[str, str]]:
    """The HTML of each page in each language, without answers. Shared: do not change it."""
    return _rendered(_Key(published.hash, published.programme))


def origins() -> list[dict[str, str]]:
    """The origins that an interviewer can choose, in the language of the request."""
    return [{"code": code, "label": _(label)} for code, label in words.ORIGINS.items()]


def house(programme: Mapping[str, Any], interface: str) -> str:
    """The language in which the interviewer reads the questionnaire along: that of the interface when it has it."""
    languages = [language["code"] for language in programme["languages"]]
    return next((code for code in (interface, "nl") if code in languages), languages[0])


def places(programme: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """The question about where the interviewer stands, with its options as (code, label); None when there is none."""
    for name, variable in programme["variables"].items():
        if variable["role"] == "location" and variable["options"]:
            context = {"language": language}
            options = [
                (option["code"], label(programme, option["label"], context)) for option in variable["options"]
            ]
            return {"name": name, "label": text(programme, variable["text"], {}, context), "options": options}
    return None


def _name_of(question: dict[str, Any] | None) -> str | None:
    return None if question is None else str(question["name"])


class _Key:
    """A programme that is told apart by the hash of its version and by its areas."""

    def __init__(self, version: str, programme: Mapping[str, Any]) -> None:
        self.programme = programme
        areas = [v["options"] for v in programme["variables"].values() if v["kind"] == "area"]
        self._identity = (version, repr(areas))

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._identity == other._identity


@lru_cache(maxsize=32)
def _rendered(key: _Key) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for language in (one["code"] for one in key.programme["languages"]):
        context = {"language": language, "mode": "interviewer", "seed": 0, "shown": []}
        made[language] = {
            page["id"]: str(
                render.page(
                    key.programme,
                    page["id"],
                    answers={},
                    problems={},
                    context=context,
                    gettext=i18n.gettext_in(language),
                    every=True,
                )
            )
            for page in key.programme["pages"]
        }
    return made
