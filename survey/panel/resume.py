"""Take up a form where it was left: which draft is this visitor's, and in which language."""

from uuid import UUID

from flask import request
from flask import session as visit
from sqlmodel import Session

from survey import i18n
from survey.panel.filling import Filling
from survey.panel.tables import Draft
from survey.studies import find
from survey.studies.tables import QuestionnaireVersion, Study

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
    version = session.get(QuestionnaireVersion, draft.version_id)
    if version is None:
        raise LookupError(f"draft of study {study.slug} names a version that does not exist")
    programme = find.programme(version, find.areas(session, study))
    codes = [language["code"] for language in programme["languages"]]
    return Filling(study, version.hash, programme, draft, spoken(codes, draft.language))


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
