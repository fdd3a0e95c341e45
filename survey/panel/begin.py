"""Begin a form: a draft with an identity, a seed and an origin, before the first question is shown."""

import secrets
from typing import cast
from uuid import uuid4

from sqlmodel import Session

from survey.panel.forget import forget_abandoned
from survey.panel.tables import Draft
from survey.studies import find
from survey.studies.tables import Study

# What somebody without an invitation can be. Of the panel is only who was invited, whatever the study or the address says.
_OPEN_ORIGINS = ("open_link", "random_sample")
_SEEDS = 2**31


def begin(session: Session, study: Study, *, language: str, origin: str | None) -> Draft:
    """Make a draft of the newest version of the questionnaire.

    Args:
        session: the unit of work.
        study: which study it is for; the caller has seen that it is open.
        language: in which the first question is shown.
        origin: how the respondent came here, when the caller knows it for certain: `panel` for an invitation,
            `open_link` for a poster; None for somebody who just came by, then the study says it.

    """
    forget_abandoned(session)
    version = find.version(session, study)
    draft = Draft(
        id=uuid4(),
        study_id=version.study_id,
        version_id=cast("int", version.id),
        seed=1 + secrets.randbelow(_SEEDS - 1),
        origin=origin or _origin(study),
        language=language,
        answers={},
        languages={},
        shown=[],
    )
    session.add(draft)
    session.flush()
    return draft


def _origin(study: Study) -> str:
    # A study for the street or for the panel can be filled in by anybody too, but then it is neither.
    return study.default_origin if study.default_origin in _OPEN_ORIGINS else "open_link"
