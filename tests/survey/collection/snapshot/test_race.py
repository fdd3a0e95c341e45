"""Snapshots that are taken while interviews come in, of which later ones may be kept before earlier ones."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pyarrow.parquet as pq
from sqlalchemy import Engine

from survey.collection.receive import receive
from survey.collection.snapshot import Snapshot, refresh
from survey.database import transaction
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.samples import ANSWERS, interview

WRITERS, EACH = 4, 12


def test_nobody_is_missed_or_doubled_however_the_transactions_end(
    engine: Engine, settings: Settings, study: Study
) -> None:
    body = json.dumps(interview(answers=ANSWERS)).encode()
    chance = random.Random(5)  # noqa: S311 -- pauses, no secrets
    pauses = [[chance.random() / 50 for _ in range(EACH)] for _ in range(WRITERS)]

    def write(own: list[float]) -> list[UUID]:
        sent = []
        for pause in own:
            with transaction(engine) as session:
                sent.append(uuid4())
                receive(session, sent[-1], body, "api")
                if engine.dialect.name == "postgresql":
                    time.sleep(pause)  # meanwhile others get a higher number, and may be first to end
            time.sleep(pause)
        return sent

    def look() -> Snapshot:
        return refresh(engine, settings, study.id or 0)

    seen: list[list[str]] = []
    with ThreadPoolExecutor(WRITERS + 2) as threads:
        writing = [threads.submit(write, own) for own in pauses]
        while not all(one.done() for one in writing):
            both = [threads.submit(look) for _ in range(2)]
            seen += [held(one.result()) for one in both]
        everybody = {str(one) for done in writing for one in done.result()}
    last = held(look())
    assert all(len(set(one)) == len(one) for one in [*seen, last])
    assert set(last) == everybody
    assert len(last) == WRITERS * EACH


def held(snapshot: Snapshot) -> list[str]:
    return [row["interview"] for file in snapshot.files for row in pq.read_table(file).to_pylist()]
