"""What a device asks for before anything else: to be let in."""

from flask import Blueprint, Response, json, request
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from sqlmodel import Session
from wtforms.validators import ValidationError

from survey.accounts.identify import bearer
from survey.database import database, transaction
from survey.devices.enrol import Enrolled, enrol, enrol_own
from survey.devices.message import Own, WithCode, read
from survey.devices.places import numbers
from survey.problems import problem
from survey.security import needs, staff
from survey.settings import settings
from survey.throttle import require, visitor

blueprint = Blueprint("device_api", __name__)

# A depot lets in twenty tablets behind one address; a code has 378 thousand million possibilities.
_TRIES_PER_ADDRESS, _TRIES_IN_ALL, _PERIOD = 60, 1_000, 600


@blueprint.post("/api/v1/devices")
@needs("device.enrol")
def let_in() -> Response:
    """Let in the device that sends a code; its token is in the answer, this once."""
    require(database(), f"device code:{visitor()}", _TRIES_PER_ADDRESS, _PERIOD)
    require(database(), "device code", _TRIES_IN_ALL, _PERIOD)
    said = read(WithCode)
    with transaction(database()) as session:
        return _answer(session, enrol(session, said.code, settings().secret, said, said.before))


@blueprint.post("/api/v1/devices/own")
@needs("device.enrol_own")
def let_in_own() -> Response:
    """Let in the device on which somebody signed in."""
    if bearer() is None:
        _came_from_our_page()
    said, owner = read(Own), staff()
    with transaction(database()) as session:
        name = said.name or owner.name
        return _answer(
            session, enrol_own(session, owner.organisation_id, name, said, owner.account_id, said.before)
        )


def _came_from_our_page() -> None:
    """A session travels with every request of a browser, so the page must prove that it is ours."""
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError:
        raise problem(
            "form_expired",
            _("Deze pagina is te lang open geweest. Laad de pagina opnieuw en probeer het nog eens."),
        ) from None


def _answer(session: Session, made: Enrolled) -> Response:
    document = {
        "device": made.device.id,
        "name": made.device.name,
        "organisation": made.organisation.name,
        "token": made.token,
        "again": made.again,
        "turn": made.turn,
        "finished": numbers()(session, made.device.id or 0),
    }
    return Response(json.dumps(document), 201, content_type="application/json")
