"""The four ways in which a question is answered: row by row, from columns in memory, by DuckDB, by Spark."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import engine
from analysis.columns import forget
from analysis.engine import connect

ENGINES = ("rows", "columns", "duckdb", "spark")


def _needs_java() -> None:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        if os.environ.get("CI"):
            pytest.fail("Java is needed for Spark; in CI nothing may be left out")
        pytest.skip("Spark needs Java, which this machine does not have")


@pytest.fixture(params=ENGINES)
def asked_of(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[pa.Table], Any]]:
    """Gives the source of a table so that this engine must answer, however small the table is."""
    name = request.param
    if name == "spark":
        _needs_java()
        monkeypatch.setenv("WIJKPEIL_ENGINE", "local[2]")
    if name != "rows":
        monkeypatch.setattr(engine, "SMALL", 0)

    def source(table: pa.Table) -> Any:
        if name == "rows":
            return table
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        pq.write_table(table, path, row_group_size=100)
        return connect().read_parquet(str(path)) if name == "duckdb" else path

    forget()
    yield source
    forget()
