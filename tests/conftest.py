"""What every test stands on."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from tests.browser import browser, playwright

__all__ = ["browser", "playwright"]

ROOT = Path(__file__).parent.parent

# The machine is shared: a slow moment is no failure, a wrong answer is. Failures print the way to repeat them.
# Whether a change lands does not hang on luck: there the examples are the same each time. On a desk they are new.
settings.register_profile(
    "wijkpeil",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("wijkpeil")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not look through it in every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hundreds of tests each make an application of their own: they share what Jinja compiled, per process."""
    before = Flask.jinja_options
    Flask.jinja_options = {
        **before,
        "bytecode_cache": FileSystemBytecodeCache(str(tmp_path_factory.mktemp("jinja"))),
    }
    yield
    Flask.jinja_options = before


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the settings of the machine that it runs on, or writes where the user's data stands."""
    for name in [name for name in os.environ if name.startswith("WIJKPEIL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(tmp_path / "var"))
    # Who fills in a form without JavaScript waits twenty seconds: the tests of that say so themselves.
    monkeypatch.setenv("WIJKPEIL_OPEN_LINK_WAIT_SECONDS", "0")
