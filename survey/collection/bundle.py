"""The bundle: everything that a tablet needs to hold an interview by itself, in one JSON document."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires import messages, render
from survey import i18n
from survey.collection import words
from survey.collection.translations import fingerprints
from survey.fieldwork import study_keys
from survey.fieldwork.pack import pack
from survey.settings import settings
from survey.signing import public_key
from survey.studies import find
from survey.studies.tables import Study

FORMAT = 2


class Bundle(NamedTuple):
    """The bundle of a study, and what tells it from other states of it.

    Attributes:
        document: `programme`, `fragments` (language -> page -> HTML without answers), `words` (word -> language ->
            text), `messages` (language -> problem -> sentence), `translations` (language -> what tells its texts from
            those of another version), `origins`, `place` (the question where the interviewer stands), `areas`, `seal`
            (null while the study has no key), `receipt_key`, what `fieldwork.pack` gives, and what names the study.
            Shared: do not change it.
        revision: another one when a tablet should fetch the bundle anew.
    """

    document: dict[str, Any]
    revision: str


def of_study(session: Session, study: Study) -> Bundle:
    """The bundle of a study as it is now, in the language of the request."""
    version, areas = find.version(session, study), find.areas(session, study)
    asked = _asked(_Key(version.hash, find.programme(version, areas)), i18n.current_language())
    key = study_keys.newest(session, study.id or 0)
    about = {
        "format": FORMAT,
        "study": study.slug,
        "title": study.title,
        "synthetic": study.synthetic,
        "questionnaire": version.hash,
        "default_origin": study.default_origin,
        "areas": [{"code": each.code, "name": each.name} for each in areas],
        "seal": key and {"key": key.name, "public": base64.b64encode(key.public).decode()},
        "receipt_key": public_key(settings().secret),
        **pack(session, study),
    }
    return Bundle(about | asked.document, _digest([_lasting(about), asked.revision]))


def _lasting(about: Mapping[str, Any]) -> dict[str, Any]:
    """All but how many interviews each cell of the quota counts: each interview would send every tablet a new bundle.

    The answer to each check-in has those figures anyway.
    """
    cells = [{name: cell[name] for name in cell if name != "counted"} for cell in about["quota"]["cells"]]
    return {**about, "quota": {**about["quota"], "cells": cells}}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


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
def _asked(key: _Key, _interface: str) -> Bundle:
    """What is asked and how it looks: nearly all of the bundle, the same until there is another version."""
    programme = key.programme
    gettexts = {each["code"]: i18n.gettext_in(each["code"]) for each in programme["languages"]}
    by_language = {code: words.on_questions(gettext) for code, gettext in gettexts.items()}
    document = {
        "programme": programme,
        "fragments": {code: _fragments(programme, code) for code in gettexts},
        "words": {
            word: {code: texts[word] for code, texts in by_language.items()}
            for word in next(iter(by_language.values()))
        },
        "messages": {code: messages.templates(gettext) for code, gettext in gettexts.items()},
        "translations": fingerprints(programme),
        "place": _place(programme),
        "origins": [{"code": code, "label": _(label)} for code, label in words.ORIGINS.items()],
    }
    return Bundle(document, _digest(document))


def _fragments(programme: Mapping[str, Any], language: str) -> dict[str, str]:
    """The HTML of each page in one language, without answers."""
    context = {"language": language, "mode": "interviewer", "seed": 0, "shown": []}
    gettext = i18n.gettext_in(language)
    return {
        page["id"]: str(
            render.page(
                programme, page["id"], answers={}, problems={}, context=context, gettext=gettext, every=True
            )
        )
        for page in programme["pages"]
    }


def _place(programme: Mapping[str, Any]) -> str | None:
    """The question about where the interviewer stands, so that it is asked once a day; None when there is none."""
    for name, variable in programme["variables"].items():
        if variable["role"] == "location" and variable["options"]:
            return str(name)
    return None
