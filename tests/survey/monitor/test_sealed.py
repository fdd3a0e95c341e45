"""What a tablet sealed is opened where a person judges it, and where a supervisor brings it in."""

import hashlib
import json
import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.fieldwork.study_keys import ensure
from survey.fieldwork.tables import Contact, StudyKey
from survey.members.keyring import keyring
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put
from tests.survey.sealing import fresh_pair, seal

FIELD = "/onderzoek/proef/veldwerk"


@pytest.fixture
def key(engine: Engine, study: Study, settings: Settings) -> StudyKey:
    """The key of the study of the tests."""
    with transaction(engine) as session:
        return ensure(session, study.id or 0, keyring(settings))


def _sealed(key: StudyKey, identity: UUID, plain: bytes) -> bytes:
    return json.dumps(seal(plain, identity, "proef", key.name, key.public)).encode()


def _line(identity: UUID, sent: bytes) -> dict[str, Any]:
    return {
        "id": str(identity),
        "digest": hashlib.sha256(sent).hexdigest(),
        "number": 1,
        "body": sent.decode(),
    }


def _bring(client: FlaskClient, *interviews: dict[str, Any], contacts: list[dict[str, Any]]) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"{FIELD}/inlezen").text)
    assert token
    queue = {"wijkpeil": "queue", "format": 1, "interviews": interviews, "contacts": contacts}
    form = {"csrf_token": token[1], "bestand": (BytesIO(json.dumps(queue).encode()), "x.json")}
    return client.post(f"{FIELD}/inlezen", data=form, content_type="multipart/form-data").text


def test_a_file_with_sealed_interviews_and_contacts_comes_in(
    client: FlaskClient, engine: Engine, key: StudyKey
) -> None:
    one, strange, contact = uuid4(), uuid4(), uuid4()
    told = {"id": str(contact), "study": "proef", "at": "2026-11-02T10:00:00+01:00", "outcome": "no_time"}
    closed = _sealed(key, contact, json.dumps(told).encode()).decode()
    nobodys = json.dumps(seal(body(), strange, "proef", "f" * 16, fresh_pair()[1])).encode()
    page = _bring(
        client,
        _line(one, _sealed(key, one, body())),
        _line(uuid4(), _sealed(key, one, body())),  # moved to another identity
        _line(strange, nobodys),
        contacts=[
            {"id": str(contact), "study": "proef", "body": closed},
            {"id": str(uuid4()), "study": "proef", "body": closed},
            {"id": str(contact), "study": "proef", "body": "{"},
        ],
    )
    assert page.count("Nieuw: bewaard") == 1
    assert page.count("Geweigerd.") == 2
    assert "2 contacten zijn niet bewaard" in page
    with reading(engine) as session:
        assert [each.id for each in session.exec(select(Interview))] == [one]
        assert [each.outcome for each in session.exec(select(Contact))] == ["no_time"]


def test_two_sealed_bodies_are_opened_side_by_side_and_one_is_chosen(
    client: FlaskClient, engine: Engine, key: StudyKey
) -> None:
    identity = uuid4()
    put(client, _sealed(key, identity, body()), identity)
    put(client, _sealed(key, identity, body(answers=ANSWERS | {"age": 61})), identity)
    page = client.get(f"{FIELD}/interviews/{identity}").text
    assert "<strong>Hoe oud bent u?</strong>" in page
    second = re.findall(r'name="submission" value="(\d+)"', page)[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "submission": second, "reason": "Nagevraagd."}
    assert client.post(f"{FIELD}/interviews/{identity}/keuze", data=form).status_code == 303
    with reading(engine) as session:
        assert session.get_one(Interview, identity).answers["age"] == 61
