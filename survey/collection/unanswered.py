"""Questions that people were asked and did not answer: what the page about doubts says of the questions themselves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlmodel import col, select

from survey.collection.measured import in_order
from survey.collection.snapshot import refresh
from survey.collection.typed import ANSWER
from survey.database import reading
from survey.settings import Settings
from survey.studies.tables import QuestionnaireVersion

if TYPE_CHECKING:
    from analysis.quality.missing_answers import MissingAnswers

_WITHOUT_CODES = frozenset({"text", "long_text", "number"})
"""Kinds of questions whose column does not hold why an answer is missing."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One question that some people did not answer: its text, and how often what was missing."""

    question: str
    counts: "MissingAnswers"


def unanswered(engine: Engine, settings: Settings, study_id: int, language: str) -> list[Unanswered]:
    """The questions that somebody did not answer, the most often unanswered first, over all accepted interviews."""
    from analysis.quality.missing_answers import missing_answers

    snapshot = refresh(engine, settings, study_id)
    asked = _asked(engine, study_id, language)
    names = [name for name in asked if ANSWER + name in snapshot.columns]
    if not snapshot.files or not names:
        return []
    found = missing_answers([str(file) for file in snapshot.files], [ANSWER + name for name in names])
    rows = [
        Unanswered(asked[name], counts)
        for name, counts in zip(names, found, strict=True)
        if counts.dont_know or counts.refused
    ]
    return sorted(rows, key=lambda row: -(row.counts.estimate or 0.0))


def _asked(engine: Engine, study_id: int, language: str) -> dict[str, str]:
    """The text of each question by its name, as the newest version that has it asks it."""
    with reading(engine) as session:
        versions = session.exec(
            select(QuestionnaireVersion)
            .where(QuestionnaireVersion.study_id == study_id)
            .order_by(col(QuestionnaireVersion.id).desc())
        ).all()
        programmes = [json.loads(version.programme) for version in versions]
    texts: dict[str, str] = {}
    for programme in programmes:
        for name, variable in in_order(programme).items():
            if variable["kind"] not in _WITHOUT_CODES:
                texts.setdefault(name, _text(programme, variable, language))
    return texts


def _text(programme: Mapping[str, Any], variable: Mapping[str, Any], language: str) -> str:
    parts = _in(variable["text"], language)
    return "".join(part if isinstance(part, str) else _entity(programme, part, language) for part in parts)


def _entity(programme: Mapping[str, Any], part: Mapping[str, Any], language: str) -> str:
    entity = programme["entities"].get(part["pipe"])
    return str(_in(entity["label"], language)) if entity else "…"


def _in(label: Mapping[str, Any], language: str) -> Any:
    return label.get(language) or next(iter(label.values()))
