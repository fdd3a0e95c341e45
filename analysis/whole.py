"""Small tables, read whole and at once: for a thousand interviews an engine only costs time."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from analysis import engine
from analysis.columns import Identity, identity
from analysis.engine import scan

KEPT = 8
LARGEST_FILE = 50_000_000  # bytes of a text file that may turn out to be small

# Text files that were read before, and the columns of Parquet files, while the files are the same.
_TABLES: "OrderedDict[Identity, Any]" = OrderedDict()
_LOCK = Lock()


def columns_of(source: Any) -> list[str] | None:
    """The names of the columns of a file or a table in memory; None for what only an engine can tell."""
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return list(source.column_names)
    known = identity(source)
    if known is None or not known or not _small_file(known):
        return None
    found = _file(source, known)
    return list(found.column_names if isinstance(found, pa.Table) else found.names)


def whole(source: Any, columns: Sequence[str]) -> Any:
    """These columns as a PyArrow table, or None when the source is something else or has more rows than `SMALL`."""
    import pyarrow as pa

    if not isinstance(source, pa.Table):
        known = identity(source)
        if known is None or not known or not _small_file(known):
            return None
        source = _file(source, known)
        if not isinstance(source, pa.Table):
            return None
    if source.num_rows > engine.SMALL:
        return None
    return source.select(list(dict.fromkeys(columns)))


def _small_file(known: Identity) -> bool:
    return all(name.endswith(".parquet") or size <= LARGEST_FILE for name, _, size, _ in known)


def _file(source: Any, known: Identity) -> Any:
    """A small file (or several together) as a table; of a large one its columns."""
    with _LOCK:
        found = _TABLES.get(known)
        if found is None:
            paths = [name for name, *_ in known]
            if all(name.endswith(".parquet") for name in paths):
                found = _together(source, paths)
            else:
                found = scan(source).collect("pyarrow").to_native()
            _TABLES[known] = found
        _TABLES.move_to_end(known)
        while len(_TABLES) > KEPT:
            _TABLES.popitem(last=False)
        return found


def _together(source: Any, paths: list[str]) -> Any:
    """Parquet files with few rows as one table; of many rows, or of types that do not go together, the columns only.

    A file that lacks a column has it missing, and numbers of different kinds become the widest. What else differs
    between files is for the engine to solve or to refuse.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = [pq.read_metadata(path) for path in paths]
    except (pa.ArrowException, OSError):
        scan(source)  # an unreadable file is refused by the engine, in words
        raise
    if sum(one.num_rows for one in found) <= engine.SMALL:
        try:
            parts = [_read(path) for path in paths]
            return parts[0] if len(parts) == 1 else pa.concat_tables(parts, promote_options="permissive")
        except pa.ArrowException:
            pass
    names = dict.fromkeys(name for one in found for name in one.schema.to_arrow_schema().names)
    return pa.schema([(name, pa.null()) for name in names])


def _read(path: str) -> Any:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return file.read()
