"""A copy of the database is whole, comes back as it was, and never takes the place of something else by accident."""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlmodel import select

from survey.backup import BackupRefused, backup, restore
from survey.cli import wijkpeil
from survey.collection.receive import receive
from survey.collection.tables import Interview, Submission
from survey.database import connect, reading, transaction
from survey.settings import Settings
from survey.studies.tables import Study
from tests.faults.frozen import finished
from tests.faults.installation import Installation, install


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return install(tmp_path / "here")


@pytest.fixture
def engine(installation: Installation) -> Iterator[Engine]:
    made = connect(installation.url)
    yield made
    made.dispose()


def _take(engine: Engine, number: int, seed: int = 1) -> None:
    dice = random.Random(seed)  # noqa: S311 (made-up interviews)
    with transaction(engine) as session:
        for _one in range(number):
            one = finished(dice)
            receive(session, one.identity, one.sent, "api")


def _kept(engine: Engine) -> list[tuple[str, bytes]]:
    with reading(engine) as session:
        counted = session.exec(select(Interview.digest, Submission.body).join(Submission)).all()
    return sorted((digest, body) for digest, body in counted)


def _revision(engine: Engine) -> str:
    with reading(engine) as session:
        return session.exec(select(Study.revision)).one()


def _command(installation: Installation, *words: str) -> Result:
    environment = {name: value for name, value in installation.environment.items() if value}
    return CliRunner().invoke(wijkpeil, ["db", *words], env=environment)


def test_what_was_copied_comes_back_and_what_stood_there_is_set_aside(
    installation: Installation, engine: Engine, tmp_path: Path
) -> None:
    _take(engine, 5)
    before, revision = _kept(engine), _revision(engine)
    made = _command(installation, "backup", str(tmp_path / "kopie.sqlite"), "--json")
    assert (made.exit_code, json.loads(made.stdout)["interviews"]) == (0, 5)
    _take(engine, 3, seed=2)
    after = _kept(engine)
    engine.dispose()

    done = _command(installation, "restore", str(tmp_path / "kopie.sqlite"), "--yes", "--json")

    told = json.loads(done.stdout)
    assert (done.exit_code, told["interviews"]) == (0, 5)
    assert _kept(engine) == before
    assert _revision(engine) != revision, (
        "what a running process remembers of the study would be taken for this"
    )
    aside = connect(f"sqlite:///{told['set_aside']}")
    assert _kept(aside) == after
    aside.dispose()


def test_it_comes_back_where_nothing_was_and_its_snapshots_are_made_anew(
    installation: Installation, engine: Engine, tmp_path: Path
) -> None:
    _take(engine, 4)
    backup(installation.settings, tmp_path / "kopie.sqlite")
    elsewhere = Settings(data_dir=tmp_path / "there", secret_key="another made-up secret")
    stale = elsewhere.snapshots / "study=1"
    stale.mkdir()
    done = restore(elsewhere, tmp_path / "kopie.sqlite")
    assert (done.interviews, done.set_aside) == (4, None)
    assert not stale.exists()
    assert (tmp_path / "kopie.sqlite").stat().st_mode & 0o077 == 0


def test_a_copy_made_while_interviews_come_in_is_one_moment(
    installation: Installation, engine: Engine, tmp_path: Path
) -> None:
    stop = Event()

    def come_in() -> None:
        seed = 10
        while not stop.is_set():
            seed += 1
            _take(engine, 3, seed)  # three in one transaction: never one or two of them

    thread = Thread(target=come_in)
    thread.start()
    try:
        copies = [backup(installation.settings, tmp_path / f"{number}.sqlite") for number in range(4)]
    finally:
        stop.set()
        thread.join()
    assert all(copy.interviews % 3 == 0 for copy in copies)
    assert [copy.interviews for copy in copies] == sorted(copy.interviews for copy in copies)


def test_a_copy_is_never_written_over_another_file(installation: Installation, tmp_path: Path) -> None:
    there = tmp_path / "kopie.sqlite"
    there.write_text("van iemand anders", encoding="utf-8")
    done = _command(installation, "backup", str(there))
    assert done.exit_code == 1
    assert "bestaat al" in done.stderr
    assert there.read_text(encoding="utf-8") == "van iemand anders"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.write_bytes(b"geen database"), "geen kopie"),
        (lambda file: file.unlink(), "bestaat niet"),
        (lambda file: file.write_bytes(file.read_bytes()[:-8192]), "beschadigd"),
        (lambda file: _say(file, "UPDATE alembic_version SET version_num = '9999'"), "kent deze versie"),
    ],
    ids=["another file", "no file", "cut off", "of a newer version"],
)
def test_what_is_no_whole_copy_of_this_version_is_refused_and_changes_nothing(
    installation: Installation, engine: Engine, tmp_path: Path, spoil, why: str
) -> None:
    _take(engine, 2)
    before = _kept(engine)
    copy = tmp_path / "kopie.sqlite"
    backup(installation.settings, copy)
    spoil(copy)
    done = _command(installation, "restore", str(copy), "--yes")
    assert done.exit_code == 1
    assert why in done.stderr
    assert _kept(engine) == before
    assert [file.name for file in installation.folder.glob("*.voor-*")] == []


def _say(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def test_without_yes_it_asks_first(installation: Installation, engine: Engine, tmp_path: Path) -> None:
    backup(installation.settings, tmp_path / "kopie.sqlite")
    done = CliRunner().invoke(
        wijkpeil, ["db", "restore", str(tmp_path / "kopie.sqlite")], env=installation.environment, input="n\n"
    )
    assert done.exit_code == 1
    assert "vervangen" in done.stderr


def test_of_postgresql_it_says_what_its_own_programs_do(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://postgres@/wijkpeil", data_dir=tmp_path)
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(settings, tmp_path / "kopie")
    (tmp_path / "kopie").write_bytes(b"")
    with pytest.raises(BackupRefused, match="pg_restore"):
        restore(settings, tmp_path / "kopie")


def test_a_folder_that_is_not_there_is_told(installation: Installation, tmp_path: Path) -> None:
    done = _command(installation, "backup", str(tmp_path / "nergens" / "kopie.sqlite"))
    assert done.exit_code == 1
    assert "lukt niet" in done.stderr
