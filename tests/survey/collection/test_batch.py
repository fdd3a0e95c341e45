"""Several interviews in one message."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put

HERE = "/api/v1/interviews"


def _one(sent: bytes | None = None, **changes: Any) -> dict[str, Any]:
    sent = sent or body()
    return {"id": str(uuid4()), "digest": hashlib.sha256(sent).hexdigest(), "body": sent.decode()} | changes


def _results(client: FlaskClient, *interviews: dict[str, Any], **members: Any) -> list[dict[str, Any]]:
    answer = client.post(HERE, json={"client": "proef", "interviews": interviews, **members})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()["results"]
    return found


def _kept(engine: Engine) -> dict[str, Submission]:
    with reading(engine) as session:
        return {str(one.interview_id): one for one in session.exec(select(Submission))}


def test_each_interview_gets_the_receipt_that_sending_it_alone_would_give(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    sent = [_one(body(answers=ANSWERS | {"age": 20 + number})) for number in range(5)]
    first = _results(client, *sent)
    assert [each["status"] for each in first] == [201] * 5
    assert [each["id"] for each in first] == [each["id"] for each in sent]
    again = _results(client, *sent)
    assert [each["status"] for each in again] == [200] * 5
    assert [each["receipt"] for each in again] == [each["receipt"] for each in first]
    alone = put(client, sent[2]["body"].encode(), sent[2]["id"])
    assert alone.get_json() == first[2]["receipt"]
    assert {name: kept.body.decode() for name, kept in _kept(engine).items()} == {
        each["id"]: each["body"] for each in sent
    }


@pytest.mark.parametrize(
    ("bad", "status", "code"),
    [
        (_one(digest="0" * 64), 400, "digest_mismatch"),
        (_one(digest="x"), 400, "digest_invalid"),
        (_one(id="een"), 422, "interview_id_invalid"),
        (_one(body(study="nergens")), 404, "study_unknown"),
        (_one(body(mode="fax")), 422, "interview_invalid"),
        (_one(b"{"), 400, "not_json"),
        (_one(body(answers={"remark": "x" * 300_000})), 413, "too_large"),
    ],
)
def test_a_bad_one_costs_only_itself(
    client: FlaskClient, study: Study, engine: Engine, bad: dict[str, Any], status: int, code: str
) -> None:
    first, last = _one(), _one()
    results = _results(client, first, bad, last)
    assert [each["status"] for each in results] == [201, status, 201]
    assert results[1]["problem"]["code"] == code
    assert _kept(engine).keys() == {first["id"], last["id"]}


def test_other_bytes_for_an_interview_of_the_same_message_are_a_conflict(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    first = _one()
    other = _one(body(answers=ANSWERS | {"age": 45}), id=first["id"])
    results = _results(client, first, other, first)
    assert [each["status"] for each in results] == [201, 409, 200]
    assert results[1]["problem"]["kept"] == results[0]["receipt"] == results[2]["receipt"]
    with reading(engine) as session:
        assert len(session.exec(select(Interview)).all()) == 1
        assert len(session.exec(select(Submission)).all()) == 2


def test_the_number_and_the_clock_of_the_device_are_kept_with_what_it_sent(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    behind = datetime.now(UTC) - timedelta(days=3653)
    told, written = _one(body(paradata={"number": 7})), _one(number=8)
    _results(client, told, written, device_time=behind.isoformat())
    kept = _kept(engine)
    assert [kept[each["id"]].device_number for each in (told, written)] == [7, 8]
    offset = kept[told["id"]].clock_offset_ms
    assert offset is not None
    assert abs(offset + 3653 * 86_400_000) < 60_000
    put(
        client,
        body(),
        "00000000-0000-4000-8000-000000000001",
        Wijkpeil_Number="9",
        Wijkpeil_Device_Time="gisteren",
    )
    alone = _kept(engine)["00000000-0000-4000-8000-000000000001"]
    assert (alone.device_number, alone.clock_offset_ms) == (9, None)


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"\xff", 400, "not_json"),
        (b"[" * 100_000, 422, "batch_invalid"),
        (b"{}", 422, "batch_invalid"),
        (b'{"interviews": []}', 422, "batch_invalid"),
        (b'{"interviews": [1]}', 422, "batch_invalid"),
        (json.dumps({"interviews": [_one()] * 101}).encode(), 422, "batch_invalid"),
        (b" " * (8 * 1024 * 1024 + 1), 413, "too_large"),
    ],
)
def test_a_message_that_is_no_batch_is_refused_as_a_whole(
    client: FlaskClient, study: Study, engine: Engine, message: bytes, status: int, code: str
) -> None:
    answer = client.post(HERE, data=message, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert _kept(engine) == {}


def test_a_message_that_was_changed_on_the_way_is_refused(client: FlaskClient, study: Study) -> None:
    wrong = {"Content-Digest": "sha-256=:" + "A" * 43 + "=:"}
    answer = client.post(HERE, json={"interviews": [_one()]}, headers=wrong)
    assert answer.get_json()["code"] == "digest_mismatch"
