"""No interview is lost and none counts twice, whatever happens on the way."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from survey import signing
from survey.collection.receipt import message
from tests.faults.device import FAULTS
from tests.faults.load import run
from tests.faults.server import Server, bad, wijkpeil

UPLOADS = 10_000
KILLS = 8
FEW = 400


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    kind = request.param
    made = wijkpeil(tmp_path) if kind == "wijkpeil" else bad(tmp_path, kind)
    made.start()
    yield made
    made.kill()


def _signed_by(server: Server) -> Ed25519PublicKey:
    key = signing.public_key(server.environment["WIJKPEIL_SECRET_KEY"])
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(key))


@pytest.mark.parametrize("server", ["wijkpeil"], indirect=True)
def test_of_ten_thousand_faulted_uploads_none_is_lost_and_none_counts_twice(server: Server) -> None:
    key = _signed_by(server)

    def believes(receipt: dict[str, str]) -> bool:
        signed = message(receipt["id"], receipt["digest"], receipt["received_at"])
        try:
            key.verify(base64.b64decode(receipt["signature"]), signed)
        except InvalidSignature:
            return False
        return True

    verdict = run(server, UPLOADS, KILLS, seed=20261122, believes=believes)
    assert (verdict.uploads, verdict.receipts) == (UPLOADS, UPLOADS)
    assert (verdict.lost, verdict.double) == (0, 0)
    assert verdict.kills == KILLS
    assert all(verdict.faults[fault] > UPLOADS / 20 for fault in FAULTS)
    assert len(server.kept()) == UPLOADS


@pytest.mark.parametrize("server", ["acknowledge"], indirect=True)
def test_the_harness_sees_that_acknowledge_then_write_loses_interviews(server: Server) -> None:
    assert run(server, FEW, kills=6, seed=1).lost > 0


@pytest.mark.parametrize("server", ["own-id"], indirect=True)
def test_the_harness_sees_that_an_identity_made_by_the_server_counts_twice(server: Server) -> None:
    verdict = run(server, FEW, kills=0, seed=2)
    assert verdict.double > 0
    assert verdict.lost == 0
