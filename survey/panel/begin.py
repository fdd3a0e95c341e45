"""Begin a form: a draft with an identity, a seed and an origin, before the first question is shown."""

import secrets
from typing import cast
from uuid import uuid4

from sqlmodel import Session

from survey.panel.forget import forget_abandoned
from survey.panel.tables import Draft
from survey.studies import find
from survey.studies.tables import Study

OFFERED_ORIGINS = ("panel", "open_link")
_ONLINE_ORIGINS = (*OFFERED_ORIGINS, "random_sample")
_SEEDS = 2**31


def begin(session: Session, study: Study, *, language: str, origin: str | None) -> Draft:
    """Make a draft of the newest version of the questionnaire.

    Args:
        session: the unit of work.
        study: which study it is for; the caller has seen that it is open.
        language: in which the first question is shown.
        origin: how the respondent came here; only `OFFERED_ORIGINS` are taken over, else the study says it.

    """
    forget_abandoned(session)
    version = find.version(session, study)
    draft = Draft(
        id=uuid4(),
        study_id=version.study_id,
        version_id=cast("int", version.id),
        seed=1 + secrets.randbelow(_SEEDS - 1),
        origin=_origin(study, origin),
        language=language,
        answers={},
        languages={},
        shown=[],
    )
    session.add(draft)
    session.flush()
    return draft


def _origin(study: Study, asked_for: str | None) -> str:
    if asked_for in OFFERED_ORIGINS:
        return asked_for
    # A study for the street can be filled in online too, but that is not a street interview.
    return study.default_origin if study.default_origin in _ONLINE_ORIGINS else "open_link"
