"""How long does a page take when 200 invited members answer at once? `wijkpeil serve` on PostgreSQL, as in production.

Each of them opens the link of an own invitation, reads a page for a few seconds, answers, and gets the next one. The members
are synthetic. The PostgreSQL server is one of its own, with durable commits, and goes when the measurement ends.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import create_engine, text

from bench.form import _HIDDEN, _ask
from bench.put import _cpu_seconds, _until_ready, answers
from questionnaires import library
from survey import migrate
from survey.app import create_app
from survey.database import transaction
from survey.settings import Settings
from survey.studies.publish import AreaSpec, publish
from tests.survey import postgresql
from tests.survey.panel.invitations import Panel

MEMBERS = 200
PROCESSES = 2
SECONDS = 60.0
READS = (2.0, 8.0)  # seconds per page, evenly spread
_SLUG = "meting"
_WARM_UP = 5.0  # the members come in during these seconds; what they wait then is counted, too


def run(port: int = 8937, members: int = MEMBERS, seconds: float = SECONDS) -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value."""
    programs = postgresql.programs()
    if programs is None:
        return [("not measured", postgresql.WHY_ABSENT)]
    with postgresql.running(programs) as socket, tempfile.TemporaryDirectory() as folder:
        url = _durable_database(socket)
        links, given = _invite(url, folder, members)
        server = subprocess.Popen(
            [sys.executable, "-m", "survey.cli", "serve", "--no-worker", "--port", str(port)],
            env=os.environ | {"WIJKPEIL_DATA_DIR": folder, "WIJKPEIL_DATABASE_URL": url},
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_ready(server, port)
            _wake(port, links[0])
            return _load(server.pid, port, links, given, seconds)
        finally:
            server.terminate()
            server.wait(30)


def _durable_database(socket: str) -> str:
    """An empty database on a server that is started without durability: that is switched on, as in production."""
    engine = create_engine(
        f"postgresql+psycopg://postgres@/postgres?host={socket}", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for statement in (
            "ALTER SYSTEM SET fsync = on",
            "ALTER SYSTEM SET full_page_writes = on",
            "SELECT pg_reload_conf()",
            "CREATE DATABASE wijkpeil",
        ):
            connection.execute(text(statement))
    engine.dispose()
    return f"postgresql+psycopg://postgres@/wijkpeil?host={socket}"


def _invite(url: str, folder: str, members: int) -> tuple[list[str], dict[str, Any]]:
    """A study with a round in which every member is invited; gives their links, and an answer to every question."""
    app = create_app(Settings(database_url=url, data_dir=folder))
    engine = app.extensions["wijkpeil.database"]
    migrate.upgrade(engine)
    with transaction(engine) as session:
        areas = [AreaSpec(f"wijk-{number}", f"Wijk {number}") for number in range(8)]
        version = publish(session, _SLUG, library.load("panel-weet-u-waar"), areas=areas)
        given = answers(json.loads(version.programme))
    panel = Panel(app, members, _SLUG)
    links = [panel.link(number) for number in range(members)]
    engine.dispose()
    return links, given


def _wake(port: int, link: str) -> None:
    """Let every process of the server show a page before the members come, as one that runs since this morning did."""
    for _ in range(40):
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        _ask(line, "GET", link, "")
        line.close()


def _load(
    pid: int, port: int, links: list[str], given: dict[str, Any], seconds: float
) -> list[tuple[str, str]]:
    context = get_context("spawn")
    results = context.Queue()
    shares = [links[part::PROCESSES] for part in range(PROCESSES)]
    clients = [context.Process(target=crowd, args=(port, share, given, seconds, results)) for share in shares]
    busy = _cpu_seconds(pid)
    begun = time.perf_counter()
    for process in clients:
        process.start()
    reports = [results.get() for _ in clients]
    lasted, busy = time.perf_counter() - begun, _cpu_seconds(pid) - busy
    for process in clients:
        process.join()
    pages = [took for report in reports for took in report["pages"]]
    faults = [fault for report in reports for fault in report["faults"]]
    hundredths = statistics.quantiles(pages, n=100)
    return [
        (
            f"{len(links)} members, each {READS[0]:.0f} to {READS[1]:.0f} s per page",
            f"{len(pages) / seconds:.0f} pages/s",
        ),
        (
            "  p50 / p95 / p99 of a page (POST, commit, GET of the next)",
            " / ".join(f"{hundredths[at - 1] * 1000:.0f} ms" for at in (50, 95, 99)),
        ),
        ("  the slowest page", f"{max(pages) * 1000:.0f} ms"),
        ("  pages, forms sent", f"{len(pages)}, {sum(report['sent'] for report in reports)}"),
        ("  the server was busy", f"{busy / lasted:.2f} of {os.cpu_count()} cores"),
        ("  its time per page", f"{busy / len(pages) * 1000:.1f} ms of one core"),
        ("  errors", f"{len(faults)}" + (f" ({faults[0]})" if faults else "")),
    ]


def crowd(port: int, links: list[str], given: dict[str, Any], seconds: float, results: Any) -> None:
    """A share of the members, each on a line of their own, until the time is over."""
    report: dict[str, Any] = {"pages": [], "faults": [], "sent": 0}
    until = time.monotonic() + seconds
    people = [threading.Thread(target=_member, args=(port, link, given, until, report)) for link in links]
    for person in people:
        person.start()
    for person in people:
        person.join()
    results.put(report)


def _member(port: int, link: str, given: dict[str, Any], until: float, report: dict[str, Any]) -> None:
    reading = random.Random(link)  # noqa: S311 (how long somebody reads is no secret)
    time.sleep(reading.uniform(0, _WARM_UP))
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        _answer(line, link, given, until, reading, report)
    except (OSError, HTTPException, AssertionError) as error:
        report["faults"].append(f"{type(error).__name__}: {error}"[:200])
    finally:
        line.close()


def _answer(
    line: HTTPConnection,
    link: str,
    given: dict[str, Any],
    until: float,
    reading: random.Random,
    report: dict[str, Any],
) -> None:
    status, _place, cookie, page = _ask(line, "GET", link, "")
    assert status == 200, (status, "the link of the invitation")
    place = link
    while not place.endswith("/verstuurd"):
        time.sleep(reading.uniform(*READS))
        if time.monotonic() > until:
            return
        begun = time.perf_counter()
        name = place.rpartition("/")[2]
        fields = dict(_HIDDEN.findall(page)) | ({name: given[name]} if name in given else {})
        status, to, cookie, _page = _ask(line, "POST", place, cookie, urlencode(fields, doseq=True))
        assert status == 303, (status, name if name in given else "begin or send")
        place = to
        status, _place, cookie, page = _ask(line, "GET", place, cookie)
        assert status == 200, (status, name)
        report["pages"].append(time.perf_counter() - begun)
    report["sent"] += 1


if __name__ == "__main__":
    for label, value in run():
        print(f"{label}: {value}")
