"""How devices of the fieldwork are let in, check in, and fetch what they need."""

from typing import Any

from pydantic.json_schema import models_json_schema

from survey.devices.message import Own, WithCode
from survey.devices.report import Report
from survey.openapi.parts import GUARDED, NOT_NOW, answer, problems, ref

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_OF_A_MESSAGE = ["unsupported_type", "too_large", "not_json", "device_invalid"]
_OF_A_DEVICE = [*GUARDED, "device_revoked"]
_FOR_DEVICES: list[dict[str, list[str]]] = [{"device": []}]
_SLUG = {"name": "slug", "in": "path", "required": True, "schema": _TEXT}
_RECORDING = {
    "name": "recording_id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}


def _exactly(**members: Schema) -> Schema:
    return {"type": "object", "required": sorted(members), "properties": members}


def _listing(item: Schema) -> Schema:
    return {"type": "array", "items": item}


ENROLLED = _exactly(
    device=_COUNT,
    name=_TEXT | {"description": "What people call it, and what should stand on it."},
    organisation=_TEXT,
    token=_TEXT
    | {"description": "What it sends as `Authorization: Bearer ...` from now on; given this once."},
    again={
        "type": "boolean",
        "description": "It is the device that had the token `before`: what lies on it keeps its numbers.",
    },
    turn=_COUNT | {"description": "Of its latest report that is known here; go on from there."},
    finished={
        "type": "object",
        "description": "By study the highest number that is known of its interviews; go on from there.",
        "additionalProperties": _COUNT,
    },
)
CHECKED_IN = _exactly(
    name=_TEXT,
    server_time={"type": "string", "format": "date-time"},
    clock_offset_ms={"type": "integer", "description": "The clock of the device minus ours."},
    studies=_listing(
        _exactly(
            slug=_TEXT,
            title=_TEXT,
            synthetic={"type": "boolean"},
            open={
                "type": "boolean",
                "description": "Whether to begin interviews; finished ones are taken anyway.",
            },
            questionnaire=_TEXT,
            bundle=_TEXT | {"description": "Where its bundle is."},
            revision=_TEXT
            | {"description": "The ETag of the bundle, without quotes: fetch it when it is another one."},
        )
    ),
    leases=_listing(
        _exactly(
            study=_TEXT,
            turn=_COUNT,
            cells=_listing(
                {
                    "type": "object",
                    "required": ["cell", "left", "back"],
                    "properties": {
                        "cell": _COUNT,
                        "left": _COUNT
                        | {"description": "How many interviews it may still begin, for this turn."},
                        "back": _COUNT | {"description": "How many of those it is asked to give up."},
                        "counted": _COUNT,
                        "target": _COUNT,
                    },
                }
            ),
        )
    ),
)
BUNDLE = {
    "type": "object",
    "description": "All that an interview needs. Members that are not named here may come.",
    "required": [
        "format",
        "study",
        "questionnaire",
        "programme",
        "fragments",
        "seal",
        "receipt_key",
        "quota",
    ],
    "properties": {
        "format": {"const": 2},
        "seal": _exactly(
            key=_TEXT, public=_TEXT | {"description": "P-256, uncompressed: 65 bytes in base64."}
        ),
        "translations": {"type": "object", "additionalProperties": _TEXT},
        "quota": {"type": "object"},
    },
}


def shapes() -> dict[str, Schema]:
    """What devices send and get, by the name under which the document refers to them."""
    sent = models_json_schema(
        [(WithCode, "validation"), (Own, "validation"), (Report, "validation")],
        ref_template="#/components/schemas/Device{model}",
    )[1]["$defs"]
    return {
        **{f"Device{name}": shape for name, shape in sent.items()},
        "DeviceEnrolled": ENROLLED,
        "DeviceCheckedIn": CHECKED_IN,
        "Bundle": BUNDLE,
    }


def paths() -> dict[str, Any]:
    """The routes, by their path."""
    return {
        "/api/v1/devices": {
            "post": _let_in("enrolDevice", "Let in the device that has a code", "DeviceWithCode")
        },
        "/api/v1/devices/own": {"post": _let_in_own()},
        "/api/v1/devices/check-in": {"post": _check_in()},
        "/api/v1/devices/bundles/{slug}": {"get": _bundle()},
        "/api/v1/devices/recordings/{recording_id}": {"get": _recording()},
    }


def _let_in(name: str, summary: str, shape: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "description": "A code works once, for 24 hours. Whoever guesses codes is stopped for ten minutes.",
        "security": [],
        "requestBody": _takes(shape),
        "responses": {
            "201": answer("Let in.", "DeviceEnrolled"),
            **problems([*NOT_NOW, *_OF_A_MESSAGE, "enrolment_refused", "too_often"]),
        },
    }


def _let_in_own() -> dict[str, Any]:
    return {
        "operationId": "enrolOwnDevice",
        "summary": "Let in the device on which somebody signed in",
        "description": "A request with a session sends the word of the page along, as `X-CSRFToken`.",
        "parameters": [{"name": "X-CSRFToken", "in": "header", "schema": _TEXT}],
        "requestBody": _takes("DeviceOwn"),
        "responses": {
            "201": answer("Let in.", "DeviceEnrolled"),
            **problems([*GUARDED, *_OF_A_MESSAGE, "form_expired"]),
        },
    }


def _check_in() -> dict[str, Any]:
    return {
        "operationId": "checkInDevice",
        "summary": "Say what lies on the device; hear for which studies it may work, and its part of the open places",
        "security": _FOR_DEVICES,
        "requestBody": _takes("DeviceReport"),
        "responses": {
            "200": answer("Written down.", "DeviceCheckedIn"),
            **problems([*_OF_A_DEVICE, *_OF_A_MESSAGE]),
        },
    }


def _bundle() -> dict[str, Any]:
    return {
        "operationId": "getBundle",
        "summary": "All that an interview of this study needs",
        "security": _FOR_DEVICES,
        "parameters": [_SLUG],
        "responses": {
            "200": answer("As it is now.", "Bundle"),
            "304": {"description": "Nothing changed since the ETag that was sent along."},
            **problems([*_OF_A_DEVICE, "study_unknown", "check_in_first"]),
        },
    }


def _recording() -> dict[str, Any]:
    return {
        "operationId": "getRecording",
        "summary": "A question read aloud",
        "security": _FOR_DEVICES,
        "parameters": [_RECORDING],
        "responses": {
            "200": {
                "description": "The sound.",
                "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}},
            },
            "304": {"description": "The device has this sound."},
            **problems([*_OF_A_DEVICE, "not_found"]),
        },
    }


def _takes(shape: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": ref(shape)}}}
