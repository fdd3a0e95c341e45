"""One statement keeps the very rows that the long way keeps, and leaves to it whatever needs thought."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text, update
from sqlmodel import Session, col, select

from survey.accounts.secret import digest
from survey.collection.at_once import Line
from survey.collection.at_once_in_file import File
from survey.collection.body import read
from survey.collection.known import Sender
from survey.collection.receipt import Receipt
from survey.collection.receive import Arrival, arrival, keep
from survey.collection.tables import Interview, Submission
from survey.collection.writer import Writer
from survey.database import reading, transaction
from survey.fieldwork.tables import QuotaCell, QuotaGroup
from survey.studies.tables import Study
from tests.survey import staff
from tests.survey.collection.test_body import JSON
from tests.survey.samples import ANSWERS, body

SECRET = digest(staff.KEY)
_OWN = {"id", "submission_id", "received_at", "interview_id", "psu"}


@pytest.fixture
def line(engine: Engine, study: Study) -> Iterator[Line | File]:
    """The short way; the study was looked at before."""
    with transaction(engine) as session:
        staff.program(session, study)
        sent = body()
        keep(session, [arrival(uuid4(), sent, read(sent), "api")])
    made = _short(engine)
    yield made
    made.close()


def _short(engine: Engine) -> Line | File:
    return Line(engine) if engine.dialect.name == "postgresql" else File(engine)


def _came(sent: bytes, sender: Sender | str = SECRET, **told: Any) -> Arrival:
    return arrival(uuid4(), sent, read(sent), "api", sender, **told)


def _outcome(writer: Writer) -> str:
    kept = writer.share(keep, _came(body()))
    return kept.outcome if isinstance(kept, Receipt) else kept.code


def _rows(session: Session, came: Arrival) -> dict[str, Any]:
    interview = session.get_one(Interview, came.id)
    submission = session.get_one(Submission, interview.submission_id)
    assert (submission.interview_id, submission.received_at) == (came.id, interview.received_at)
    return {
        f"{type(row).__name__}.{name}": value
        for row in (interview, submission)
        for name, value in row.model_dump().items()
        if name not in _OWN
    }


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answers=st.dictionaries(st.sampled_from([*ANSWERS, "remark", 'x"\\{,}']), JSON, max_size=6),
    paradata=st.dictionaries(
        st.sampled_from(["seed", "interviewer", "times", "number", "outcome", "place"]),
        JSON | st.sampled_from(["NULL", '{"\\', "interrupted", 7, "\x00"]),
        max_size=4,
    ),
    told=st.fixed_dictionaries(
        {"number": st.none() | st.integers(1, 9), "offset_ms": st.none() | st.integers(-(10**12), 10**12)}
    ),
)
def test_the_rows_are_the_same_whatever_was_answered(
    line: Line | File, engine: Engine, answers: dict[str, Any], paradata: dict[str, Any], told: dict[str, Any]
) -> None:
    sent = body(answers=answers, paradata=paradata)
    short, long = _came(sent, **told), _came(sent, **told)
    receipt = line.keep([short])[0]
    assert receipt is not None
    assert (receipt.id, receipt.digest, receipt.outcome) == (short.id, short.digest, "stored")
    with transaction(engine) as session:
        keep(session, [long])
    with reading(engine) as session:
        assert _rows(session, short) == _rows(session, long)


def test_several_are_kept_in_one_go_each_with_its_own_bytes(line: Line | File, engine: Engine) -> None:
    came = [_came(body(answers=ANSWERS | {"remark": "é" * number})) for number in range(60)]
    receipts = line.keep(came)
    assert [each and each.id for each in receipts] == [each.id for each in came]
    with reading(engine) as session:
        for each in came:
            interview = session.get_one(Interview, each.id)
            assert session.get_one(Submission, interview.submission_id).body == each.body


def test_what_needs_thought_is_left_to_the_long_way(line: Line | File, engine: Engine, study: Study) -> None:
    kept = _came(body())
    assert line.keep([kept])[0] is not None
    other = _came(body(answers=ANSWERS | {"age": 45}))
    twice = arrival(other.id, body(), read(body()), "api", SECRET)
    unknown = _came(body(), digest("somebody else"))
    person = _came(body(), Sender(study.organisation_id, None))
    found = line.keep([kept, other, twice, unknown, person])
    assert [each is not None for each in found] == [False, True, False, False, False]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE api_key SET revoked_at = CURRENT_TIMESTAMP",
        "UPDATE account SET active = false",
        """UPDATE account SET role_names = '["reader"]'""",
        "UPDATE study SET revision = 'another'",
    ],
)
def test_what_changed_a_moment_ago_is_seen(line: Line | File, engine: Engine, change: str) -> None:
    came = _came(body())
    with engine.begin() as connection:
        connection.execute(text(change))
    assert line.keep([came]) == [None]


def test_a_study_of_another_organisation_is_left_out(
    line: Line | File, engine: Engine, elsewhere: Any
) -> None:
    came = _came(body())
    with transaction(engine) as session:
        session.connection().execute(update(Study).values(organisation_id=elsewhere.id))
    assert line.keep([came]) == [None]


def test_a_study_with_quotas_is_left_to_who_hands_out_places(
    line: Line | File, engine: Engine, study: Study
) -> None:
    came = _came(body())
    with transaction(engine) as session:
        group = QuotaGroup(study_id=study.id or 0, code="all", label="iedereen", rule={})
        session.add(group)
        session.flush()
        session.add(QuotaCell(study_id=study.id or 0, area="", group_id=group.id or 0, target=1))
    assert line.keep([came]) == [None]


def test_the_writer_goes_the_long_way_when_the_short_one_is_lost(line: Line | File, engine: Engine) -> None:
    writer = Writer(engine, _short, keep)
    assert _outcome(writer) == "stored"
    if engine.dialect.name == "sqlite":
        short = writer._short_line
        assert short is not None
        short.close()
        assert _outcome(writer) == "stored"
        return
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608 (our own words)
    assert _outcome(writer) == "stored"
    assert _outcome(writer) == "stored"
    with reading(engine) as session:
        assert len(session.exec(select(Interview).where(col(Interview.state) == "accepted")).all()) == 4
