"""The bundle: everything that a tablet needs to hold an interview by itself, in one JSON document."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires import messages, render
from survey import i18n
from survey.collection import words
from survey.collection.translations import fingerprints
from survey.fieldwork import study_keys
from survey.fieldwork.pack import pack
from survey.fieldwork.tables import StudyKey
from survey.settings import settings
from survey.signing import public_key
from survey.studies import find
from survey.studies.tables import Study

FORMAT = 2


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


def of_study(session: Session, study: Study) -> dict[str, Any]:
    """The bundle of a study as it is now, in the language of the request."""
    version, areas = find.version(session, study), find.areas(session, study)
    return bundle(
        Published(study, version.hash, find.programme(version, areas)),
        public_key(settings().secret),
        study_keys.newest(session, study.id or 0),
        pack(session, study) | {"areas": [{"code": each.code, "name": each.name} for each in areas]},
    )


def revision(document: Mapping[str, Any]) -> str:
    """What tells two states of a bundle apart: another one when a tablet should fetch it anew.

    How many interviews a cell of the quota counts is left out: each interview would send every tablet a new bundle, for
    a figure that the answer to its check-in holds anyway.
    """
    quota = document.get("quota") or {"cells": []}
    cells = [{name: cell[name] for name in cell if name != "counted"} for cell in quota["cells"]]
    told = {**document, "quota": {**quota, "cells": cells}}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def bundle(
    published: Published,
    receipt_key: str,
    key: StudyKey | None,
    fieldwork: Mapping[str, Any],
) -> dict[str, Any]:
    """Put the bundle together.

    Args:
        published: the study and its questionnaire.
        receipt_key: the key with which the tablet checks receipts, 32 raw bytes in base64.
        key: with which the tablet seals interviews; None when the study has none yet.
        fieldwork: its areas, quota, places, outlines and recordings (`fieldwork.pack`).

    Returns:
        `programme`, `fragments` (language -> page -> HTML without answers), `words` (word -> language -> text),
        `messages` (language -> problem -> sentence), `translations` (language -> what tells its texts from those of
        another version), `origins`, `seal`, the members of `fieldwork`, and what names the study.

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
        "place": _place(programme),
        "translations": fingerprints(programme),
        "seal": key and {"key": key.name, "public": base64.b64encode(key.public).decode()},
        "origins": _origins(),
        "default_origin": study.default_origin,
        "receipt_key": receipt_key,
        **fieldwork,
    }


def fragments(published: Published) -> dict[str, dict[str, str]]:
    """The HTML of each page in each language, without answers. Shared: do not change it."""
    return _rendered(_Key(published.hash, published.programme))


def _origins() -> list[dict[str, str]]:
    """The origins that an interviewer can choose, in the language of the request."""
    return [{"code": code, "label": _(label)} for code, label in words.ORIGINS.items()]


def _place(programme: Mapping[str, Any]) -> str | None:
    """The question about where the interviewer stands, so that it is asked once a day; None when there is none."""
    for name, variable in programme["variables"].items():
        if variable["role"] == "location" and variable["options"]:
            return str(name)
    return None


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
