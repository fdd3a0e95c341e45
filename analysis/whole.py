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
    return list(_file(source, known).schema.names)


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
    """A small file as a table; of a large one what tells its columns."""
    import pyarrow.parquet as pq

    with _LOCK:
        found = _TABLES.get(known)
        if found is None:
            paths = [name for name, *_ in known]
            if all(name.endswith(".parquet") for name in paths):
                # An unreadable file is refused by the engine, in words.
                scan(source)
                found = pq.read_metadata(paths[0])
                if len(paths) == 1 and found.num_rows <= engine.SMALL:
                    found = pq.read_table(paths[0])
            else:
                found = scan(source).collect("pyarrow").to_native()
            _TABLES[known] = found
        _TABLES.move_to_end(known)
        while len(_TABLES) > KEPT:
            _TABLES.popitem(last=False)
        return found
