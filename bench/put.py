"""How fast are interviews stored? `wijkpeil serve` as a user starts it, 8 clients, durable commits."""

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from base64 import b64encode
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlmodel import Session

from questionnaires import library
from survey import migrate
from survey.accounts.secret import digest as digest_of
from survey.accounts.tables import Account, ApiKey
from survey.database import connect, transaction
from survey.studies.publish import AreaSpec, publish
from survey.studies.tables import Study

CLIENTS = 8
INTERVIEWS = 400  # per client
BYTES = 2048
_TICK = os.sysconf("SC_CLK_TCK")
_SLUG = "meting"
_KEY = "wp_a-key-that-was-made-up-for-the-benchmark"


def run(port: int = 8931, url: str = "") -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value. `url`: another database than a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(url or f"sqlite:///{folder}/wijkpeil.sqlite")
        migrate.upgrade(engine)
        with transaction(engine) as session:
            areas = [AreaSpec(f"wijk-{number}", f"Wijk {number}") for number in range(8)]
            version = publish(session, _SLUG, library.load("straat-bekendheid"), areas=areas)
            _interviewer(session, version.study_id)
            programme, questionnaire = json.loads(version.programme), version.hash
        engine.dispose()
        environment = os.environ | {"WIJKPEIL_DATA_DIR": folder, "WIJKPEIL_DATABASE_URL": url}
        begun = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "survey.cli", "serve", "--no-worker", "--port", str(port)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_ready(server, port)
            ready = time.perf_counter() - begun
            return [
                ("start of the server to ready", f"{ready:.2f} s"),
                *_load(server.pid, port, programme, questionnaire),
            ]
        finally:
            server.terminate()
            server.wait(30)


def _interviewer(session: Session, study_id: int) -> None:
    """Somebody who may send interviews for this study, by a key."""
    account = Account(
        organisation_id=session.get_one(Study, study_id).organisation_id,
        email="meting@voorbeeld.invalid",
        name="Meting",
        role_names=["interviewer"],
    )
    session.add(account)
    session.flush()
    session.add(ApiKey(account_id=account.id or 0, key_hash=digest_of(_KEY), label="meting"))


def answers(programme: dict[str, Any]) -> dict[str, Any]:
    """An answer to every question: the first of its options, or something that fits its kind."""
    return {name: _answer(variable) for name, variable in programme["variables"].items()}


def _answer(variable: dict[str, Any]) -> Any:
    if variable["kind"] == "area":
        return "wijk-3"
    if variable["options"]:
        first = variable["options"][0]["code"]
        return [first] if variable["kind"] == "multiple" else first
    by_kind: dict[str, Any] = {"number": variable["min"] or 44, "date": "2026-11-02"}
    return by_kind.get(variable["kind"], "een antwoord")


def _load(pid: int, port: int, programme: dict[str, Any], questionnaire: str) -> list[tuple[str, str]]:
    context = get_context("spawn")
    gate, results = context.Barrier(CLIENTS + 1), context.Queue()
    work = answers(programme), questionnaire
    clients = [context.Process(target=client, args=(port, work, gate, results)) for _ in range(CLIENTS)]
    for process in clients:
        process.start()
    gate.wait()
    begun, busy = time.perf_counter(), _cpu_seconds(pid)
    reports = [results.get() for _ in clients]
    took, busy = time.perf_counter() - begun, _cpu_seconds(pid) - busy
    latencies = sorted(one for report, _load_seconds in reports for one in report)
    load = sum(load_seconds for _report, load_seconds in reports)
    for process in clients:
        process.join()
    per_mille = statistics.quantiles(latencies, n=100)
    return [
        ("PUT of a 2 KB interview, 8 clients", f"{len(latencies) / took:.0f} stored/s"),
        ("  per CPU-second of the server", f"{len(latencies) / busy:.0f}"),
        ("  per CPU-second of server and load generator", f"{len(latencies) / (busy + load):.0f}"),
        ("  p50 / p95 / p99", " / ".join(f"{per_mille[at - 1] * 1000:.0f} ms" for at in (50, 95, 99))),
    ]


def client(port: int, work: tuple[dict[str, Any], str], gate: Any, results: Any) -> None:
    """One client: makes its interviews first, then sends them one after the other over one line."""
    bodies = [_body(*work) for _ in range(INTERVIEWS)]
    line = HTTPConnection("127.0.0.1", port)
    line.connect()
    gate.wait()
    latencies, begun_with = [], time.process_time()
    for identity, body, headers in bodies:
        begun = time.perf_counter()
        line.request("PUT", f"/api/v1/interviews/{identity}", body, headers)
        answer = line.getresponse()
        answer.read()
        latencies.append(time.perf_counter() - begun)
        assert answer.status == 201, answer.status
    results.put((latencies, time.process_time() - begun_with))


def _body(given: dict[str, Any], questionnaire: str) -> tuple[str, bytes, dict[str, str]]:
    identity = str(uuid.uuid4())
    interview = {
        "study": _SLUG,
        "questionnaire": questionnaire,
        "origin": "street",
        "mode": "interviewer",
        "language": "nl",
        "started_at": "2026-11-02T10:00:00+01:00",
        "completed_at": "2026-11-02T10:06:30+01:00",
        "answers": given,
        "paradata": {"seed": int(identity[:8], 16), "filler": ""},
    }
    short = BYTES - len(json.dumps(interview))
    interview["paradata"] = {"seed": int(identity[:8], 16), "filler": "x" * max(short, 0)}
    body = json.dumps(interview).encode()
    digest = b64encode(hashlib.sha256(body).digest()).decode()
    headers = {
        "Content-Type": "application/json",
        "Content-Digest": f"sha-256=:{digest}:",
        "Authorization": f"Bearer {_KEY}",
    }
    return identity, body, headers


def _until_ready(server: "subprocess.Popen[bytes]", port: int) -> None:
    while server.poll() is None:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/readyz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"the server ended with {server.returncode}")


def _cpu_seconds(pid: int) -> float:
    """What the process and its children used, in seconds of one core."""
    total = 0.0
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                fields = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if pid in {int(each.name), int(fields[1])}:
                total += (int(fields[11]) + int(fields[12])) / _TICK
    return total


if __name__ == "__main__":
    for name, value in run():
        print(f"{name}: {value}")
