"""The short way in says and keeps exactly what the application would."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlmodel import col, select

from survey.accounts.tables import Account, ApiKey
from survey.collection.door import Door
from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.moment import now
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.collection.test_refuse import SENT
from tests.survey.samples import ANSWERS, body, put


@pytest.fixture(autouse=True)
def _key(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        staff.program(session, study)


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """The requests that the application itself had to answer."""
    seen: list[str] = []
    door = app.wsgi_app
    assert isinstance(door, Door)
    inner = door._inner

    def noted(environ: dict[str, Any], start: Any) -> Any:
        seen.append(environ["PATH_INFO"])
        return inner(environ, start)

    door._inner = noted
    return seen


@pytest.fixture
def program(app: Flask, asked: list[str]) -> FlaskClient:
    """A program with a key."""
    return app.test_client()


def _send(client: FlaskClient, sent: bytes, identity: UUID | None = None, **headers: str) -> Any:
    return put(client, sent, identity, **(dict(staff.WITH_KEY) | headers))


def test_what_is_said_is_the_same_to_the_header(app: Flask, program: FlaskClient, asked: list[str]) -> None:
    identity = uuid4()
    assert _send(program, SENT, identity).status_code == 201
    short = _send(program, SENT, identity)
    assert asked == []
    app.wsgi_app, door = app.wsgi_app._inner, app.wsgi_app  # type: ignore[attr-defined]
    long = _send(program, SENT, identity)
    app.wsgi_app = door
    assert len(asked) == 1
    assert (short.status, short.data) == (long.status, long.data)
    assert sorted(short.headers) == sorted(long.headers)


def test_a_batch_is_answered_with_the_same_words(app: Flask, program: FlaskClient, asked: list[str]) -> None:
    first, other = body(), body(answers=ANSWERS | {"age": 45})
    identity = str(uuid4())
    message = {
        "interviews": [
            {"id": identity, "digest": hashlib.sha256(sent).hexdigest(), "body": sent.decode()}
            for sent in (first, other)
        ]
    }
    once = program.post("/api/v1/interviews", json=message, headers=staff.WITH_KEY)
    assert [each["status"] for each in once.get_json()["results"]] == [201, 409]
    short = program.post("/api/v1/interviews", json=message, headers=staff.WITH_KEY)
    assert asked == []
    app.wsgi_app = app.wsgi_app._inner  # type: ignore[attr-defined]
    long = program.post("/api/v1/interviews", json=message, headers=staff.WITH_KEY)
    assert short.get_json() == long.get_json()
    assert sorted(short.headers) == sorted(long.headers) or short.content_length != long.content_length


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "application/json; charset=utf-8"},
        {"Authorization": staff.WITH_KEY["Authorization"].replace("Bearer", "bearer")},
        {"Content_Digest": "md5=:abcd:, " + "sha-256=:" + "A" * 43 + "=:"},
    ],
)
def test_what_is_unusual_goes_to_the_application(
    program: FlaskClient, asked: list[str], headers: dict[str, str]
) -> None:
    answer = _send(program, SENT, **headers)
    assert len(asked) == 1
    assert answer.status_code == (400 if "Content_Digest" in headers else 201)


def test_a_problem_is_worded_by_the_application(program: FlaskClient, asked: list[str]) -> None:
    answer = _send(program, body(mode="fax"), Accept_Language="en")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "interview_invalid")
    assert "Expected" in answer.get_json()["detail"]
    assert len(asked) == 1


def test_a_name_that_is_not_ours_is_not_answered(program: FlaskClient, asked: list[str]) -> None:
    assert _send(program, SENT, Host="elders.invalid").status_code == 400
    assert len(asked) == 1


@pytest.mark.parametrize("how", ["key", "account", "role"])
def test_who_may_no_longer_send_is_refused_at_once(
    program: FlaskClient, engine: Engine, asked: list[str], how: str
) -> None:
    assert _send(program, SENT).status_code == 201
    changes: dict[str, Any] = {
        "key": update(ApiKey).values(revoked_at=now()),
        "account": update(Account).where(col(Account.role_names).is_not(None)).values(active=False),
        "role": update(Account).values(role_names=["reader"]),
    }
    with transaction(engine) as session:
        session.connection().execute(changes[how])
    answer = _send(program, SENT)
    assert answer.status_code == (403 if how == "role" else 401)
    assert len(asked) == 1
    with reading(engine) as session:
        assert len(session.exec(select(Submission)).all()) == 1


def test_a_device_sends_with_its_token_until_it_is_revoked(
    program: FlaskClient, engine: Engine, study: Study, asked: list[str]
) -> None:
    token = "wd_a-made-up-token"
    with transaction(engine) as session:
        made = Device(
            organisation_id=study.organisation_id,
            name="Tablet 7",
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
        )
        session.add(made)
        session.flush()
        key = made.id
    with_token = {"Authorization": f"Bearer {token}", "Wijkpeil_Number": "3"}
    assert _send(program, SENT, **with_token).status_code == 201
    with reading(engine) as session:
        kept = session.exec(select(Submission)).one()
    assert (kept.device_id, kept.device_number, asked) == (key, 3, [])
    with transaction(engine) as session:
        session.connection().execute(update(Device).values(revoked_at=now()))
    answer = _send(program, SENT, **with_token)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")


def test_a_study_of_another_organisation_does_not_exist(
    program: FlaskClient, engine: Engine, elsewhere: Any, asked: list[str]
) -> None:
    with transaction(engine) as session:
        session.connection().execute(update(Study).values(organisation_id=elsewhere.id))
    assert _send(program, SENT).get_json()["code"] == "study_unknown"
    with reading(engine) as session:
        assert session.exec(select(Interview)).all() == []


def test_half_a_body_is_refused(program: FlaskClient, asked: list[str]) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(SENT) + 5), **staff.WITH_KEY}
    answer = program.put(f"/api/v1/interviews/{uuid4()}", data=SENT, headers=headers)
    assert json.loads(answer.data)["code"] in {"body_incomplete", "digest_missing"}
    assert len(asked) == 1
