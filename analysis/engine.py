"""Where the heavy work is done: DuckDB or Spark, through Narwhals; nothing here loads many rows into Python."""

import os
from collections.abc import Sequence
from functools import cache
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import spark
from analysis.errors import SourceError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from narwhals import LazyFrame


def connect() -> "DuckDBPyConnection":
    """A cursor of this process's in-memory DuckDB; one per caller, so that threads do not meet.

    Extensions are never fetched: whatever DuckDB needs for Parquet is built in.
    """
    return _database(os.getpid()).cursor()


@cache
def _database(_process: int) -> "DuckDBPyConnection":
    # Keyed by the process: a forked worker must not share its parent's threads.
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )


def address() -> str:
    """Where large tables are added up: WIJKPEIL_ENGINE, `duckdb` by default, or the address of Spark.

    Raises:
        SourceError: it is neither.
    """
    found = os.environ.get("WIJKPEIL_ENGINE", "").strip() or "duckdb"
    if found != "duckdb" and not spark.chosen(found):
        raise SourceError(
            Message(N_("Verwacht in WIJKPEIL_ENGINE: duckdb, spark://computer:poort of local[2].")),
            Message(N_("Gekregen: %(got)s."), {"got": found}),
            Message(N_("Verbeter de instelling, of laat haar weg.")),
        )
    return found


FEW = 20_000  # rows of a file up to which nothing is quicker than to read it whole
SMALL = 100_000  # rows up to which a table is read whole: below it, asking an engine takes longer


def small(frame: "LazyFrame[Any]", columns: Sequence[str]) -> Any:
    """The rows as a PyArrow table with these columns (those that exist), or None when there are more than `SMALL`."""
    import narwhals as nw

    present = [name for name in dict.fromkeys(columns) if name in frame.collect_schema()]
    if not present:
        frame, present = frame.with_columns(nw.lit(1).alias("all·")), ["all·"]
    count = frame.select(nw.len().alias("rows")).collect("pyarrow").to_native().column("rows")[0].as_py()
    return frame.select(*present).collect("pyarrow").to_native() if count <= SMALL else None


def scan(source: Any) -> "LazyFrame[Any]":
    """A lazy table over `source`: rows stay where they are until a few totals are asked for.

    Args:
        source: the path or glob of Parquet (or one CSV) files, a sequence of such paths, a PyArrow table, a
            pandas or Polars frame, a DuckDB relation, or a Narwhals frame.

    Raises:
        SourceError: nothing stands there, or it is not a table.
    """
    import narwhals as nw

    if isinstance(source, nw.LazyFrame):
        return source
    if isinstance(source, (str, Path)):
        return scan([source])
    if isinstance(source, (list, tuple)):
        if spark.chosen(address()):
            return spark.read(address(), [str(name) for name in source])
        return nw.from_native(_read(list(source)))
    try:
        frame: Any = nw.from_native(source)
    except TypeError as error:
        raise SourceError(
            Message(N_("Verwacht: een Parquet-bestand of een tabel (PyArrow, pandas, Polars, DuckDB).")),
            Message(N_("Gekregen: %(got)s."), {"got": type(source).__name__}),
            Message(N_("Geef de naam van een bestand, of een tabel.")),
        ) from error
    if isinstance(frame, nw.LazyFrame):
        return frame
    return _in_memory(frame.to_arrow())


def _in_memory(table: Any) -> "LazyFrame[Any]":
    import narwhals as nw

    if table.num_rows <= SMALL:
        lazy: LazyFrame[Any] = nw.from_native(table).lazy()
        return lazy
    if spark.chosen(address()):
        return spark.given(address(), table)
    return nw.from_native(connect().from_arrow(table))


def _read(paths: list[str | Path]) -> "DuckDBPyRelation":
    import duckdb

    names = [str(path) for path in paths]
    for name in names:
        if not has_magic(name) and not Path(name).is_file():
            raise _unreadable(name, N_("Er is geen bestand met deze naam."))
    try:
        if names and all(name.endswith((".csv", ".csv.gz")) for name in names):
            return connect().read_csv(names)  # type: ignore[arg-type]  # a list works, the stub lags
        if any(map(has_magic, names)):
            return connect().read_parquet(names, union_by_name=True)
        # A file that is named is what is in it: the names of its folders add no columns.
        return connect().read_parquet(names, union_by_name=len(names) > 1, hive_partitioning=False)
    except (duckdb.Error, IndexError) as error:
        raise _unreadable(
            ", ".join(names), N_("Het bestand is niet te lezen, of er is geen bestand.")
        ) from error


def _unreadable(name: str, reason: str) -> SourceError:
    return SourceError(
        Message(N_("Verwacht: een leesbaar Parquet-bestand bij “%(name)s”."), {"name": name}),
        Message(reason),
        Message(N_("Controleer de naam en de plaats van het bestand.")),
    )
