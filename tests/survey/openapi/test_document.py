"""The description of the API is valid, and what the API answers is what it describes."""

import re
import sqlite3
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from survey.openapi.document import document
from survey.problems import CATALOGUE
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, content_digest, interview, put

DOCUMENT = document()


def _errors(shape: str, value: Any) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{shape}", "components": DOCUMENT["components"]}
    return [error.message for error in OAS31Validator(schema).iter_errors(value)]


def test_the_document_is_valid_openapi(client: FlaskClient) -> None:
    served = client.get("/api/v1/openapi.json").get_json()
    validate(served)
    assert served == DOCUMENT


def test_every_route_of_the_api_is_described_and_no_other(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and rule.endpoint != "openapi.description"
    }
    described = {(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations}
    assert described == routes


def test_the_interview_of_the_samples_fits_its_description() -> None:
    assert _errors("Interview", interview()) == []
    assert _errors("Interview", interview(origin="internet")) != []


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/api/v1/studies", "StudyList"),
        ("/api/v1/studies/proef", "Study"),
        ("/api/v1/studies/proef/counts", "Counts"),
        ("/api/v1/problems", "Problems"),
        ("/api/v1/studies/nergens", "Problem"),
        ("/api/v1/nergens", "Problem"),
    ],
)
def test_what_is_answered_fits_its_description(
    client: FlaskClient, study: Study, path: str, shape: str
) -> None:
    assert _errors(shape, client.get(path).get_json()) == []


def test_receipts_and_conflicts_fit_their_description(client: FlaskClient, study: Study) -> None:
    identity = uuid4()
    statuses = DOCUMENT["paths"]["/api/v1/interviews/{interview}"]["put"]["responses"]
    first = put(client, body(), identity)
    second = put(client, body(answers=ANSWERS | {"age": 50}), identity)
    refused = put(client, body(), Content_Digest=content_digest(b"x"))
    for answer, shape in ((first, "Receipt"), (second, "Conflict"), (refused, "Problem")):
        assert _errors(shape, answer.get_json()) == []
        assert str(answer.status_code) in statuses


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (path, method)
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
        if "problems" not in path
    ],
)
def test_every_route_that_asks_the_database_says_that_it_may_be_full_or_closed(
    path: str, method: str
) -> None:
    responses = DOCUMENT["paths"][path][method]["responses"]
    for code in ("storage_full", "unavailable"):
        assert code in responses[str(CATALOGUE[code].status)]["description"]


@pytest.mark.parametrize(
    ("code", "fault"), [("storage_full", sqlite3.SQLITE_FULL), ("unavailable", sqlite3.SQLITE_IOERR)]
)
def test_what_is_answered_while_the_database_is_full_or_closed_is_described(
    client: FlaskClient, study: Study, monkeypatch: pytest.MonkeyPatch, code: str, fault: int
) -> None:
    cause = sqlite3.OperationalError("made up")
    cause.sqlite_errorcode = fault  # type: ignore[misc]

    def ill(*_given: Any, **_more: Any) -> None:
        raise OperationalError("INSERT", {}, cause)

    monkeypatch.setattr(Session, "connection", ill)
    monkeypatch.setattr(Session, "execute", ill)
    sent = body()
    one = {"id": str(uuid4()), "digest": sha256(sent).hexdigest(), "body": sent.decode()}
    asked = {
        ("/api/v1/interviews/{interview}", "put"): put(client, sent),
        ("/api/v1/interviews", "post"): client.post("/api/v1/interviews", json={"interviews": [one]}),
        ("/api/v1/devices", "post"): client.post("/api/v1/devices", json={"code": "ABCD-EFGH"}),
        ("/api/v1/studies", "get"): client.get("/api/v1/studies"),
    }
    for (path, method), answer in asked.items():
        assert (path, answer.status_code, answer.get_json()["code"]) == (path, CATALOGUE[code].status, code)
        assert str(answer.status_code) in DOCUMENT["paths"][path][method]["responses"]
        assert _errors("Problem", answer.get_json()) == []


def test_every_status_of_the_catalogue_that_putting_can_give_is_described() -> None:
    statuses = DOCUMENT["paths"]["/api/v1/interviews/{interview}"]["put"]["responses"]
    assert {"200", "201", "400", "404", "409", "413", "415", "422", "503", "507"} <= set(statuses)
    assert all(kind.status >= 400 for kind in CATALOGUE.values())
