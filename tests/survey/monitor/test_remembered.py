"""What is remembered of the interviews is what the database has, whatever happened since the last look."""

import random
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.collection.prefer import bodies, prefer
from survey.collection.receive import receive
from survey.collection.review import decide
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.monitor import tally, trace
from survey.monitor.document import document
from survey.monitor.follow import follow, wave_of
from survey.studies import find
from survey.studies.tables import Study, Wave
from tests.survey.monitor.held import BEGIN, held, tablet
from tests.survey.samples import ANSWERS, body


def _look(session: Session, study: Study) -> tuple[object, object]:
    wave = wave_of(session, study, "2")
    return {**document(follow(session, study, wave)), "at": None}, [
        (one.trace, one.state) for one in trace.seen(session, study, wave)
    ]


def _forget() -> None:
    for memory in (tally._TALLIES, trace._TRACES):
        memory._known.clear()


def _same_as_anew(engine: Engine, study: Study) -> None:
    with reading(engine) as session:
        remembered = _look(session, session.get_one(Study, study.id))
    _forget()
    with reading(engine) as session:
        assert _look(session, session.get_one(Study, study.id)) == remembered


def test_a_look_after_anything_is_the_same_as_a_first_look(app: Flask, engine: Engine, study: Study) -> None:
    chance = random.Random(4)  # noqa: S311 (a game of chance, not a secret)
    with transaction(engine) as session:
        device = tablet(session, study)
    interviews: list[UUID] = []
    for number in range(1, 25):
        what = chance.choice(("new", "new", "stopped", "aside", "conflict", "back"))
        if what in {"new", "stopped"} or not interviews:
            more = {"outcome": "interrupted", "shown": ["start"]} if what == "stopped" else {}
            interviews.append(
                held(
                    app, device, number, begin=BEGIN + timedelta(days=chance.randrange(5)),
                    minutes=chance.randint(1, 9), **more,  # type: ignore[arg-type] # what is told, as it comes
                )
            )  # fmt: skip
        else:
            identity = chance.choice(interviews)
            with app.test_request_context(), transaction(engine) as session:
                known = find.study(session, "proef")
                if what == "conflict":
                    other = body(answers=ANSWERS | {"age": 20 + number, "area": "zuid"})
                    receive(session, identity, other, "api")
                    prefer(session, known, identity, bodies(session, identity)[-1].id or 0, "Nagevraagd.")
                elif what == "back":
                    prefer(session, known, identity, bodies(session, identity)[0].id or 0, "Toch niet.")
                else:
                    decide(session, known, identity, "exclude", "Oefening.", in_doubt_only=False)
        _same_as_anew(engine, study)


def test_interviews_that_move_to_another_wave_move_on_the_overview(
    app: Flask, engine: Engine, study: Study
) -> None:
    moved, stays = held(app), held(app)
    _same_as_anew(engine, study)
    with transaction(engine) as session:
        spring = session.exec(select(Wave).where(col(Wave.study_id) == study.id, Wave.number == 1)).one()
        session.get_one(Interview, moved).wave_id = spring.id or 0
    with reading(engine) as session:
        wave = wave_of(session, study, "2")
        assert [one.trace.id for one in trace.seen(session, study, wave)] == [stays]
        assert tally.count(session, study, wave, []).pace.all.counts == 1


def test_what_people_fill_in_by_themselves_is_no_fieldwork(app: Flask, engine: Engine, study: Study) -> None:
    with app.test_request_context(), transaction(engine) as session:
        receive(session, UUID(int=1), body(mode="online", origin="panel"), "panel")
    held(app)
    with reading(engine) as session:
        wave = wave_of(session, study, "2")
        assert tally.count(session, study, wave, []).pace.all.complete == 1
        assert len(trace.seen(session, study, wave)) == 1
