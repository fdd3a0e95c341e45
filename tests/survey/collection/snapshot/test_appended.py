"""New interviews are added beside what was written, and what did not change is not touched."""

from pathlib import Path
from uuid import UUID, uuid4

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, update
from sqlmodel import col, select

from survey.collection.review import decide
from survey.collection.snapshot import Snapshot, refresh, taken
from survey.collection.snapshot.parts import NAMES
from survey.collection.tables import Interview, Submission
from survey.database import transaction
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey.interviews import hold
from tests.survey.samples import QUESTIONNAIRE

WITH_A_QUESTION_MORE = (
    QUESTIONNAIRE
    + """  - id: more
    questions:
      - id: likes_vet
        kind: single
        text: {nl: Vindt u het goed?}
        options: [{code: "yes", label: {nl: Ja}}, {code: "no", label: {nl: Nee}}]
"""
)


def held(snapshot: Snapshot) -> list[str]:
    return [row["interview"] for file in snapshot.files for row in pq.read_table(file).to_pylist()]


def marks(snapshot: Snapshot) -> list[tuple[str, int, int]]:
    """What changes when somebody writes a file."""
    return [(file.name, file.stat().st_mtime_ns, file.stat().st_ino) for file in snapshot.files]


def flagged(engine: Engine) -> UUID:
    (found,) = hold(engine, knows_vet="perhaps")
    return found


@pytest.fixture
def look(engine: Engine, settings: Settings, study: Study):
    return lambda: refresh(engine, settings, study.id or 0)


def test_new_interviews_are_written_beside_the_old_ones(engine: Engine, look) -> None:
    hold(engine, 8, knows_vet="yes")
    old = look()
    hold(engine, 2, knows_vet="no")
    new = look()
    assert marks(new)[:1] == marks(old)
    assert [part.interviews for part in new.parts] == [8, 2]
    assert new.hash != old.hash


def test_files_stand_by_study_and_wave(engine: Engine, study: Study, settings: Settings, look) -> None:
    hold(engine, knows_vet="yes")
    (file,) = look().files
    assert file.parent == settings.snapshots / f"study={study.id}" / "wave=2"


def test_small_parts_become_one_and_who_reads_them_can_go_on(engine: Engine, look) -> None:
    everybody = []
    before = []
    for _ in range(12):
        everybody += hold(engine, knows_vet="yes")
        before.append(look())
    assert len(before[-1].parts) <= 4
    assert held(before[-1]) == [str(one) for one in everybody]
    assert [len(held(old)) for old in before] == list(range(1, 13))


def test_merged_parts_have_the_bytes_of_a_part_that_was_made_at_once(
    engine: Engine, study: Study, settings: Settings, tmp_path: Path, look
) -> None:
    for _ in range(2):
        hold(engine, knows_vet="yes")
        merged = look()
    elsewhere = settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    at_once = refresh(engine, elsewhere, study.id or 0)
    assert len(merged.parts) == 1
    assert merged.hash == at_once.hash
    assert merged.files[0].read_bytes() == at_once.files[0].read_bytes()


def test_a_place_that_comes_late_is_put_where_it_belongs(engine: Engine, study: Study, look) -> None:
    """In PostgreSQL a lower number can be committed after a higher one."""
    with transaction(engine) as session:
        session.add(
            Submission(id=500, interview_id=uuid4(), study_id=study.id or 0, digest="0" * 64, body=b"", outcome="conflict")
        )  # fmt: skip
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('submission', 'id'), 500)")
    early = hold(engine, 8, knows_vet="yes")
    middle = hold(engine, 3, knows_vet="yes")
    old = look()
    late = hold(engine, knows_vet="no")
    new = look()
    with transaction(engine) as session:
        session.add(Submission(id=7, interview_id=late[0], study_id=study.id or 0, digest="1" * 64, body=b"", outcome="accepted"))  # fmt: skip
        session.flush()
        session.exec(update(Interview).where(col(Interview.id) == late[0]).values(submission_id=7))
    last = look()
    assert held(old) == [str(one) for one in (*early, *middle)]
    assert held(new) == [str(one) for one in (*early, *middle, *late)]
    assert held(last) == [str(one) for one in (*late, *early, *middle)]


def test_a_decision_about_an_old_interview_changes_only_the_part_that_it_is_in(
    engine: Engine, study: Study, look
) -> None:
    hold(engine, 9, knows_vet="yes")
    look()
    doubted = flagged(engine)
    hold(engine, 3, knows_vet="yes")
    look()
    hold(engine, knows_vet="no")
    old = look()
    assert [part.interviews for part in old.parts] == [9, 3, 1]
    with transaction(engine) as session:
        decide(session, session.get_one(Study, study.id), doubted, "include", "gebeld")
    included = look()
    assert [part.interviews for part in included.parts] == [9, 4, 1]
    assert str(doubted) in held(included)
    assert [marks(included)[at] == marks(old)[at] for at in range(3)] == [True, False, True]
    with transaction(engine) as session:
        decide(session, session.get_one(Study, study.id), doubted, "exclude", "toch niet")
    excluded = look()
    assert held(excluded) == held(old)
    assert excluded.hash == old.hash


def test_a_part_in_which_nobody_counts_any_more_goes(engine: Engine, look) -> None:
    hold(engine, 9, knows_vet="yes")
    look()
    gone = hold(engine, 2, knows_vet="yes")
    old = look()
    with transaction(engine) as session:
        session.exec(update(Interview).where(col(Interview.id).in_(gone)).values(state="excluded"))
    without = look()
    assert marks(without) == marks(old)[:1]
    hold(engine, 1, knows_vet="yes")
    assert [part.interviews for part in look().parts] == [9, 1]


def test_a_question_more_leaves_the_old_parts_and_is_a_column_of_the_whole(engine: Engine, look) -> None:
    hold(engine, 8, knows_vet="yes")
    old = look()
    with transaction(engine) as session:
        publish(session, "proef", WITH_A_QUESTION_MORE)
    new = look()
    assert marks(old)[0] in marks(new)
    assert "answer_likes_vet" in new.columns
    assert set(new.columns) == set(pq.read_schema(new.files[0]).names)
    assert new.interviews == 8
    assert new.hash != old.hash
    hold(engine, 5, knows_vet="no")
    merged = look()
    assert len(merged.files) == 1
    assert set(pq.read_schema(merged.files[0]).names) == set(new.columns)
    assert len(held(merged)) == 13


def test_a_question_that_became_a_code_has_one_type_in_all_parts(engine: Engine, look) -> None:
    hold(engine, 3, knows_vet="yes", age=44)
    look()
    coded = QUESTIONNAIRE.replace(
        "        kind: number\n        required: false\n        text: {nl: Hoe oud bent u?}\n        min: 0\n"
        '        max: 120\n        checks: [{that: "age >= 18", message: {nl: U moet 18 jaar of ouder zijn.}}]\n',
        "        kind: single\n        required: false\n        text: {nl: Hoe oud bent u?}\n"
        "        options: [{code: young, label: {nl: Jong}}, {code: old, label: {nl: Oud}}]\n",
    )
    with transaction(engine) as session:
        publish(session, "proef", coded)
    (file,) = look().files
    assert pq.read_table(file).column("answer_age").to_pylist() == ["44"] * 3


def test_what_was_written_but_never_named_does_no_harm(
    engine: Engine, look, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(engine, 8, knows_vet="yes")
    old = look()
    hold(engine, 2, knows_vet="no")

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(taken, "name", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            look()
    assert len(held(old)) == 8
    new = look()
    assert marks(new)[0] == marks(old)[0]
    assert len(set(held(new))) == len(held(new)) == 10


def test_a_list_of_names_that_cannot_be_read_is_made_again(
    engine: Engine, study: Study, settings: Settings, look
) -> None:
    hold(engine, 8, knows_vet="yes")
    look()
    hold(engine, 2, knows_vet="no")
    names = settings.snapshots / f"study={study.id}" / NAMES
    look()
    names.write_text(names.read_text()[:-20])
    assert len(held(look())) == 10


def test_an_interview_that_moved_to_another_wave_is_in_one_of_them(
    engine: Engine, study: Study, look
) -> None:
    first, *others = hold(engine, 4, knows_vet="yes")
    look()
    with transaction(engine) as session:
        spring = next(wave for wave in waves_of(session, study) if wave.number == 1)
        session.exec(update(Interview).where(col(Interview.id) == first).values(wave_id=spring.id))
    assert held(look()) == [str(one) for one in (first, *others)]


def waves_of(session, study: Study):
    from survey.studies.tables import Wave

    return session.exec(select(Wave).where(Wave.study_id == study.id)).all()
