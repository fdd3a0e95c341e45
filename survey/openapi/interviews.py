"""How interviews are sent: one by one, or several in one message."""

from typing import Any

from survey.openapi.parts import GUARDED, ID, UUID, answer, problems, ref
from survey.problems import CONTENT_TYPE

_DIGEST = {
    "name": "Content-Digest",
    "in": "header",
    "required": True,
    "description": "RFC 9530, with the SHA-256 of the body: `sha-256=:<base64>:`.",
    "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
}
_NUMBER = {
    "name": "Wijkpeil-Number",
    "in": "header",
    "description": "The number that the device gave this interview: 1, 2, 3 ... per study.",
    "schema": {"type": "integer", "minimum": 1},
}
_DEVICE_TIME = {
    "name": "Wijkpeil-Device-Time",
    "in": "header",
    "description": "What the clock of the device says now. A wrong clock is measured, not refused.",
    "schema": {"type": "string", "format": "date-time"},
}
_BODY = {"oneOf": [ref("Interview"), ref("SealedInterview")]}
_OF_THE_MESSAGE = [
    "digest_invalid",
    "digest_mismatch",
    "body_incomplete",
    "not_json",
    "too_large",
    "unsupported_type",
]
_OF_ONE = ["digest_missing", "study_unknown", "interview_invalid", "interview_id_invalid"]
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

BATCH: dict[str, Any] = {
    "type": "object",
    "required": ["interviews"],
    "properties": {
        "client": {"type": "string"},
        "device_time": {"type": ["string", "null"], "description": _DEVICE_TIME["description"]},
        "interviews": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["id", "digest", "body"],
                "properties": {
                    "id": UUID,
                    "digest": _SHA256,
                    "number": {"type": ["integer", "null"], "minimum": 1},
                    "body": {
                        "type": "string",
                        "description": "The exact text of the interview, plain or sealed, as PUT takes it.",
                    },
                },
            },
        },
    },
}
BATCH_ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "status"],
                "properties": {
                    "id": {"type": "string"},
                    "status": {"type": "integer"},
                    "receipt": ref("Receipt"),
                    "problem": ref("Problem"),
                },
            },
        }
    },
}
SEALED: dict[str, Any] = {
    "type": "object",
    "description": "An interview that only the server can open: ECDH on P-256, HKDF-SHA256, AES-256-GCM.",
    "required": ["sealed", "study", "key", "ephemeral", "iv", "packed", "text"],
    "properties": {
        "sealed": {"const": 1},
        "study": {"type": "string"},
        "key": {"type": "string", "description": "The name of the key of the study it was sealed with."},
        "ephemeral": {"type": "string", "description": "65 bytes in base64."},
        "iv": {"type": "string", "description": "12 bytes in base64."},
        "packed": {"enum": ["deflate-raw", "none"]},
        "text": {"type": "string", "description": "Ciphertext and tag in base64."},
    },
}


def put() -> dict[str, Any]:
    """PUT of one interview."""
    return {
        "operationId": "putInterview",
        "summary": "Send one interview",
        "description": "An interview that is well formed but does not agree with its questionnaire is kept and flagged.",
        "parameters": [ID, _DIGEST, _NUMBER, _DEVICE_TIME],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}},
        "responses": {
            "201": answer("Kept now; the receipt.", "Receipt"),
            "200": answer("The same bytes were kept before; the very same receipt.", "Receipt"),
            "409": answer("Other bytes were kept before; these are kept beside them, and do not count.", "Conflict", CONTENT_TYPE),
            **problems([*GUARDED, *_OF_THE_MESSAGE, *_OF_ONE]),
        },
    }  # fmt: skip


def post() -> dict[str, Any]:
    """POST of several interviews."""
    return {
        "operationId": "postInterviews",
        "summary": "Send up to 100 interviews in one message of at most 8 MiB",
        "description": "The good ones are kept together; one that is refused costs only itself. What became of each "
        "stands in the answer, in their order: the status, and the receipt or the problem, that PUT would give.",
        "parameters": [_DIGEST | {"required": False}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Batch")}}},
        "responses": {
            "200": answer("What became of each.", "BatchAnswer"),
            **problems([*GUARDED, *_OF_THE_MESSAGE, "batch_invalid"]),
        },
    }
