"""Is this process alive, and can it do its work?"""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from survey import migrate
from survey.database import database
from survey.security import needs

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs("health.read")
def alive() -> Response:
    """200 as long as the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@needs("health.read")
def ready() -> tuple[Response, int]:
    """200 when the database answers and has the newest migration; else 503 with what is wrong."""
    try:
        has, must_have = migrate.check(database())
    except SQLAlchemyError:
        return jsonify(status="database_unreachable"), 503
    if has != must_have:
        return jsonify(status="migrations_missing", has=has, must_have=must_have), 503
    return jsonify(status="ok", migration=has), 200
