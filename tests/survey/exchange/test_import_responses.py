from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.exchange.import_responses import Imported, import_responses
from survey.exchange.read_csv import ImportRefused
from survey.studies.tables import Study
from tests.survey.interviews import hold

HEAD = "origin,mode,language,started_at,completed_at"
ROW = "panel,online,nl,2026-11-02 10:00,2026-11-02 10:05"


def bring(engine: Engine, tmp_path: Path, text: str) -> Imported:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    with transaction(engine) as session:
        return import_responses(session, "proef", path)


def kept(engine: Engine) -> list[Interview]:
    with reading(engine) as session:
        return list(session.exec(select(Interview).order_by(Interview.completed_at)))


def test_a_row_becomes_an_interview_with_typed_answers(engine: Engine, tmp_path: Path, study: Study) -> None:
    text = (
        f"{HEAD},consent,area,knows_vet,channels,age,remark\n"
        f"{ROW},yes,noord,yes,paper|friend,44,'=1+1\n"
        f"{ROW},yes,zuid,missing:dont_know,,,\n"
    )
    assert bring(engine, tmp_path, text) == Imported(stored=2, repeated=0, flagged=0, excluded=0)
    answers = sorted((one.answers for one in kept(engine)), key=len)
    assert answers[0] == {"consent": "yes", "area": "zuid", "knows_vet": {"missing": "dont_know"}}
    assert answers[1] == {
        "consent": "yes", "area": "noord", "knows_vet": "yes", "channels": ["paper", "friend"], "age": 44,
        "remark": "=1+1",
    }  # fmt: skip


def test_the_bytes_are_kept_as_a_submission_that_came_by_import(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    bring(engine, tmp_path, f"{HEAD},consent,area,knows_vet\n{ROW},yes,noord,no\n")
    with reading(engine) as session:
        assert [one.route for one in session.exec(select(Submission))] == ["import"]


def test_importing_a_file_twice_counts_once(engine: Engine, tmp_path: Path, study: Study) -> None:
    text = f"{HEAD},consent,area,knows_vet\n{ROW},yes,noord,no\n{ROW},yes,noord,no\n"
    assert bring(engine, tmp_path, text).stored == 2
    assert bring(engine, tmp_path, text) == Imported(stored=0, repeated=2, flagged=0, excluded=0)
    assert len(kept(engine)) == 2


def test_one_wrong_row_means_that_none_is_kept(engine: Engine, tmp_path: Path, study: Study) -> None:
    text = (
        f"{HEAD},consent,area,knows_vet,age\n"
        f"{ROW},yes,noord,no,44\n"
        f"{ROW},yes,oost,misschien,veel\n"
        f"{ROW.replace('panel', 'market')},yes,noord,no,\n"
        f"{ROW.replace('2026-11-02 10:00', 'gisteren')},yes,noord,no,\n"
        f"{ROW.replace(',nl,', ',,')},yes,noord,no,\n"
    )
    with pytest.raises(ImportRefused) as refused:
        bring(engine, tmp_path, text)
    places = {(fault.row, fault.column) for fault in refused.value.faults}
    assert places == {
        (3, "area"),
        (3, "knows_vet"),
        (3, "age"),
        (4, "origin"),
        (5, "started_at"),
        (6, "language"),
    }
    assert "rij 3, kolom knows_vet: onbekende code 'misschien'; verwacht: yes, no." in str(refused.value)
    assert kept(engine) == []


def test_what_only_receiving_finds_out_also_keeps_nothing(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    ends_first = ROW.replace("10:05", "09:00")
    with pytest.raises(ImportRefused, match="rij 3"):
        bring(
            engine,
            tmp_path,
            f"{HEAD},consent,area,knows_vet\n{ROW},yes,noord,no\n{ends_first},yes,noord,no\n",
        )
    assert kept(engine) == []


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ("origin,mode,language,started_at", "kolom completed_at: deze kolom ontbreekt"),
        (f"{HEAD},leeftijd", "kolom leeftijd: deze kolom is niet bekend"),
    ],
)
def test_a_missing_or_unknown_column_is_named(
    engine: Engine, tmp_path: Path, study: Study, head: str, part: str
) -> None:
    with pytest.raises(ImportRefused, match=part):
        bring(engine, tmp_path, f"{head}\n")


def test_an_interview_that_is_there_is_never_overwritten(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    held = hold(engine, knows_vet="yes")[0]
    with pytest.raises(ImportRefused, match="is er al, met een andere inhoud"):
        bring(engine, tmp_path, f"interview,{HEAD},consent,area,knows_vet\n{held},{ROW},yes,noord,no\n")
    with reading(engine) as session:
        assert session.exec(select(Submission).where(Submission.outcome == "conflict")).all() == []


def test_the_same_identity_twice_in_a_file_is_a_fault(engine: Engine, tmp_path: Path, study: Study) -> None:
    same = uuid4()
    row = f"{same},{ROW},yes,noord,no\n"
    with pytest.raises(ImportRefused, match="rij 3, kolom interview: hetzelfde interview staat al in rij 2"):
        bring(engine, tmp_path, f"interview,{HEAD},consent,area,knows_vet\n{row}{row}")


def test_a_row_that_does_not_follow_its_questionnaire_waits_for_a_person(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    done = bring(engine, tmp_path, f"{HEAD},consent,area,knows_vet,age\n{ROW},yes,noord,no,12\n")
    assert (done.stored, done.flagged) == (1, 1)
    assert [one.state for one in kept(engine)] == ["flagged"]


def test_weight_stratum_and_psu_are_kept_with_the_interview(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    text = f"{HEAD},weight,stratum,psu,consent,area,knows_vet\n{ROW},2.5,centrum,plein,yes,noord,no\n"
    bring(engine, tmp_path, text)
    one: Any = kept(engine)[0]
    assert (one.weight, one.stratum, one.psu) == (2.5, "centrum", "plein")
    with pytest.raises(ImportRefused, match="is geen gewicht"):
        bring(engine, tmp_path, text.replace("2.5", "-1"))
