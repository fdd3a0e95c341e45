"""Where a client finds the description of the API and the catalogue of its problems."""

from flask import Blueprint, Response, jsonify

from survey.openapi.document import document
from survey.problems import CATALOGUE
from survey.security import needs

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/api/v1/openapi.json")
@needs("api.describe")
def description() -> Response:
    """Give the description of the API."""
    return jsonify(document())


@blueprint.get("/api/v1/problems")
@needs("api.describe")
def problems() -> Response:
    """List everything that can go wrong, by its code."""
    return jsonify(
        problems=[
            {"code": code, "status": kind.status, "title": str(kind.title)}
            for code, kind in CATALOGUE.items()
        ]
    )
