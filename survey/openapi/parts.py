"""What the descriptions of all routes are made of."""

from typing import Any

from survey.problems import CATALOGUE, CONTENT_TYPE

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
ID = {
    "name": "interview",
    "in": "path",
    "required": True,
    "description": "A UUID in lower case, made by the client once per interview and used again when it sends again.",
    "schema": UUID,
}
# What every route says that asks the database, when that is full, closed or gone.
NOT_NOW = ["storage_full", "unavailable"]
# What every route says to somebody who did not sign in, or may not do this; to know that it asks the database.
GUARDED = ["sign_in_first", "forbidden", *NOT_NOW]


def responses(shape: str, codes: list[str]) -> dict[str, Any]:
    """What a route gives that answers with `shape` when all goes well."""
    return {"200": answer("As asked.", shape), **problems([*codes, "server_error"])}


def problems(codes: list[str]) -> dict[str, Any]:
    """The answers of a route that can fail in these ways, by their status."""
    by_status: dict[str, list[str]] = {}
    for code in codes:
        by_status.setdefault(str(CATALOGUE[code].status), []).append(code)
    return {
        status: answer(f"Nothing was kept: {', '.join(found)}.", "Problem", CONTENT_TYPE)
        for status, found in sorted(by_status.items())
    }


def answer(description: str, shape: str, content_type: str = "application/json") -> dict[str, Any]:
    """An answer of this shape."""
    return {"description": description, "content": {content_type: {"schema": ref(shape)}}}


def ref(shape: str) -> dict[str, str]:
    """The shape of this name."""
    return {"$ref": f"#/components/schemas/{shape}"}
