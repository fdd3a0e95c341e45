"""What devices ask for: whatever they send, the answer is one that is described."""

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_schema_validator import OAS31Validator
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from sqlalchemy import Engine

from survey import throttle
from survey.accounts.organisation import Organisation
from survey.database import transaction
from survey.devices.enrol import enrol_own
from survey.devices.message import Introduction
from survey.moment import now
from survey.openapi.document import document
from survey.studies.tables import Study

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

_EXAMPLES = 10  # per operation
DOCUMENT = document()


@pytest.fixture
def device(engine: Engine, organisation: Organisation, study: Study) -> dict[str, str]:
    with transaction(engine) as session:
        made = enrol_own(session, organisation.id or 0, "Tablet 7", Introduction(), None)
    return {"Authorization": f"Bearer {made.token}"}


@pytest.mark.parametrize(
    "operation", ["enrolDevice", "enrolOwnDevice", "checkInDevice", "getBundle", "getRecording"]
)
def test_every_answer_is_a_described_one(
    app: Flask, device: dict[str, str], operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "allowed", lambda *_given: True)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = next(
        each.ok()
        for each in schema.get_all_operations()
        if each.ok().definition.raw["operationId"] == operation
    )

    @given(case=found.as_strategy())
    @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case: schemathesis.Case) -> None:
        case.headers = {**(case.headers or {}), **device}
        answer = case.call()
        assert answer.status_code < 500
        case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])

    ask()


def test_what_a_device_gets_fits_its_description(
    anonymous: FlaskClient, device: dict[str, str], study: Study
) -> None:
    said = {"device_time": now().isoformat(), "studies": [{"study": study.slug, "turn": 1}]}
    answers = {
        "DeviceCheckedIn": anonymous.post("/api/v1/devices/check-in", json=said, headers=device),
        "Bundle": anonymous.get(f"/api/v1/devices/bundles/{study.slug}", headers=device),
        "Problem": anonymous.get("/api/v1/devices/recordings/7", headers=device),
    }

    for shape, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{shape}", "components": DOCUMENT["components"]}
        assert [error.message for error in OAS31Validator(schema).iter_errors(answer.get_json())] == []
