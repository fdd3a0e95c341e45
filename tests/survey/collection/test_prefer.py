"""Two bodies under one identity: a person says which counts; all figures follow, and it can be turned back."""

import csv
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.collection.count import count
from survey.collection.prefer import bodies, prefer
from survey.collection.receive import receive
from survey.collection.review import conflicts
from survey.collection.snapshot import refresh
from survey.collection.tables import Decision, Interview, Submission
from survey.database import reading, transaction
from survey.exchange.export_responses import export_responses
from survey.problems import Problem
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, body, put

FIRST, OTHER = ANSWERS, ANSWERS | {"area": "zuid", "knows_vet": "no", "age": 61}


@pytest.fixture
def conflict(app: Flask, engine: Engine, study: Study) -> UUID:
    """An interview of Noord under whose identity another one, of Zuid, came in later."""
    identity = uuid4()
    with app.test_request_context(), transaction(engine) as session:
        receive(session, identity, body(answers=FIRST), "api")
        receive(session, identity, body(answers=OTHER), "api")
        receive(session, uuid4(), body(answers=FIRST), "api")
    return identity


def _choose(
    app: Flask, engine: Engine, study: Study, identity: UUID, place: int, reason: str = "Nagevraagd."
) -> None:
    with app.test_request_context(), transaction(engine) as session:
        chosen = bodies(session, identity)[place]
        prefer(session, study, identity, chosen.id or 0, reason)


def _areas(session: Session, study: Study) -> dict[str, int]:
    found: dict[str, int] = count(session, study, ["noord", "zuid"])["by_area"]
    return found


def _in_snapshot(engine: Engine, settings: Settings, study: Study) -> list[tuple[str, str]]:
    from pyarrow import parquet

    taken = refresh(engine, settings, study.id or 0)
    rows = [row for file in taken.files for row in parquet.read_table(file).to_pylist()]
    return sorted((row["area"], row["answer_knows_vet"]) for row in rows)


def test_counts_snapshot_and_export_follow_the_choice_and_follow_it_back(
    app: Flask, engine: Engine, settings: Settings, study: Study, conflict: UUID, tmp_path: Path
) -> None:
    assert _in_snapshot(engine, settings, study) == [("noord", "yes"), ("noord", "yes")]
    _choose(app, engine, study, conflict, 1)
    assert _in_snapshot(engine, settings, study) == [("noord", "yes"), ("zuid", "no")]
    with reading(engine) as session:
        assert _areas(session, study) == {"noord": 1, "zuid": 1}
        export_responses(session, study.slug, tmp_path / "uit.csv")
    with (tmp_path / "uit.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["interview"]: row for row in csv.DictReader(file)}
    assert (rows[str(conflict)]["area"], rows[str(conflict)]["age"], len(rows)) == ("zuid", "61", 2)
    _choose(app, engine, study, conflict, 0, "Toch de eerste.")
    assert _in_snapshot(engine, settings, study) == [("noord", "yes"), ("noord", "yes")]
    with reading(engine) as session:
        assert _areas(session, study) == {"noord": 2, "zuid": 0}


def test_the_list_of_conflicts_says_which_body_counts_now(
    app: Flask, engine: Engine, study: Study, conflict: UUID
) -> None:
    with reading(engine) as session:
        first, other = (one.digest for one in bodies(session, conflict))
        assert [(one.kept, one.came) for one in conflicts(session, study)] == [(first, other)]
    _choose(app, engine, study, conflict, 1)
    with reading(engine) as session:
        assert [(one.kept, one.came) for one in conflicts(session, study)] == [(other, first)]


def test_both_bodies_stay_and_each_choice_is_added_with_its_reason(
    app: Flask, engine: Engine, study: Study, conflict: UUID
) -> None:
    with reading(engine) as session:
        before = [(one.id, one.digest, one.body, one.outcome) for one in bodies(session, conflict)]
    _choose(app, engine, study, conflict, 1, "De tweede is afgemaakt.")
    _choose(app, engine, study, conflict, 0, "Vergissing.")
    with reading(engine) as session:
        assert [(one.id, one.digest, one.body, one.outcome) for one in bodies(session, conflict)] == before
        decisions = session.exec(select(Decision).order_by(col(Decision.id))).all()
        assert [(one.reason, one.submission_id) for one in decisions] == [
            ("De tweede is afgemaakt.", before[1][0]),
            ("Vergissing.", before[0][0]),
        ]


def test_a_receipt_stays_the_same_whichever_body_counts(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    identity = uuid4()
    first = put(client, body(answers=FIRST), identity).get_json()
    put(client, body(answers=OTHER), identity)
    _choose(app, engine, study, identity, 1)
    again = put(client, body(answers=FIRST), identity)
    assert (again.status_code, again.get_json()) == (200, first)
    assert put(client, body(answers=OTHER), identity).status_code == 409
    with reading(engine) as session:
        assert len(session.exec(select(Submission)).all()) == 2


def test_a_body_with_doubts_counts_when_a_person_chose_it_and_keeps_its_doubts(
    app: Flask, engine: Engine, study: Study
) -> None:
    identity = uuid4()
    with app.test_request_context(), transaction(engine) as session:
        receive(session, identity, body(), "api")
        receive(session, identity, body(answers=ANSWERS | {"age": 130}), "api")
    _choose(app, engine, study, identity, 1)
    with reading(engine) as session:
        interview = session.get_one(Interview, identity)
        assert (interview.state, interview.flags[0]["code"]) == ("accepted", "too_large")


def test_without_a_reason_nothing_changes(app: Flask, engine: Engine, study: Study, conflict: UUID) -> None:
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(Problem) as refused:
            _choose(app, engine, study, conflict, 1, reason)
        assert refused.value.code == "decision_invalid"
    with reading(engine) as session:
        assert _areas(session, study) == {"noord": 2, "zuid": 0}


def test_a_body_of_another_interview_or_study_is_not_taken(
    app: Flask, engine: Engine, study: Study, conflict: UUID
) -> None:
    with reading(engine) as session:
        strange = session.exec(select(Submission).where(col(Submission.interview_id) != conflict)).one()
    with app.test_request_context(), transaction(engine) as session, pytest.raises(Problem) as refused:
        prefer(session, study, conflict, strange.id or 0, "Nagevraagd.")
    assert refused.value.code == "decision_invalid"
    with app.test_request_context(), transaction(engine) as session, pytest.raises(Problem) as unknown:
        prefer(session, study, uuid4(), strange.id or 0, "Nagevraagd.")
    assert unknown.value.code == "interview_unknown"
