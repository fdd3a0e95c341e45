"""What is kept although it does not agree: nothing is dropped, nothing is corrected."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.collection.tables import Interview, Submission
from survey.database import reading
from survey.studies.tables import Study, Wave
from tests.survey.collection.test_body import JSON
from tests.survey.samples import ANSWERS, body, put


def _kept(engine: Engine) -> Interview:
    with reading(engine) as session:
        return session.exec(select(Interview).order_by(col(Interview.received_at).desc())).first() or pytest.fail("nothing")  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"questionnaire": "0" * 64}, "unknown_questionnaire"),
        ({"questionnaire": "versie 3"}, "unknown_questionnaire"),
        ({"language": "fr"}, "unknown_language"),
        ({"completed_at": "2099-01-01T00:00:00Z"}, "completed_in_the_future"),
        ({"answers": {}}, "required"),
        ({"answers": ANSWERS | {"age": "oud\x00"}}, "not_a_number"),
        ({"answers": ANSWERS | {"nieuw\x00": [1, {"x": None}]}}, "unknown_variable"),
    ],
)
def test_what_does_not_agree_is_kept_and_flagged(
    client: FlaskClient, study: Study, engine: Engine, changes: dict[str, Any], code: str
) -> None:
    sent = body(**changes)
    assert put(client, sent).status_code == 201
    kept = _kept(engine)
    assert kept.state == "flagged"
    assert code in [flag["code"] for flag in kept.flags]
    assert kept.answers == json.loads(sent)["answers"]
    counts = client.get("/api/v1/studies/proef/counts").get_json()
    assert (counts["interviews"], counts["flagged"], counts["accepted"]) == (1, 1, 0)


def test_an_unknown_questionnaire_leaves_the_version_open(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    put(client, body(questionnaire="0" * 64))
    kept = _kept(engine)
    assert (kept.version_id, kept.area, kept.counted) == (None, None, [])


@pytest.mark.parametrize(
    ("completed_on", "wave"),
    [("2026-03-15", 1), ("2026-10-01", 2), ("2026-07-01", 1), ("2025-12-31", 1), ("2026-11-20", 2)],
)
def test_an_interview_belongs_to_the_wave_of_its_day_or_to_the_last_one_before(
    client: FlaskClient, study: Study, engine: Engine, completed_on: str, wave: int
) -> None:
    put(client, body(started_at=f"{completed_on}T10:00:00Z", completed_at=f"{completed_on}T10:00:00Z"))
    with reading(engine) as session:
        kept = session.exec(select(Wave.number).join(Interview)).one()
    assert kept == wave


def test_the_day_is_that_of_the_clock_of_the_interview(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    put(client, body(started_at="2026-11-03T00:10:00+01:00", completed_at="2026-11-03T00:20:00+01:00"))
    assert _kept(engine).completed_on.isoformat() == "2026-11-03"
    assert client.get("/api/v1/studies/proef/counts").get_json()["by_day"] == {"2026-11-03": 1}


def test_an_answer_off_the_path_gives_no_area(client: FlaskClient, study: Study, engine: Engine) -> None:
    put(client, body(answers=ANSWERS | {"consent": "no"}))
    kept = _kept(engine)
    assert (kept.state, kept.outcome, kept.area, kept.counted) == ("accepted", "refused", None, ["consent"])
    assert kept.psu == str(kept.id)


def test_only_on_the_street_do_interviews_of_one_place_and_day_go_together(
    client: FlaskClient, study: Study, engine: Engine
) -> None:
    put(client, body(origin="panel", mode="online"))
    kept = _kept(engine)
    assert kept.psu == str(kept.id)


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.dictionaries(st.sampled_from([*ANSWERS, "remark", "x"]), JSON, max_size=6),
    paradata=st.dictionaries(st.sampled_from(["seed", "today", "x"]), JSON, max_size=3),
)
def test_answers_of_any_shape_are_kept_as_sent(
    client: FlaskClient, study: Study, engine: Engine, answers: dict[str, Any], paradata: dict[str, Any]
) -> None:
    sent = body(answers=answers, paradata=paradata)
    answer = put(client, sent)
    assert answer.status_code == 201
    with reading(engine) as session:
        digest = answer.get_json()["digest"]
        kept = session.exec(select(Submission.body).where(col(Submission.digest) == digest)).first()
    assert kept == sent
