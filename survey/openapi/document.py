"""The description of the API (OpenAPI 3.1), from the same names that the code uses."""

from importlib.metadata import version
from typing import Any

from survey.openapi import devices
from survey.openapi.contacts import post_contacts
from survey.openapi.fieldwork import get_fieldwork
from survey.openapi.interviews import post, put
from survey.openapi.parts import GUARDED, ID, responses
from survey.openapi.schemas import schemas

_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wijkpeil",
            "version": version("wijkpeil"),
            "description": "Interviews go in, one by one or several at once, and are answered with a receipt after they are on the disk.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/api/v1/contacts": {"post": post_contacts()},
            "/api/v1/interviews": {"post": post()},
            "/api/v1/interviews/{interview}": {"put": put()},
            "/api/v1/interviews/{interview}/receipt": {
                "get": _get("getReceipt", "The receipt of an interview that is kept", "Receipt", [ID])
                | {"responses": responses("Receipt", [*GUARDED, "interview_unknown", "interview_id_invalid"])}
            },
            "/api/v1/studies": {
                "get": _get("listStudies", "The studies of the organisation", "StudyList", [])
                | {"responses": responses("StudyList", GUARDED)}
            },
            "/api/v1/studies/{slug}": {
                "get": _get("getStudy", "All that a client needs to send valid interviews", "Study", [_SLUG])
                | {"responses": responses("Study", [*GUARDED, "study_unknown"])}
            },
            "/api/v1/studies/{slug}/counts": {
                "get": _get("countStudy", "How much came in", "Counts", [_SLUG])
                | {"responses": responses("Counts", [*GUARDED, "study_unknown"])}
            },
            "/api/v1/studies/{slug}/fieldwork": {"get": get_fieldwork()},
            **devices.paths(),
            "/api/v1/problems": {
                "get": _get("listProblems", "Everything that can go wrong", "Problems", []) | {"security": []}
            },
        },
        "security": [{"key": []}, {"device": []}, {"session": []}],
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of an account: made under /account, shown once. It works for what the account may do.",
                },
                "device": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a device of the fieldwork: given once, when it was let in.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "session",
                    "description": "The session of somebody who signed in at /aanmelden.",
                },
            },
        },
    }


def _get(name: str, summary: str, shape: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": responses(shape, []),
    }
