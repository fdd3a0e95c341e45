"""Take up a form where it was left: which draft is this visitor's, and in which language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from flask import session as visit
from sqlmodel import Session, col, select

from survey import i18n
from survey.panel.filling import Filling
from survey.panel.tables import Draft
from survey.studies import find
from survey.studies.tables import QuestionnaireVersion, Study

_MOST_PROGRAMMES = 64
_PROGRAMMES: dict[tuple[str, tuple[tuple[str, str], ...]], Mapping[str, Any]] = {}
_VISIT = "drafts"  # slug -> draft, in the signed cookie: an address can be shared without its answers


def resume(session: Session, study: Study, *, for_change: bool = False) -> Filling | None:
    """The form that this visitor is filling in for the study, sent or not; None when there is none.

    Args:
        session: the unit of work.
        study: the study of the address.
        for_change: hold the draft until the end of the unit of work, so that two tabs come one after the other.

    """
    mine = visit.get(_VISIT, {}).get(study.slug)
    draft = session.get(Draft, UUID(mine), with_for_update=for_change) if mine else None
    if draft is None or draft.study_id != study.id:
        return None
    digest, programme = _programme(session, study, draft.version_id)
    codes = [language["code"] for language in programme["languages"]]
    return Filling(study, digest, programme, draft, spoken(codes, draft.language))


def remember(study: Study, draft: Draft) -> None:
    """Make this draft the visitor's for the study."""
    visit[_VISIT] = {**visit.get(_VISIT, {}), study.slug: str(draft.id)}


def spoken(codes: list[str], before: str | None = None) -> str:
    """The language to show, out of those the questionnaire has.

    What the address asks for comes first, then what was chosen before, the language of the interface, and the first
    of the questionnaire.
    """
    wishes = (request.args.get(i18n.PARAMETER), visit.get(i18n.PARAMETER), before, i18n.current_language())
    language = next((wish for wish in wishes if wish in codes), codes[0])
    if request.args.get(i18n.PARAMETER) == language:
        i18n.choose(language)
    return str(language)


def _programme(session: Session, study: Study, version_id: int) -> tuple[str, Mapping[str, Any]]:
    """The hash and the programme of a version, for the areas of the study.

    A version never changes, so that its long texts are read once and not for every page.
    """
    digest = session.exec(
        select(QuestionnaireVersion.hash).where(col(QuestionnaireVersion.id) == version_id)
    ).one()
    areas = find.areas(session, study)
    key = (digest, tuple((area.code, area.name) for area in areas))
    if key not in _PROGRAMMES:
        if len(_PROGRAMMES) >= _MOST_PROGRAMMES:
            _PROGRAMMES.clear()
        _PROGRAMMES[key] = find.programme(session.get_one(QuestionnaireVersion, version_id), areas)
    return digest, _PROGRAMMES[key]
