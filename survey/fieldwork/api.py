"""Contacts over HTTP: what came of approaching people, from devices."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, json, request
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from survey.database import database, transaction
from survey.fieldwork.keep_contacts import MOST, Moment, keep
from survey.moment import now
from survey.problems import problem
from survey.security import needs, staff

blueprint = Blueprint("contact_api", __name__)

_MOST_BYTES = 512 * 1024


class Contacts(BaseModel):
    """What a device sends: its own clock, and the contacts. Each contact is judged by itself."""

    model_config = ConfigDict(frozen=True)

    device_time: Moment = Field(description="The clock of the device when it sends this.")
    contacts: list[Any] = Field(max_length=MOST)


@blueprint.post("/api/v1/contacts")
@needs("contact.submit")
def take_contacts() -> Response:
    """Keep the contacts of a device; it may forget exactly those that are named as kept."""
    sent, sender = _read(), staff()
    offset = datetime.fromisoformat(sent.device_time).astimezone(UTC) - now()
    with transaction(database()) as session:
        kept, refused = keep(session, sender.organisation_id, sender.device_id, offset, sent.contacts)
    document = {
        "kept": kept,
        "refused": [{"id": each.id, "problem": each.problem.document()} for each in refused],
    }
    return Response(json.dumps(document), 200, content_type="application/json")


def _read() -> Contacts:
    if request.mimetype != "application/json":
        raise problem("unsupported_type", _("Dit adres leest alleen JSON (Content-Type: application/json)."))
    request.max_content_length = _MOST_BYTES
    try:
        return Contacts.model_validate_json(request.get_data(cache=False))
    except RequestEntityTooLarge:
        raise problem(
            "too_large", _("Stuur hoogstens %(most)s contacten tegelijk. Er is niets bewaard.", most=MOST)
        ) from None
    except ValidationError as error:
        if any(each["type"] == "json_invalid" for each in error.errors(include_input=False)):
            raise problem("not_json", _("Stuur een JSON-object.")) from None
        raise problem(
            "contact_invalid",
            _(
                "Verwacht: device_time (de tijd op het apparaat, met zone) en contacts (een lijst van hoogstens "
                "%(most)s). Er is niets bewaard.",
                most=MOST,
            ),
        ) from None
