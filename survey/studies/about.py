"""What a study says of itself, as one plain row: read, judged and written as a whole."""

from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires.context import ORIGINS
from survey.moment import now
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_MUNICIPALITY = 200, 2000, 120


def read(_session: Session, study: Study) -> dict[str, Any]:
    """`title`, `description`, `municipality`, `default_origin`, `is_open`, and whether it is `archived`."""
    return {
        "title": study.title,
        "description": study.description,
        "municipality": study.municipality,
        "default_origin": study.default_origin,
        "is_open": study.is_open,
        "archived": study.archived_at is not None,
    }


def write(session: Session, study: Study, wanted: dict[str, Any]) -> None:
    """Make the study say this of itself.

    Raises:
        SetupRefused: it has no title, comes from nowhere, or is open and put away at the same time.
    """
    if not wanted["title"]:
        raise SetupRefused(_("Een onderzoek heeft een titel."))
    if wanted["default_origin"] not in ORIGINS:
        raise SetupRefused(_("Kies waar de mensen die online invullen vandaan komen."))
    if wanted["archived"] and wanted["is_open"]:
        raise SetupRefused(_("Een onderzoek in het archief is gesloten. Haal het eerst terug."))
    study.title, study.description = wanted["title"], wanted["description"]
    study.municipality, study.default_origin = wanted["municipality"], wanted["default_origin"]
    study.is_open = wanted["is_open"]
    if wanted["archived"] != (study.archived_at is not None):
        study.archived_at = now() if wanted["archived"] else None
    session.add(study)
    session.flush()
