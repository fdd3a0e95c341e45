"""The pages are tried on one kind of database: what could differ between two lies in the use cases, tried on both."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    path = tmp_path / "wijkpeil.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"
