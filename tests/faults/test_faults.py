"""No interview is lost and none counts twice, whatever happens on the way."""

from pathlib import Path

from tests.faults.line import FAULTS
from tests.faults.load import Load, deploy, kill
from tests.faults.server import wijkpeil

UPLOADS = 3_000
SEED = 20261122


def test_of_ten_thousand_faulted_uploads_none_is_lost_and_none_counts_twice(tmp_path: Path) -> None:
    server = wijkpeil(tmp_path / "var")
    server.start()
    try:
        verdict = Load([server], UPLOADS, SEED, [kill, kill, deploy]).run(tmp_path)
    finally:
        server.kill()

    assert verdict.sound, str(verdict)
    assert verdict.uploads >= UPLOADS
    assert verdict.receipts + verdict.disputed == verdict.uploads
    assert verdict.about["kill"] >= 3
    assert all(verdict.faults[fault] > 50 for fault in FAULTS)
