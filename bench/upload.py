"""How fast interviews are taken: one by one and in batches of 50, beside the bare driver, on both databases, in one run."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bench import bare, load, upload_page
from bench.interviews import Interviews
from bench.processes import core_seconds, cpu_seconds
from bench.put import _KEY, _SLUG, _interviewer, _until_ready, answers
from questionnaires import library
from survey import migrate
from survey.collection.count import count
from survey.collection.snapshot.taken import refresh
from survey.database import connect, reading, transaction
from survey.settings import Settings
from survey.studies import find
from survey.studies.publish import AreaSpec, publish
from tests.survey import postgresql

TOGETHER = 50
CLIENTS = (1, 8, 32)
_SECONDS, _WARM_SECONDS, _LONG_SECONDS = 6.0, 1.5, 60.0


@dataclass(frozen=True)
class Row:
    """What one load gave; rates are interviews per second, latencies milliseconds of a request."""

    database: str
    how: str
    clients: int
    per_second: float
    per_cpu_second: float
    at: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Long:
    """What a long run left behind: how many were stored and counted, how fast at the begin and at the end."""

    seconds: float
    stored: int
    counted: int
    first: float
    last: float
    p99: float
    count_seconds: float
    snapshot_seconds: float


@dataclass(frozen=True)
class _Place:
    name: str
    url: str
    folder: Path
    bare: bare.Bare
    roots: tuple[int, ...]  # processes of the database itself


def run() -> Iterator[tuple[str, str]]:
    """Measure, print as it goes, and write the page."""
    rows: list[Row] = []
    long: Long | None = None
    all_before, taken_before = core_seconds()
    for place in _places():
        with _served(place) as (port, pid, made):
            for clients in CLIENTS:
                for each, requests in ((1, made.puts()), (TOGETHER, made.batches(TOGETHER))):
                    load.send(port, requests, clients, _WARM_SECONDS)
                    row = _loaded(place, port, pid, requests, clients, each)
                    rows.append(row)
                    yield _told(row)
            for row in _beside(place, made):
                rows.append(row)
                yield _told(row)
            if place.name == "PostgreSQL":
                long = _long(place, port, made)
                yield (
                    f"60 s at 8 clients, {place.name}",
                    f"{long.stored} stored, {long.counted} counted at once",
                )
    if long is not None:
        everything, taken = core_seconds()
        upload_page.write(rows, long, (taken - taken_before) / (everything - all_before))
    yield "written", str(upload_page.PAGE)


def _told(row: Row) -> tuple[str, str]:
    latencies = "" if row.at is None else " / ".join(f"{each:.1f}" for each in row.at) + " ms"
    label = f"{row.database}, {row.how}, {row.clients} clients"
    return label, f"{row.per_second:.0f}/s, {row.per_cpu_second:.0f} per CPU-second  {latencies}"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _places() -> Iterator[_Place]:
    at = postgresql.programs()
    if at is None:
        raise RuntimeError(postgresql.WHY_ABSENT)
    with _folder() as folder, postgresql.running(at, durable=True) as server:
        pid = int(Path(server, "data", "postmaster.pid").read_text().split()[0])
        driver = bare.Bare(f"host={server} user=postgres dbname=postgres", is_file=False)
        url = f"postgresql+psycopg://postgres@/postgres?host={server}"
        yield _Place("PostgreSQL", url, folder, driver, (pid,))
    with _folder() as folder:
        file = str(folder / "wijkpeil.sqlite")
        yield _Place("SQLite", f"sqlite:///{file}", folder, bare.Bare(file, is_file=True), ())


@contextmanager
def _served(place: _Place) -> Iterator[tuple[int, int, Interviews]]:
    """The server as `wijkpeil serve` starts it, on a fresh database with one study."""
    engine = connect(place.url)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        areas = [AreaSpec(f"wijk-{number}", f"Wijk {number}") for number in range(8)]
        version = publish(session, _SLUG, library.load("straat-bekendheid"), areas=areas)
        _interviewer(session, version.study_id)
        given, questionnaire = answers(json.loads(version.programme)), version.hash
    engine.dispose()
    bare.make_table(place.bare)
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "survey.cli", "serve", "--no-worker", "--port", str(port)],
        env=os.environ | {"WIJKPEIL_DATA_DIR": str(place.folder), "WIJKPEIL_DATABASE_URL": place.url},
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_ready(server, port)
        yield port, server.pid, Interviews(_SLUG, questionnaire, given, _KEY)
    finally:
        server.terminate()
        server.wait(30)


def _loaded(place: _Place, port: int, pid: int, requests: Iterator[bytes], clients: int, each: int) -> Row:
    before = cpu_seconds(pid, *place.roots)
    made = load.send(port, requests, clients, _SECONDS)
    busy = cpu_seconds(pid, *place.roots) - before + made.cpu_seconds
    if made.statuses.keys() != {201 if each == 1 else 200}:
        raise RuntimeError(f"not everything was stored: {made.statuses}")
    how = "one by one" if each == 1 else f"in batches of {each}"
    done = len(made.latencies) * each
    return Row(
        place.name, how, clients, made.per_second(each), done / busy, (made.at(50), made.at(95), made.at(99))
    )


def _beside(place: _Place, made: Interviews) -> Iterator[Row]:
    """The bare driver, in the same database while the server has nothing to do."""
    _identity, body = next(made.bodies())
    for clients in CLIENTS:
        for together, how in ((1, "one by one"), (TOGETHER, f"in batches of {TOGETHER}")):
            before = cpu_seconds(*place.roots) if place.roots else 0.0
            rate, busy, done = bare.bytes_alone(place.bare, body, clients, together)
            busy += cpu_seconds(*place.roots) - before if place.roots else 0.0
            yield Row(place.name, f"bare driver, bytes alone, {how}", clients, rate, done / busy)
    before = cpu_seconds(*place.roots) if place.roots else 0.0
    rate, busy, done = bare.whole_rows(place.bare, TOGETHER)
    busy += cpu_seconds(*place.roots) - before if place.roots else 0.0
    yield Row(place.name, f"bare driver, the same rows, in batches of {TOGETHER}", 1, rate, done / busy)


def _long(place: _Place, port: int, made: Interviews) -> Long:
    """Is anything left to do when the last receipt was given?"""
    engine = connect(place.url)
    before, _seconds = _counted(engine)
    sent = load.send(port, made.puts(), 8, _LONG_SECONDS)
    after, count_seconds = _counted(engine)
    settings = Settings(data_dir=place.folder, database_url=place.url)
    with reading(engine) as session:
        study = find.study(session, _SLUG).id or 0
    begun = time.perf_counter()
    refresh(engine, settings, study)
    snapshot_seconds = time.perf_counter() - begun
    engine.dispose()
    sixth = len(sent.latencies) // 6
    return Long(
        sent.seconds,
        len(sent.latencies),
        after - before,
        8 * sixth / sum(sent.latencies[:sixth]),
        8 * sixth / sum(sent.latencies[-sixth:]),
        sent.at(99),
        count_seconds,
        snapshot_seconds,
    )


def _counted(engine: Engine) -> tuple[int, float]:
    begun = time.perf_counter()
    with reading(engine) as session:
        study = find.study(session, _SLUG)
        found = count(session, study, [area.code for area in find.areas(session, study)])
    return int(found["interviews"]), time.perf_counter() - begun


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
