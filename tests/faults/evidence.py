"""What every place says that it keeps, asked when all is over."""

import csv
import json
import random
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, make_url
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
from tests.survey import postgresql

_HOW = ("counted", "to_review", "set_aside", "stopped")
_ASKED = random.Random(0)  # noqa: S311 (a line without faults draws nothing)


def everywhere(installation: Installation, port: int, work: Path) -> list[Place]:
    """The database, its export, the counts and the monitor of the server that runs, and a backup brought back elsewhere."""
    engine = connect(installation.settings.database)
    try:
        return [_guarded(engine), *at_rest(installation, engine, work), *_told(port)]
    finally:
        engine.dispose()


def at_rest(installation: Installation, engine: Engine, work: Path) -> list[Place]:
    """What has each interview by name: the database, its export, a backup that was brought back."""
    brought_back = _brought_back if installation.url.startswith("sqlite") else _brought_back_from_a_dump
    return [
        _database("the database", engine),
        _export(engine, work),
        brought_back(installation, work),
    ]


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
    followed = _asked(port, "/api/v1/studies/proef/fieldwork?wave=2")
    interviews = followed["interviews"]
    apart = [each["name"] for each in followed["devices"] if not each["agrees"]]
    return [
        Place("the counts", number=counts["interviews"]),
        Place("the counts by area", number=sum(counts["by_area"].values())),
        Place("the counts by state", number=sum(counts["by_state"].values())),
        Place("the monitor", number=sum(interviews[how] for how in _HOW)),
        Place("the monitor by device", number=sum(each["received"] for each in followed["devices"])),
        Place("the quota", number=sum(each["counted"] for each in followed["quota"])),
        Place("the reconciliation", fault=f"{', '.join(apart)}: finished is not received" if apart else ""),
    ]


def _asked(port: int, path: str) -> Any:
    line = Line(port)
    answer = line.send("none", ask(path, FOLLOWER), _ASKED)
    line.hang_up()
    if answer is None or answer[0] != 200:
        raise AssertionError(f"{path} answers {answer}")
    return json.loads(answer[1])


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


def _brought_back_from_a_dump(installation: Installation, work: Path) -> Place:
    """As an operator of PostgreSQL does it."""
    at, address = postgresql.programs(), make_url(installation.url)
    socket = str(address.query["host"])
    there = ["-h", socket, "-U", "postgres"]
    copy = str(work / "kopie.dump")

    def run(program: str, *words: str) -> None:
        subprocess.run([str(at / program) if at else program, *there, *words], check=True, timeout=300)

    run("pg_dump", "--format=custom", f"--file={copy}", str(address.database))
    run("psql", "-q", "-c", "CREATE DATABASE teruggezet", "postgres")
    run("pg_restore", "--dbname=teruggezet", copy)
    with opened(str(address.set(database="teruggezet"))) as engine:
        return _database("the restored dump", engine)
