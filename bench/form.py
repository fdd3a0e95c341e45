"""How fast is the online form? `wijkpeil serve` as a user starts it, 8 respondents, every answer committed."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlencode

from bench.put import _cpu_seconds, _until_ready, answers
from questionnaires import library
from survey import migrate
from survey.database import connect, transaction
from survey.locations.prove import solve
from survey.studies.publish import AreaSpec, publish

CLIENTS = 8
FORMS = 6  # per client
_SLUG = "meting"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def run(port: int = 8933) -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/wijkpeil.sqlite")
        migrate.upgrade(engine)
        with transaction(engine) as session:
            areas = [AreaSpec(f"wijk-{number}", f"Wijk {number}") for number in range(8)]
            version = publish(session, _SLUG, library.load("panel-weet-u-waar"), areas=areas)
            given = answers(json.loads(version.programme))
        engine.dispose()
        server = subprocess.Popen(
            [sys.executable, "-m", "survey.cli", "serve", "--no-worker", "--port", str(port)],
            env=os.environ | {"WIJKPEIL_DATA_DIR": folder, "WIJKPEIL_DATABASE_URL": ""},
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_ready(server, port)
            return _load(server.pid, port, given)
        finally:
            server.terminate()
            server.wait(30)


def _load(pid: int, port: int, given: dict[str, Any]) -> list[tuple[str, str]]:
    context = get_context("spawn")
    gate, results = context.Barrier(CLIENTS + 1), context.Queue()
    clients = [context.Process(target=client, args=(port, given, gate, results)) for _ in range(CLIENTS)]
    for process in clients:
        process.start()
    gate.wait()
    begun, busy = time.perf_counter(), _cpu_seconds(pid)
    reports = [results.get() for _ in clients]
    took, busy = time.perf_counter() - begun, _cpu_seconds(pid) - busy
    pages = sorted(one for report, _load_seconds in reports for one in report)
    load = sum(load_seconds for _report, load_seconds in reports)
    for process in clients:
        process.join()
    hundredths = statistics.quantiles(pages, n=100)
    return [
        ("pages answered (POST, commit, GET of the next), 8 clients", f"{len(pages) / took:.0f} pages/s"),
        ("  requests", f"{2 * len(pages) / took:.0f} /s"),
        ("  per CPU-second of the server", f"{len(pages) / busy:.0f} pages"),
        ("  per CPU-second of server and load generator", f"{len(pages) / (busy + load):.0f} pages"),
        (
            "  p50 / p95 / p99 of a page",
            " / ".join(f"{hundredths[at - 1] * 1000:.0f} ms" for at in (50, 95, 99)),
        ),
        ("  forms sent", f"{CLIENTS * FORMS}"),
    ]


def client(port: int, given: dict[str, Any], gate: Any, results: Any) -> None:
    """One respondent after the other, over one line; every page is answered and the form is sent."""
    line = HTTPConnection("127.0.0.1", port)
    line.connect()
    gate.wait()
    begun = time.process_time()
    pages = [seconds for _ in range(FORMS) for seconds in _fill(line, given)]
    results.put((pages, time.process_time() - begun))


def _fill(line: HTTPConnection, given: dict[str, Any]) -> list[float]:
    """Fill in one form; gives the seconds of each page."""
    cookie, page = "", ""
    place, pages = f"/s/{_SLUG}", []
    _status, _place, cookie, page = _ask(line, "GET", place, cookie)
    while not place.endswith("/verstuurd"):
        begun = time.perf_counter()
        name = place.rpartition("/")[2]
        fields = dict(_HIDDEN.findall(page)) | ({name: given[name]} if name in given else {})
        if "opgave" in fields:  # as the script of the first page does, and with the field that stays empty
            fields |= {"oplossing": solve(fields["opgave"]), "website": ""}
        status, place, cookie, _page = _ask(line, "POST", place, cookie, urlencode(fields, doseq=True))
        assert status == 303, (status, name)
        status, _place, cookie, page = _ask(line, "GET", place, cookie)
        assert status == 200, (status, place)
        pages.append(time.perf_counter() - begun)
    return pages


def _ask(
    line: HTTPConnection, method: str, place: str, cookie: str, body: str | None = None
) -> tuple[int, str, str, str]:
    """One request; gives status, where it leads, the cookie from now on, and the page."""
    headers = {"Cookie": cookie} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    line.request(method, place, body, headers)
    answer = line.getresponse()
    page = answer.read().decode()
    kept = dict(each.partition("=")[::2] for each in cookie.split("; ") if each)
    for fresh in answer.headers.get_all("Set-Cookie", []):
        name, _, value = fresh.partition(";")[0].partition("=")
        kept[name] = value
    cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
    return answer.status, answer.getheader("Location") or place, cookie, page


if __name__ == "__main__":
    for label, value in run():
        print(f"{label}: {value}")
