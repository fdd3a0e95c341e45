"""Interviews from one device count, are shown together, and a person may leave them out."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from survey.collection.same_device import came_from_shared, shared, undecided
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.locations.tables import OpenVisit
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.samples import body, put

HERE = "/onderzoek/proef/controle"
Hold = Callable[..., UUID]


@pytest.fixture
def hold(client: FlaskClient, study: Study, engine: Engine) -> Hold:
    """Sends an interview that a device began through the open link."""

    def held(device: str | None, **changes: object) -> UUID:
        identity = uuid4()
        assert put(client, body(origin="open_link", **changes), identity).status_code == 201
        with transaction(engine) as session:
            session.add(
                OpenVisit(
                    study_id=study.id or 0,
                    draft_id=identity,
                    device=device,
                    proof=str(identity),
                    finished_at=now(),
                )
            )
        return identity

    return held


def found(engine: Engine, study: Study) -> tuple[list[set[UUID]], int]:
    with reading(engine) as session:
        groups = shared(session, study)
        return [{one.id for one, _ in each.interviews} for each in groups], undecided(groups)


def decide(client: FlaskClient, identity: UUID, verdict: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    form = {"verdict": verdict, "reason": "Nagevraagd.", "csrf_token": token[1] if token else ""}
    return client.post(f"{HERE}/{identity}", data=form).status_code


def state(engine: Engine, identity: UUID) -> str:
    with reading(engine) as session:
        return session.get_one(Interview, identity).state


def test_a_second_interview_from_one_device_counts_and_is_shown(
    client: FlaskClient, engine: Engine, study: Study, hold: Hold
) -> None:
    one, two, _other, _unknown, _idem = (
        hold(device) for device in ("a" * 64, "a" * 64, "b" * 64, None, None)
    )
    assert found(engine, study) == ([{one, two}], 1)
    assert state(engine, two) == "accepted"
    page = client.get(HERE).text
    assert str(one) in page
    assert str(two) in page
    assert "a" * 64 not in page
    assert "kwam van een apparaat waarmee in dezelfde meting" in client.get("/onderzoek/proef").text


def test_the_same_device_in_another_wave_is_no_repetition(engine: Engine, study: Study, hold: Hold) -> None:
    hold("a" * 64)
    identity = hold("a" * 64)
    with transaction(engine) as session:
        interview = session.get_one(Interview, identity)
        interview.wave_id = next(wave for wave in range(1, 9) if wave != interview.wave_id)
    assert found(engine, study) == ([], 0)


def test_an_interview_that_was_broken_off_is_no_repetition(engine: Engine, study: Study, hold: Hold) -> None:
    hold("a" * 64)
    identity = hold("a" * 64, paradata={"outcome": "interrupted"})
    assert found(engine, study) == ([], 0)
    with reading(engine) as session:
        assert came_from_shared(session, session.get_one(Interview, identity)) is False


@pytest.mark.parametrize(("verdict", "becomes"), [("exclude", "excluded"), ("include", "accepted")])
def test_a_person_decides_and_can_change_it(
    client: FlaskClient, engine: Engine, study: Study, hold: Hold, verdict: str, becomes: str
) -> None:
    hold("a" * 64, completed_at="2026-11-02T10:05:00+01:00")
    later = hold("a" * 64)
    assert decide(client, later, verdict) == 303
    assert state(engine, later) == becomes
    assert found(engine, study)[1] == 0
    page = client.get(HERE).text
    assert "Nagevraagd." in page
    assert "Er is niets om na te kijken." in page
    assert decide(client, later, "exclude" if verdict == "include" else "include") == 303


def test_an_interview_without_a_doubt_from_its_own_device_can_not_be_left_out(
    client: FlaskClient, engine: Engine, hold: Hold
) -> None:
    identity = hold("a" * 64)
    assert decide(client, identity, "exclude") == 422
    assert state(engine, identity) == "accepted"
