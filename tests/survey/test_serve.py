"""The server as it is started: on this machine only, quickly, and without the heavy libraries."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import wijkpeil as command
from tests.faults.server import Server, wijkpeil
from tests.survey.samples import body, content_digest
from tests.survey.staff import WITH_KEY

HEAVY = ("altair", "duckdb", "narwhals", "numpy", "pandas", "pyarrow", "scipy", "statsmodels", "vl_convert")
IDENTITY = "01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = wijkpeil(tmp_path_factory.mktemp("serve"))
    made.start()
    yield made
    made.kill()


def test_starting_loads_none_of_the_heavy_libraries() -> None:
    code = "import json, sys, survey.app, survey.serve; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)
    assert set(HEAVY) & set(json.loads(done.stdout)) == set()


ANYWHERE = "0.0.0.0"  # noqa: S104 (to see it refused)


@pytest.mark.parametrize("host", [ANYWHERE, "192.0.2.7", "::", "example.org", ""])
def test_an_address_that_others_can_reach_is_wrong_use(host: str) -> None:
    done = CliRunner().invoke(command, ["serve", "--host", host])
    assert done.exit_code == 2
    assert "WIJKPEIL_SECRET_KEY is niet gezet" in done.stderr
    assert "WIJKPEIL_ALLOWED_HOSTS is niet gezet" in done.stderr
    assert "WIJKPEIL_TLS_IN_FRONT" in done.stderr


def test_an_old_database_is_not_served(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["serve"], env={"WIJKPEIL_DATA_DIR": str(tmp_path)})
    assert done.exit_code == 1
    assert "wijkpeil db upgrade" in done.stderr


def test_it_listens_on_loopback_only(server: Server) -> None:
    name = socket.gethostbyname(socket.gethostname())
    if not name.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((name, server.port), timeout=2)
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as line:
        assert line.getpeername()[0] == "127.0.0.1"


def _put(server: Server, chunks: list[bytes]) -> tuple[int, dict[str, object]]:
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {
        "Content-Type": "application/json",
        "Content-Digest": content_digest(b"".join(chunks)),
        **WITH_KEY,
    }
    line.request("PUT", f"/api/v1/interviews/{IDENTITY}", iter(chunks), headers, encode_chunked=True)
    answer = line.getresponse()
    document = json.loads(answer.read())
    line.close()
    return answer.status, document


def test_a_body_in_pieces_without_a_length_is_taken_whole(server: Server) -> None:
    sent = body()
    status, receipt = _put(server, [sent[:100], sent[100:]])
    assert (status, receipt["id"]) == (201, IDENTITY)


def test_a_body_in_pieces_over_the_limit_is_refused(server: Server) -> None:
    status, problem = _put(server, [b" " * 65_536] * 10)
    assert (status, problem["code"]) == (413, "too_large")


def test_a_port_that_is_taken_is_told_in_dutch(server: Server) -> None:
    folder = {"WIJKPEIL_DATA_DIR": server.environment["WIJKPEIL_DATA_DIR"]}
    done = CliRunner().invoke(command, ["serve", "--port", str(server.port)], env=folder)
    assert done.exit_code == 1
    assert "--port" in done.stderr
