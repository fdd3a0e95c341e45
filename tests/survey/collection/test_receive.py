"""What `PUT /api/v1/interviews/{uuid}` promises."""

import hashlib
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put


def test_a_new_interview_gets_201_and_a_receipt_with_its_digest(client: FlaskClient, study: Study) -> None:
    identity, sent = uuid4(), body()
    answer = put(client, sent, identity)
    assert answer.status_code == 201
    assert answer.content_type == "application/json"
    receipt = answer.get_json()
    assert receipt.keys() == {"id", "digest", "received_at", "signature"}
    assert (receipt["id"], receipt["digest"]) == (str(identity), hashlib.sha256(sent).hexdigest())


def test_the_same_bytes_again_get_200_and_the_very_same_receipt(client: FlaskClient, study: Study) -> None:
    identity = uuid4()
    first = put(client, body(), identity)
    second = put(client, body(), identity)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.data == first.data
    assert client.get(f"/api/v1/interviews/{identity}/receipt").data == first.data


def test_other_bytes_for_the_same_interview_get_409_and_both_are_kept_and_one_counts(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    identity = uuid4()
    first, second = body(), body(answers=ANSWERS | {"age": 45})
    kept = put(client, first, identity).get_json()
    for _again in range(2):
        answer = put(client, second, identity)
        assert answer.status_code == 409
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["code"] == "interview_conflict"
        assert answer.get_json()["kept"] == kept
    with reading(engine) as session:
        submissions = session.exec(select(Submission).order_by(col(Submission.id))).all()
        interviews = session.exec(select(Interview)).all()
    assert [(one.body, one.outcome) for one in submissions] == [(first, "accepted"), (second, "conflict")]
    assert [(one.digest, one.answers["age"]) for one in interviews] == [(kept["digest"], 44)]
    counts = client.get("/api/v1/studies/proef/counts").get_json()
    assert (counts["interviews"], counts["conflicts"]) == (1, 1)


def test_an_interview_is_kept_exactly_as_sent_with_its_place_and_wave(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    sent = b" " + body() + b"\n"
    put(client, sent)
    with reading(engine) as session:
        kept = session.exec(select(Interview)).one()
        submission = session.get_one(Submission, kept.submission_id)
    assert submission.body == sent
    assert (kept.state, kept.flags, kept.outcome) == ("accepted", [], "complete")
    assert (kept.area, kept.psu, kept.wave_id) == ("noord", "noord|market|2026-11-02", 2)
    assert kept.counted == ["consent", "area", "spot", "knows_vet", "channels", "age"]
    assert kept.started_at.isoformat() == "2026-11-02T09:00:00+00:00"
