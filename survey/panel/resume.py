"""Take up a form where it was left: which draft is this visitor's, and in which language."""

from collections.abc import Mapping
from time import monotonic
from typing import Any
from uuid import UUID

from flask import current_app, request
from flask import session as visit
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from survey import i18n
from survey.panel.filling import Filling
from survey.panel.tables import Draft
from survey.studies import find
from survey.studies.tables import QuestionnaireVersion, Study

_VISIT = "drafts"  # slug -> draft, in the signed cookie: an address can be shared without its answers
_PROGRAMMES = "wijkpeil.panel.programmes"
# Made once: putting a statement together costs more than running it.
_MINE = (
    select(Study, Draft)
    .join(Draft, col(Draft.study_id) == col(Study.id))
    .where(col(Study.slug) == bindparam("slug"), col(Draft.id) == bindparam("draft"))
)
_MINE_HELD = _MINE.with_for_update(of=Draft)
_SECONDS = 5.0  # a version never changes; the names of its areas can, and are looked up again after this


def resume(session: Session, slug: str, *, for_change: bool = False) -> Filling | None:
    """The form that this visitor is filling in for a study, sent or not; None when there is none.

    Args:
        session: the unit of work.
        slug: the study of the address.
        for_change: hold the draft until the end of the unit of work, so that two tabs come one after the other.

    """
    mine = visit.get(_VISIT, {}).get(slug)
    if mine is None:
        return None
    asked_for = {"slug": slug, "draft": UUID(mine)}
    row = session.exec(_MINE_HELD if for_change else _MINE, params=asked_for).first()
    if row is None:
        return None
    study, draft = row
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
    """The hash and the programme of a version, for the areas of the study; its long texts are not read for every page."""
    kept: dict[int, tuple[float, str, Mapping[str, Any]]] = current_app.extensions.setdefault(_PROGRAMMES, {})
    until, digest, programme = kept.get(version_id, (0.0, "", {}))
    if monotonic() >= until:
        version = session.get_one(QuestionnaireVersion, version_id)
        digest, programme = version.hash, find.programme(version, find.areas(session, study))
        kept[version_id] = monotonic() + _SECONDS, digest, programme
    return digest, programme
