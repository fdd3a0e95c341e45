"""Interviews that come in at the same moment are written together, and each gets a receipt of its own."""

from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session, select

from survey.collection.body import read
from survey.collection.receive import Arrival, arrival, keep
from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.studies.publish import AreaSpec, publish
from survey.studies.tables import QuestionnaireVersion, Study
from tests.survey.samples import ANSWERS, body


def _came(identity: UUID, sent: bytes) -> Arrival:
    return arrival(identity, sent, read(sent), "api")


def _rows(session: Session) -> tuple[int, int]:
    return len(session.exec(select(Interview)).all()), len(session.exec(select(Submission)).all())


def test_of_one_batch_each_interview_gets_its_own_receipt_in_order(study: Study, engine: Engine) -> None:
    new, twice, other = uuid4(), uuid4(), uuid4()
    first, second = body(), body(answers=ANSWERS | {"age": 45})
    batch = [
        _came(new, first),
        _came(twice, first),
        _came(twice, first),
        _came(other, first),
        _came(other, second),
    ]
    with transaction(engine) as session:
        receipts = keep(session, batch)
    assert [each.id for each in receipts] == [new, twice, twice, other, other]
    assert [each.outcome for each in receipts] == ["stored", "stored", "repeated", "stored", "conflict"]
    assert receipts[4].digest == receipts[3].digest == batch[3].digest
    with reading(engine) as session:
        assert _rows(session) == (3, 4)
        kept = {one.id: one for one in session.exec(select(Interview))}
        bodies = {one.id: one for one in session.exec(select(Submission))}
    for identity in (new, twice, other):
        submission = bodies[kept[identity].submission_id]
        assert (submission.interview_id, submission.outcome, submission.body) == (identity, "accepted", first)


def test_a_study_that_changed_since_the_judgement_is_judged_by_what_it_is_now(
    study: Study, engine: Engine
) -> None:
    with transaction(engine) as session:
        keep(session, [_came(uuid4(), body())])
    waiting = _came(uuid4(), body(answers=ANSWERS | {"area": "elders"}))
    assert waiting.row["area"] is None
    assert waiting.row["state"] == "flagged"
    with transaction(engine) as session:
        source = session.exec(select(QuestionnaireVersion.source)).first() or ""
        publish(session, "proef", source, areas=[AreaSpec("elders", "Elders")])
    with transaction(engine) as session:
        assert keep(session, [waiting])[0].outcome == "stored"
    with reading(engine) as session:
        kept = session.get_one(Interview, waiting.id)
    assert (kept.area, kept.state) == ("elders", "accepted")
