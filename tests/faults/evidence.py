"""What every place says that it keeps, asked when all is over."""

import csv
import json
import random
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlmodel import select

from survey.backup import BackupRefused, backup, restore
from survey.collection.tables import Interview, Submission
from survey.database import connect, opened, reading
from survey.exchange.export_responses import export_responses
from survey.settings import Settings
from tests.faults.installation import FOLLOWER, SECRET, Installation
from tests.faults.line import Line
from tests.faults.request import ask
from tests.faults.verdict import Place

_ASKED = random.Random(0)  # noqa: S311 (a line without faults draws nothing)


def everywhere(installation: Installation, port: int, work: Path) -> list[Place]:
    """The database, its export, the counts and the monitor of the server that runs, and a backup brought back elsewhere."""
    engine = connect(installation.settings.database)
    try:
        places = [_database("the database", engine), _guarded(engine), _export(engine, work), *_told(port)]
    finally:
        engine.dispose()
    if installation.url.startswith("sqlite"):
        places.append(_brought_back(installation, work))
    return places


def _database(name: str, engine: Engine) -> Place:
    with reading(engine) as session:
        counted = [
            (str(one), digest) for one, digest in session.exec(select(Interview.id, Interview.digest)).all()
        ]
        kept = session.exec(select(Submission.interview_id, Submission.body)).all()
    # Not what the column says: what the bytes are.
    bodies = frozenset((str(one), sha256(body).hexdigest()) for one, body in kept)
    return Place(name, counted, bodies)


def _guarded(engine: Engine) -> Place:
    """The keys that let no interview in twice, also when every other care fails."""
    known = inspect(engine)
    unique = [set(one["column_names"]) for one in known.get_unique_constraints("submission")]
    is_guarded = known.get_pk_constraint("interview")["constrained_columns"] == ["id"]
    guarded = is_guarded and {"interview_id", "digest"} in unique
    return Place("the database", fault="" if guarded else "no unique key guards the interviews")


def _export(engine: Engine, work: Path) -> Place:
    file = work / "export.csv"
    with reading(engine) as session:
        export_responses(session, "proef", file, with_excluded=True)
    with file.open(encoding="utf-8", newline="") as lines:
        return Place("the export", [(row["interview"], "") for row in csv.DictReader(lines)])


def _told(port: int) -> list[Place]:
    counts = _asked(port, "/api/v1/studies/proef/counts")
    return [
        Place("the counts", number=counts["interviews"]),
        Place("the counts by area", number=sum(counts["by_area"].values())),
        Place("the counts by state", number=sum(counts["by_state"].values())),
    ]


def _asked(port: int, path: str) -> dict[str, dict[str, int]]:
    line = Line(port)
    answer = line.send("none", ask(path, FOLLOWER), _ASKED)
    line.hang_up()
    if answer is None or answer[0] != 200:
        raise AssertionError(f"{path} answers {answer}")
    found: dict[str, dict[str, int]] = json.loads(answer[1])
    return found


def _brought_back(installation: Installation, work: Path) -> Place:
    copy = work / "kopie.sqlite"
    elsewhere = Settings(data_dir=work / "elsewhere", secret_key=SECRET)
    try:
        backup(installation.settings, copy)
        restore(elsewhere, copy)
    except BackupRefused as refused:
        return Place("the restored backup", fault=str(refused))
    with opened(elsewhere.database) as engine:
        return _database("the restored backup", engine)
