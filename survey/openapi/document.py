"""The description of the API (OpenAPI 3.1), from the same names that the code uses."""

from importlib.metadata import version
from typing import Any

from survey.openapi.schemas import schemas
from survey.problems import CATALOGUE, CONTENT_TYPE

_UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_ID = {
    "name": "interview",
    "in": "path",
    "required": True,
    "description": "A UUID in lower case, made by the client once per interview and used again when it sends again.",
    "schema": _UUID,
}
_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
_DIGEST = {
    "name": "Content-Digest",
    "in": "header",
    "required": True,
    "description": "RFC 9530, with the SHA-256 of the body: `sha-256=:<base64>:`.",
    "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
}


# What every route says to somebody who did not sign in, or may not do this.
_GUARDED = ["sign_in_first", "forbidden"]


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wijkpeil",
            "version": version("wijkpeil"),
            "description": "Interviews go in, one at a time, and are answered with a receipt after they are on the disk.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/api/v1/interviews/{interview}": {"put": _put()},
            "/api/v1/interviews/{interview}/receipt": {
                "get": _get("getReceipt", "The receipt of an interview that is kept", "Receipt", [_ID])
                | {
                    "responses": _responses(
                        "Receipt", [*_GUARDED, "interview_unknown", "interview_id_invalid"]
                    )
                }
            },
            "/api/v1/studies": {
                "get": _get("listStudies", "The studies of the organisation", "StudyList", [])
                | {"responses": _responses("StudyList", _GUARDED)}
            },
            "/api/v1/studies/{slug}": {
                "get": _get("getStudy", "All that a client needs to send valid interviews", "Study", [_SLUG])
                | {"responses": _responses("Study", [*_GUARDED, "study_unknown"])}
            },
            "/api/v1/studies/{slug}/counts": {
                "get": _get("countStudy", "How much came in", "Counts", [_SLUG])
                | {"responses": _responses("Counts", [*_GUARDED, "study_unknown"])}
            },
            "/api/v1/problems": {
                "get": _get("listProblems", "Everything that can go wrong", "Problems", []) | {"security": []}
            },
        },
        "security": [{"key": []}, {"session": []}],
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of an account: made under /account, shown once. It works for what the account may do.",
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


def _put() -> dict[str, Any]:
    refused = [
        *_GUARDED,
        "digest_missing",
        "digest_invalid",
        "digest_mismatch",
        "body_incomplete",
        "not_json",
        "study_unknown",
        "too_large",
        "unsupported_type",
        "interview_invalid",
        "interview_id_invalid",
        "unavailable",
    ]
    return {
        "operationId": "putInterview",
        "summary": "Send one interview",
        "description": "An interview that is well formed but does not agree with its questionnaire is kept and flagged.",
        "parameters": [_ID, _DIGEST],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Interview")}}},
        "responses": {
            "201": _answer("Kept now; the receipt.", "Receipt"),
            "200": _answer("The same bytes were kept before; the very same receipt.", "Receipt"),
            "409": _answer("Other bytes were kept before; these are kept beside them, and do not count.", "Conflict", CONTENT_TYPE),
            **_problems(refused),
        },
    }  # fmt: skip


def _get(name: str, summary: str, shape: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": _responses(shape, []),
    }


def _responses(shape: str, problems: list[str]) -> dict[str, Any]:
    return {"200": _answer("As asked.", shape), **_problems([*problems, "server_error"])}


def _problems(codes: list[str]) -> dict[str, Any]:
    by_status: dict[str, list[str]] = {}
    for code in codes:
        by_status.setdefault(str(CATALOGUE[code].status), []).append(code)
    return {
        status: _answer(f"Nothing was kept: {', '.join(found)}.", "Problem", CONTENT_TYPE)
        for status, found in sorted(by_status.items())
    }


def _answer(description: str, shape: str, content_type: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {content_type: {"schema": _ref(shape)}}}


def _ref(shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape}"}
