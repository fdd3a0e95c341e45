import csv
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import delete, select

from survey.collection.tables import Interview, Submission
from survey.database import reading, transaction
from survey.exchange.export_responses import export_responses
from survey.exchange.import_responses import import_responses
from survey.studies.tables import Study
from tests.survey.interviews import hold

TEXTS = ["=HYPERLINK(1)", "'s avonds", "'=x", "missing:refused", 'a "b", c', "twee\nregels", "é ü 😀", "-5"]


def write(engine: Engine, path: Path, **choices: bool) -> list[dict[str, str]]:
    with reading(engine) as session:
        export_responses(session, "proef", path, **choices)
    with path.open(encoding="utf-8", newline="") as written:
        return list(csv.DictReader(written))


def content(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as session:
        found = session.exec(select(Interview).order_by(Interview.id)).all()
    names = (
        "id",
        "origin",
        "mode",
        "language",
        "started_at",
        "completed_at",
        "completed_on",
        "area",
        "state",
        "outcome",
    )
    more = ("answers", "counted", "flags", "weight", "stratum", "psu", "version_id", "wave_id")
    return [tuple(getattr(one, name) for name in (*names, *more)) for one in found]


def test_what_is_exported_can_be_imported_and_is_the_same(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    for text in TEXTS:
        hold(engine, knows_vet="yes", channels=["paper", "friend"], age=44, remark=text)
    hold(engine, 2, origin="street", knows_vet={"missing": "dont_know"}, spot="market")
    hold(engine, knows_vet="no", channels=["paper"])  # an answer off the path
    hold(engine, consent="no", area=None)
    hold(engine, knows_vet="perhaps")  # flagged
    before = content(engine)
    write(engine, tmp_path / "out.csv")
    with transaction(engine) as session:
        session.exec(delete(Interview))
        session.exec(delete(Submission))
    with transaction(engine) as session:
        done = import_responses(session, "proef", tmp_path / "out.csv")
    assert done.stored == len(before)
    assert done.flagged == 1
    assert content(engine) == before


def test_no_cell_is_run_by_a_spreadsheet(engine: Engine, tmp_path: Path, study: Study) -> None:
    for text in TEXTS:
        hold(engine, knows_vet="yes", remark=text)
    for row in write(engine, tmp_path / "out.csv"):
        assert not row["remark"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_answer_off_the_path_is_named_and_an_excluded_interview_stays_out(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    hold(engine, knows_vet="no", channels=["paper"])
    out = hold(engine, knows_vet="yes")[0]
    with transaction(engine) as session:
        session.get_one(Interview, out).state = "excluded"
    rows = write(engine, tmp_path / "out.csv")
    assert [row["off_path"] for row in rows] == ["channels"]
    assert len(write(engine, tmp_path / "all.csv", with_excluded=True)) == 2
    with transaction(engine) as session:
        assert import_responses(session, "proef", tmp_path / "all.csv").excluded == 1


def test_synthetic_answers_are_called_synthetic_in_both_files(
    engine: Engine, tmp_path: Path, study: Study
) -> None:
    hold(engine, knows_vet="yes")
    with transaction(engine) as session:
        session.get_one(Study, study.id).synthetic = True
    rows = write(engine, tmp_path / "out.csv")
    with (tmp_path / "out.codebook.csv").open(encoding="utf-8", newline="") as written:
        book = list(csv.DictReader(written))
    assert all("synthetische gegevens" in row["notice"] for row in [*rows, *book])


def test_the_codebook_tells_every_code_of_every_column(engine: Engine, tmp_path: Path, study: Study) -> None:
    hold(engine, knows_vet="yes")
    columns = write(engine, tmp_path / "out.csv")[0].keys()
    with (tmp_path / "out.codebook.csv").open(encoding="utf-8", newline="") as written:
        book = list(csv.DictReader(written))
    assert {row["column"] for row in book} <= columns
    told = {row["code"]: row["label"] for row in book if row["column"] == "knows_vet"}
    assert told["yes"] == "Ja"
    assert told["missing:dont_know"] == "Weet ik niet"
    assert {row["label"] for row in book if row["column"] == "area"} >= {"Noord", "Zuid"}
    assert {row["measures"] for row in book if row["column"] == "knows_vet"} == {"awareness.aided:vet"}
