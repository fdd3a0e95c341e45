"""The description of contacts: what came of approaching people."""

from typing import Any

from survey.fieldwork.api import Contacts
from survey.fieldwork.keep_contacts import Approach
from survey.openapi.parts import GUARDED, UUID, ref, responses

CONTACTS: dict[str, Any] = Contacts.model_json_schema()
CONTACTS["properties"]["contacts"]["items"] = {
    **Approach.model_json_schema(),
    "description": "Judged one by one: a good one is kept whatever stands beside it.",
}
CONTACTS_ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["kept", "refused"],
    "properties": {
        "kept": {"type": "array", "items": UUID, "description": "What the device may forget."},
        "refused": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "problem"],
                "properties": {"id": {"type": "string"}, "problem": ref("Problem")},
            },
        },
    },
}


def post_contacts() -> dict[str, Any]:
    """The route that takes contacts."""
    return {
        "operationId": "postContacts",
        "summary": "Send what came of approaching people",
        "description": "By a device only. The same contact may be sent as often as needed: it counts once.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Contacts")}}},
        "responses": responses(
            "ContactsAnswer",
            [
                *GUARDED,
                "device_revoked",
                "not_json",
                "unsupported_type",
                "too_large",
                "contact_invalid",
            ],
        ),
    }
