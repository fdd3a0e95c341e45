"""Whatever is asked of the API: no fault of the server, and no answer that its description does not have."""

import json

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from sqlalchemy import Engine

from survey.database import transaction
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.samples import content_digest

_EXAMPLES = 25  # per operation and per kind of visitor
_OPERATIONS = [
    "putInterview",
    "postContacts",
    "postInterviews",
    "getReceipt",
    "listStudies",
    "getStudy",
    "countStudy",
    "followFieldwork",
    "listProblems",
]


@pytest.fixture
def visitor(request: pytest.FixtureRequest, engine: Engine, study: Study) -> dict[str, str]:
    """The headers of somebody with a key, or of nobody."""
    with transaction(engine) as session:
        staff.program(session, study)
    return dict(staff.WITH_KEY) if request.param == "with a key" else {}


@pytest.mark.parametrize("visitor", ["with a key", "without"], indirect=True)
@pytest.mark.parametrize("operation", _OPERATIONS)
def test_every_answer_is_a_described_one(app: Flask, visitor: dict[str, str], operation: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = next(
        each.ok()
        for each in schema.get_all_operations()
        if each.ok().definition.raw["operationId"] == operation
    )

    @given(case=found.as_strategy())
    @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case: schemathesis.Case) -> None:
        digest = {}
        if operation == "putInterview" and isinstance(case.body, dict):
            digest = {"Content-Digest": content_digest(json.dumps(case.body).encode())}
        case.headers = {**(case.headers or {}), **digest, **visitor}
        answer = case.call()
        assert answer.status_code < 500
        # Who sends a true key gets in, whatever nonsense stands in the cookie beside it; and a digest, a hash or the
        # name of a study can be well formed and yet be of nothing.
        left_out = [positive_data_acceptance, *([ignored_auth] if visitor else [])]
        case.validate_response(answer, excluded_checks=left_out)

    ask()


def test_an_answer_that_is_not_described_is_found_out(app: Flask, study: Study) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operation = next(
        each.ok()
        for each in schema.get_all_operations()
        if each.ok().definition.raw["operationId"] == "getStudy"
    )
    case = operation.Case(path_parameters={"slug": "proef"})
    app.view_functions["studies.study"] = lambda **_given: ("een theepot", 418)
    app.view_functions["studies.study"].action = "health.read"  # type: ignore[attr-defined]
    with pytest.raises(BaseExceptionGroup) as found:
        case.validate_response(case.call())
    assert {type(one) for one in found.value.exceptions} == {UndefinedStatusCode}
