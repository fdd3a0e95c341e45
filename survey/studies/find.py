"""Find a study, its questionnaire and the programme that its respondents walk."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from questionnaires.programme import Programme, for_areas
from survey.problems import Problem, problem
from survey.studies.tables import Area, QuestionnaireVersion, Study, Wave


def studies(session: Session, organisation: int | None = None, *, with_archived: bool = False) -> list[Study]:
    """The studies of an organisation, in the order of their names in the address.

    Args:
        session: the unit of work.
        organisation: its key; None is every organisation, for the command line only.
        with_archived: also those that were put away.

    """
    found = select(Study).order_by(col(Study.slug))
    if organisation is not None:
        found = found.where(col(Study.organisation_id) == organisation)
    if not with_archived:
        found = found.where(col(Study.archived_at).is_(None))
    return list(session.exec(found))


def study(session: Session, slug: str) -> Study:
    """The study with this name in the address.

    Raises:
        Problem: `study_unknown`, when there is none.
    """
    # PostgreSQL has no text with the character NUL, not even to compare with.
    found = None
    if "\x00" not in slug:
        found = session.exec(select(Study).where(col(Study.slug) == slug)).first()
    if found is None:
        raise unknown_study(slug)
    return found


def unknown_study(slug: str) -> Problem:
    """The problem that a study does not exist."""
    return problem(
        "study_unknown",
        _(
            "Er is geen onderzoek met de naam '%(slug)s'. Controleer de naam in het adres of in het bericht.",
            slug=slug[:80],
        ),
    )


def version(session: Session, study: Study) -> QuestionnaireVersion:
    """The newest published version of the questionnaire.

    Raises:
        LookupError: nothing was published; `publish` makes study and version together, so this is a fault.
    """
    newest = col(QuestionnaireVersion.number).desc()
    found = session.exec(
        select(QuestionnaireVersion).where(col(QuestionnaireVersion.study_id) == study.id).order_by(newest)
    ).first()
    if found is None:
        raise LookupError(f"study {study.slug} has no published questionnaire")
    return found


def versions(session: Session, study: Study) -> list[QuestionnaireVersion]:
    """All published versions, the first one first."""
    return list(
        session.exec(
            select(QuestionnaireVersion)
            .where(col(QuestionnaireVersion.study_id) == study.id)
            .order_by(col(QuestionnaireVersion.number))
        )
    )


def version_with(session: Session, study: Study, hash_: str) -> QuestionnaireVersion | None:
    """The version of this study with this hash, or None."""
    return session.exec(
        select(QuestionnaireVersion).where(
            col(QuestionnaireVersion.study_id) == study.id, col(QuestionnaireVersion.hash) == hash_
        )
    ).first()


def numbered(session: Session, study: Study, number: int) -> QuestionnaireVersion:
    """The version of this study with this number.

    Raises:
        Problem: `not_found`, when there is none.
    """
    found = session.exec(
        select(QuestionnaireVersion).where(
            col(QuestionnaireVersion.study_id) == study.id, col(QuestionnaireVersion.number) == number
        )
    ).first()
    if found is None:
        raise problem("not_found", _("Dit onderzoek heeft geen versie %(number)s.", number=number))
    return found


def areas(session: Session, study: Study) -> list[Area]:
    """The areas that the study reports on, in their order."""
    return list(
        session.exec(
            select(Area).where(col(Area.study_id) == study.id).order_by(col(Area.position), col(Area.code))
        )
    )


def waves(session: Session, study: Study) -> list[Wave]:
    """The rounds of fieldwork, the first one first; a study always has one."""
    return list(session.exec(select(Wave).where(col(Wave.study_id) == study.id).order_by(col(Wave.number))))


def programme(version: QuestionnaireVersion, areas: Iterable[Area]) -> dict[str, Any]:
    """The programme of a version with the areas of its study filled in. It is shared: do not change it."""
    return _filled(version.hash, version.programme, tuple((area.code, area.name) for area in areas))


@lru_cache(maxsize=64)
def _filled(_hash: str, document: bytes, areas: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return for_areas(Programme(json.loads(document), document, _hash), areas)
