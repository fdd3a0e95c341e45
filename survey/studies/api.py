"""Studies over HTTP: which there are, and what a client must know of one."""

from flask import Blueprint, Response, jsonify

from survey.database import database, reading
from survey.security import needs, organisation
from survey.settings import settings
from survey.studies import find
from survey.studies.describe import describe, summary

blueprint = Blueprint("studies", __name__)


@blueprint.get("/api/v1/studies")
@needs("study.describe")
def studies() -> Response:
    """List the studies of the organisation."""
    with reading(database()) as session:
        return jsonify(
            studies=[
                summary(study, find.version(session, study))
                for study in find.studies(session, organisation())
            ]
        )


@blueprint.get("/api/v1/studies/<slug>")
@needs("study.describe")
def study(slug: str) -> Response:
    """Describe one study."""
    with reading(database()) as session:
        return jsonify(describe(session, find.study(session, slug), settings()))
