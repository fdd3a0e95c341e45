"""The same interview at the same moment, on real connections to both databases."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.samples import ANSWERS, body, put

AT_ONCE = 8


@pytest.fixture(autouse=True)
def _with_a_key(engine: Engine, study: Study) -> None:
    with transaction(engine) as session:
        staff.program(session, study)


def _send_at_once(app: Flask, bodies: list[bytes]) -> list[tuple[int, bytes]]:
    barrier, identity = Barrier(len(bodies)), uuid4()

    def send(sent: bytes) -> tuple[int, bytes]:
        client = app.test_client()
        barrier.wait()
        answer = put(client, sent, identity, **staff.WITH_KEY)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(len(bodies)) as threads:
        return list(threads.map(send, bodies))


def _stored(engine: Engine) -> tuple[int, int]:
    with reading(engine) as session:
        submissions = session.exec(select(func.count()).select_from(Submission)).one()
        return submissions, session.exec(select(func.count()).select_from(Interview)).one()


def test_the_same_first_bytes_at_once_are_kept_once_with_one_receipt(
    app: Flask, engine: Engine, study: Study
) -> None:
    answers = _send_at_once(app, [body()] * AT_ONCE)
    assert Counter(status for status, _ in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({data for _, data in answers}) == 1
    assert _stored(engine) == (1, 1)


def test_other_first_bytes_at_once_are_all_kept_and_one_of_them_counts(
    app: Flask, engine: Engine, study: Study
) -> None:
    answers = _send_at_once(app, [body(answers=ANSWERS | {"age": 20 + age}) for age in range(AT_ONCE)])
    assert Counter(status for status, _ in answers) == {201: 1, 409: AT_ONCE - 1}
    won = next(json.loads(data) for status, data in answers if status == 201)
    assert all(json.loads(data)["kept"] == won for status, data in answers if status == 409)
    assert _stored(engine) == (AT_ONCE, 1)


def test_many_interviews_at_once_are_all_kept(app: Flask, engine: Engine, study: Study) -> None:
    def send(number: int) -> int:
        sent = body(answers=ANSWERS | {"age": 18 + number})
        return put(app.test_client(), sent, **staff.WITH_KEY).status_code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert Counter(threads.map(send, range(50))) == {201: 50}
    assert _stored(engine) == (50, 50)
