import shutil
import threading
import time
from datetime import date
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from analysis.responses import contract
from survey.collection.count import count
from survey.collection.receive import receive
from survey.collection.snapshot import Snapshot, parts, refresh, written
from survey.collection.tables import Interview, Submission
from survey.database import transaction
from survey.settings import Settings
from survey.studies.tables import Study, Wave
from tests.survey.interviews import hold
from tests.survey.samples import body


def rows(taken: Snapshot) -> list[dict[str, object]]:
    return [row for file in taken.files for row in pq.read_table(file).to_pylist()]


def number(study: Study) -> int:
    assert study.id is not None
    return study.id


def test_a_study_without_interviews_has_an_empty_snapshot(
    engine: Engine, settings: Settings, study: Study
) -> None:
    taken = refresh(engine, settings, number(study))
    assert (taken.files, taken.interviews, taken.origins) == ((), 0, ())


def test_it_holds_accepted_interviews_and_counted_answers_only(
    engine: Engine, settings: Settings, study: Study
) -> None:
    hold(engine, knows_vet="no", channels=["paper"])  # channels is off the path
    hold(engine, knows_vet="perhaps")  # does not agree with the questionnaire: waits for a person
    found = rows(refresh(engine, settings, number(study)))
    assert len(found) == 1
    assert found[0]["answer_knows_vet"] == "no"
    assert found[0]["answer_channels"] is None
    assert found[0]["m:awareness.aided:vet"] == 0.0
    assert found[0]["wave"] == 2


def test_it_keeps_the_contract_of_the_statistics_and_leaves_own_words_out(
    engine: Engine, settings: Settings, study: Study
) -> None:
    hold(engine, knows_vet={"missing": "refused"}, age=44, remark="Ik heet Jan")
    taken = refresh(engine, settings, number(study))
    held = contract([str(file) for file in taken.files])
    assert "remark" not in held.answers
    assert [one.column for one in held.indicators] == ["m:awareness.aided:vet"]
    row = rows(taken)[0]
    assert row["answer_knows_vet"] == "missing:refused"
    assert row["answer_age"] == 44.0
    assert row["m:awareness.aided:vet"] is None


def test_nothing_is_made_again_when_nothing_changed(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 3, knows_vet="yes")
    first = refresh(engine, settings, number(study))
    made = first.files[0].stat().st_mtime_ns
    again = refresh(engine, settings, number(study))
    assert again == first
    assert again.files[0].stat().st_mtime_ns == made


def test_only_the_wave_that_changed_is_made_again(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 2, knows_vet="yes")
    with transaction(engine) as session:
        spring = session.exec(select(Wave).where(Wave.study_id == study.id, Wave.number == 1)).one()
        moved = session.exec(select(Interview)).first()
        assert moved is not None
        moved.wave_id = spring.id or 0
        moved.completed_on = date(2026, 3, 4)
        session.add(moved)
    before = {part.wave: part.file for part in refresh(engine, settings, number(study)).parts}
    hold(engine, knows_vet="no")
    after = {part.wave: part.file for part in refresh(engine, settings, number(study)).parts}
    assert before.keys() == after.keys() == {1, 2}
    assert before[1] == after[1]
    assert before[2] != after[2]


def test_a_verdict_of_a_person_changes_it_at_once(engine: Engine, settings: Settings, study: Study) -> None:
    kept, dropped = hold(engine, 2, knows_vet="yes")
    first = refresh(engine, settings, number(study))
    with transaction(engine) as session:
        session.exec(update(Interview).where(Interview.id == dropped).values(state="excluded"))
    second = refresh(engine, settings, number(study))
    assert [row["interview"] for row in rows(second)] == [str(kept)]
    assert second.hash != first.hash


def test_the_same_interviews_give_the_same_hash(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 4, knows_vet="yes")
    first = refresh(engine, settings, number(study))
    shutil.rmtree(settings.snapshots)
    assert refresh(engine, settings, number(study)).hash == first.hash


def test_who_still_reads_the_old_files_can_go_on(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 2, knows_vet="yes")
    old = refresh(engine, settings, number(study))
    hold(engine, knows_vet="no")
    refresh(engine, settings, number(study))
    assert len(rows(old)) == 2


def test_files_that_nobody_can_need_any_more_are_cleared(
    engine: Engine, settings: Settings, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(engine, knows_vet="yes")
    old = refresh(engine, settings, number(study))
    hold(engine, knows_vet="no")
    refresh(engine, settings, number(study))
    later = time.time() + parts._KEPT_SECONDS + 60
    hold(engine, knows_vet="no")
    monkeypatch.setattr("time.time", lambda: later)
    current = refresh(engine, settings, number(study))
    assert not old.files[0].exists()
    assert current.files[0].exists()


def test_many_at_once_get_the_same_whole_snapshot(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 20, knows_vet="yes")
    taken: list[Snapshot] = []
    threads = [
        threading.Thread(target=lambda: taken.append(refresh(engine, settings, number(study))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 8
    assert {one.hash for one in taken} == {taken[0].hash}
    assert all(len(rows(one)) == 20 for one in taken)


def test_more_interviews_than_fit_in_one_reading_are_all_there(
    engine: Engine, settings: Settings, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold(engine, 7, knows_vet="yes")
    monkeypatch.setattr(written, "_CHUNK", 3)
    found = rows(refresh(engine, settings, number(study)))
    assert [row["interview"] for row in found] == list(map(str, held))


def test_a_conflict_leaves_the_figures_alone(engine: Engine, settings: Settings, study: Study) -> None:
    hold(engine, 2, knows_vet="yes")
    before = refresh(engine, settings, number(study))
    with transaction(engine) as session:
        kept = session.exec(select(Submission)).first()
        assert kept is not None
        session.add(
            Submission(
                interview_id=kept.interview_id,
                study_id=number(study),
                digest="0" * 64,
                body=b"{}",
                outcome="conflict",
            )
        )
    assert refresh(engine, settings, number(study)).hash == before.hash


def test_an_interview_that_was_broken_off_is_kept_and_makes_no_figure(
    engine: Engine, settings: Settings, study: Study
) -> None:
    stopped = body(answers={"consent": "yes", "area": "noord"}, paradata={"outcome": "interrupted"})
    with transaction(engine) as session:
        receive(session, uuid4(), stopped, "api")
    hold(engine, knows_vet="no")
    assert refresh(engine, settings, number(study)).interviews == 1
    with transaction(engine) as session:
        counts = count(session, study, ["noord"])
    assert (counts["accepted"], counts["flagged"]) == (2, 0)
    assert counts["by_outcome"] == {"complete": 1, "interrupted": 1}
