"""What is refused, with a problem that says what to do, and leaves nothing behind."""

import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import func, select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, content_digest, interview, put

SENT = body()
OTHER_DIGEST = content_digest(b"something else")

IDENTITY = "3afe7192-da0f-433f-964f-e229b35a6dc4"


def _nothing_is_stored(engine: Engine) -> bool:
    with reading(engine) as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in (Submission, Interview)] == [0, 0]  # fmt: skip


def _bare(**changes: Any) -> bytes:
    """An interview without the members that are None."""
    return json.dumps(
        {name: value for name, value in interview(**changes).items() if value is not None}
    ).encode()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content_Digest": OTHER_DIGEST}, 400, "digest_mismatch"),
        ({"Content_Digest": ""}, 400, "digest_missing"),
        ({"Content_Digest": "md5=:abcd:"}, 400, "digest_missing"),
        ({"Content_Digest": "sha-256=abcd"}, 400, "digest_invalid"),
        ({"Content_Digest": "sha-256=:abcd:"}, 400, "digest_invalid"),
        ({"Content_Type": "text/plain"}, 415, "unsupported_type"),
        ({"Content_Encoding": "gzip"}, 415, "unsupported_type"),
    ],
)
def test_headers_that_do_not_fit_are_refused(
    client: FlaskClient, study: Study, engine: Engine, headers: dict[str, str], status: int, code: str
) -> None:
    answer = put(client, SENT, **headers)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert _nothing_is_stored(engine)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"", 400, "not_json"),
        (SENT[: len(SENT) // 2], 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, 400, "not_json"),
        (b"\xff\xfe" + SENT, 400, "not_json"),
        (b"\xef\xbb\xbf" + SENT, 400, "not_json"),
        (SENT[:-1] + b', "study": "proef"}', 400, "not_json"),
        (SENT.replace(b"44", b"NaN"), 400, "not_json"),
        (SENT.replace(b"44", b"1e999"), 400, "not_json"),
        (SENT.replace(b'"paper"', rb'"\ud800"'), 400, "not_json"),
        (b"[]", 422, "interview_invalid"),
        (b"null", 422, "interview_invalid"),
        (_bare(origin=None), 422, "interview_invalid"),
        (_bare(mode=None), 422, "interview_invalid"),
        (_bare(answers=None), 422, "interview_invalid"),
        (body(origin="internet"), 422, "interview_invalid"),
        (body(mode="fax"), 422, "interview_invalid"),
        (body(language="Nederlands!"), 422, "interview_invalid"),
        (body(started_at="2026-11-02T10:00:00"), 422, "interview_invalid"),
        (body(started_at="1762074000"), 422, "interview_invalid"),
        (body(started_at=1762074000), 422, "interview_invalid"),
        (body(started_at="0001-01-01T00:00:00+14:00"), 422, "interview_invalid"),
        (body(completed_at="2026-11-02T08:59:59Z"), 422, "interview_invalid"),
        (body(answers=[]), 422, "interview_invalid"),
        (body(paradata="fast"), 422, "interview_invalid"),
        (body(study=""), 422, "interview_invalid"),
        (body(study="nergens"), 404, "study_unknown"),
        (body(study="\x00"), 422, "interview_invalid"),
        (body(study="proef\n"), 422, "interview_invalid"),
    ],
)
def test_a_body_that_is_not_an_interview_is_refused(
    client: FlaskClient, study: Study, engine: Engine, sent: bytes, status: int, code: str
) -> None:
    answer = put(client, sent)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.get_json()["detail"]
    assert _nothing_is_stored(engine)


@pytest.mark.parametrize(
    "identity",
    [
        "1",
        "proef",
        IDENTITY.upper(),
        "{" + IDENTITY + "}",
        IDENTITY.replace("-", ""),
        f"{IDENTITY}x",
        f"{IDENTITY}%0A",
    ],
)
def test_an_identity_that_is_not_a_uuid_in_lower_case_is_refused(
    client: FlaskClient, study: Study, engine: Engine, identity: str
) -> None:
    answer = put(client, SENT, identity)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "interview_id_invalid")
    assert client.get(f"/api/v1/interviews/{identity}/receipt").status_code == 422
    assert _nothing_is_stored(engine)


def test_an_interview_over_the_limit_is_refused_whether_its_length_is_told_or_not(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    large = body(answers=ANSWERS | {"remark": "x" * 300_000})
    assert put(client, large).status_code == 413
    untold = client.put(
        f"/api/v1/interviews/{uuid4()}",
        input_stream=BytesIO(large),
        headers={"Content-Type": "application/json", "Content-Digest": content_digest(large)},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert (untold.status_code, untold.get_json()["limit"]) == (413, 262_144)
    assert _nothing_is_stored(engine)


def test_half_a_body_is_refused_and_says_how_much_came(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    answer = client.put(
        f"/api/v1/interviews/{uuid4()}",
        data=SENT[:100],
        headers={"Content-Type": "application/json", "Content-Digest": content_digest(SENT)},
        environ_overrides={"CONTENT_LENGTH": str(len(SENT))},
    )
    assert answer.status_code == 400
    assert answer.get_json()["code"] in {"body_incomplete", "bad_request"}
    assert _nothing_is_stored(engine)


def test_a_problem_repeats_no_answer(client: FlaskClient, study: Study) -> None:
    answer = put(client, body(origin="geheim antwoord", answers={"remark": "nog een geheim"}))
    assert answer.status_code == 422
    assert "geheim" not in answer.text
    assert [error["member"] for error in answer.get_json()["errors"]] == ["origin"]


def test_a_receipt_that_does_not_exist_is_a_problem(client: FlaskClient, study: Study) -> None:
    answer = client.get(f"/api/v1/interviews/{uuid4()}/receipt")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "interview_unknown")
