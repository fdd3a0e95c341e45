"""Columns of a Parquet file as codes and numbers in memory, read once and kept while the file is the same.

A code takes one, two or four bytes and a 0/1 column one, so that ten million interviews with ten columns stay far
under a gigabyte. What does not fit the room is left to the engine.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.profile import no_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROOM = 600_000_000  # bytes kept in all
MANY = 1_000_000  # rows of which reading a column takes memory that is worth giving back
Identity = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Coded:
    """A column of categories: `codes` [rows] into the sorted `labels`; the code after the last is for missing."""

    codes: "NDArray[Any]"
    labels: tuple[Any, ...]

    @property
    def size(self) -> int:
        """Number of codes, that for missing included."""
        return len(self.labels) + 1


@dataclass(frozen=True)
class Numbers:
    """A column of numbers [rows], with what one look at it tells; a missing number is 0 and not `known`.

    `known` is None when no row misses it.
    """

    values: "NDArray[Any]"
    known: "NDArray[np.bool_] | None"
    low: float
    high: float
    finite: bool
    binary: bool


@dataclass
class Store:
    """The columns of one file (or several) that were read so far."""

    identity: Identity
    rows: int
    coded: dict[str, Coded] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    combined: "OrderedDict[tuple[str, ...], Any]" = field(default_factory=OrderedDict)

    @property
    def size(self) -> int:
        """Bytes in use."""
        one = sum(column.codes.nbytes for column in self.coded.values())
        two = sum(
            column.values.nbytes + (0 if column.known is None else column.known.nbytes)
            for column in self.numbers.values()
        )
        return one + two + sum(int(made[0].nbytes) for made in self.combined.values() if made is not None)


_STORES: "OrderedDict[Identity, Store]" = OrderedDict()
_LOCK = Lock()


def identity(source: Any) -> Identity | None:
    """What tells whether a source is still the same: of files their path, time, size and inode; else None."""
    if isinstance(source, (str, Path)):
        source = [source]
    if not isinstance(source, (list, tuple)) or not all(isinstance(one, (str, Path)) for one in source):
        return None
    found = []
    for one in source:
        try:
            seen = Path(one).stat()
        except OSError:
            return None
        found.append((str(one), seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


def store(source: Any, columns: Sequence[str], numbers: Sequence[str], *, least: int = 0) -> Store | None:
    """The columns of Parquet files, or None when the source is something else or does not fit.

    Args:
        source: a path or a list of paths.
        columns: to be read as categories.
        numbers: to be read as numbers.
        least: a table with no more rows than this is not kept.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = identity(source)
    if known is None or not known or not all(one[0].endswith(".parquet") for one in known):
        return None
    with _LOCK:
        kept = _STORES.get(known)
        try:
            if kept is None:
                kept = Store(known, sum(pq.read_metadata(one[0]).num_rows for one in known))
            if kept.rows <= least:
                return None
            # A rough guess before anything is read: four bytes a category, eight a number.
            wanted = [name for name in columns if name not in kept.coded]
            asked = [name for name in numbers if name not in kept.numbers]
            if kept.size + kept.rows * (2 * len(wanted) + 4 * len(asked)) > ROOM:
                return None
            _read(kept, [one[0] for one in known], wanted, asked)
        except (pa.ArrowException, OSError, KeyError):
            return None
        _STORES[known] = kept
        _STORES.move_to_end(known)
        while len(_STORES) > 1 and sum(one.size for one in _STORES.values()) > ROOM:
            _STORES.popitem(last=False)
        return kept


def forget() -> None:
    """Give the memory back."""
    with _LOCK:
        _STORES.clear()


def _read(kept: Store, paths: list[str], columns: list[str], numbers: list[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = list(dict.fromkeys((*columns, *numbers)))
    schemas = [pq.read_schema(path) for path in paths] if wanted else []
    for name in wanted:
        column = _column(paths, schemas, name)
        if name in columns:
            kept.coded[name] = coded(column)
        if name in numbers:
            kept.numbers[name] = numbers_of(name, column)
        del column
        if kept.rows >= MANY:
            # What was read is held twice until the reader gives its memory back.
            pa.default_memory_pool().release_unused()


def _column(paths: list[str], schemas: list[Any], name: str) -> Any:
    """One column of all files, chunk after chunk; a file that lacks it, or knows no value of it, has it missing.

    Raises:
        KeyError: no file has it, or the files differ about its type: that is for the engine to say or to solve.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [schema.field(name).type if name in schema.names else None for schema in schemas]
    known = {kind for kind in kinds if kind is not None and not pa.types.is_null(kind)}
    if len(known) > 1 or all(kind is None for kind in kinds):
        raise KeyError(name)
    kind = known.pop() if known else pa.null()
    words = pa.types.is_string(kind)
    stored = pa.dictionary(pa.int32(), kind) if words else kind
    parts = []
    for path, own in zip(paths, kinds, strict=True):
        if own == kind:
            with pq.ParquetFile(path, read_dictionary=[name] if words else None) as file:
                parts.append(file.read(columns=[name]).column(0))
        else:
            parts.append(pa.chunked_array([pa.nulls(pq.read_metadata(path).num_rows, stored)]))
    return (
        parts[0]
        if len(parts) == 1
        else pa.chunked_array([one for part in parts for one in part.chunks], stored)
    )


def coded(column: Any) -> Coded:
    """A chunked PyArrow column as sorted codes in as few bytes as they need."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(column.type):
        return Coded(np.zeros(len(column), dtype=np.uint8), ())
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    column = column.unify_dictionaries()
    chunks = column.chunks
    if not chunks:
        return Coded(np.zeros(0, dtype=np.uint8), ())
    labels = chunks[0].dictionary
    if pa.types.is_floating(labels.type):
        # Not a number is nothing known.
        labels = pc.if_else(pc.is_nan(labels), pa.scalar(None, labels.type), labels)
    # Missing labels sort at the end.
    order = np.asarray(pc.sort_indices(labels))
    filled = len(order) - labels.null_count
    rank = np.full(len(order) + 1, filled, dtype=_narrow(filled + 1))
    rank[order[:filled]] = np.arange(filled)
    made = np.empty(len(column), dtype=rank.dtype)
    start = 0
    for chunk in chunks:
        indices = chunk.indices.fill_null(len(order)) if chunk.null_count else chunk.indices
        made[start : start + len(chunk)] = rank[np.asarray(indices)]
        start += len(chunk)
    return Coded(made, tuple(labels.take(pa.array(order[:filled])).to_pylist()))


def numbers_of(name: str, column: Any) -> Numbers:
    """A chunked PyArrow column of numbers (or true/false), with what one look at it tells.

    Raises:
        IndicatorError: it holds something else.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    known = None if not column.null_count else ~np.asarray(column.is_null())
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        if not (pa.types.is_decimal(column.type) or pa.types.is_null(column.type)):
            kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
            raise no_numbers(name, str(kind))
        column = column.cast(pa.float64(), safe=False)
    filled = pc.fill_null(column, pa.scalar(0, column.type)) if column.null_count else column
    values = filled.to_numpy()
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    if known is not None:
        some = values[known]
        low, high = (float(some.min()), float(some.max())) if len(some) else (0.0, 0.0)
    finite = bool(np.isfinite(low) and np.isfinite(high))
    binary = finite and low >= 0 and high <= 1 and bool(((values == 0) | (values == 1)).all())
    if binary:
        values = values.astype(np.uint8)
    elif values.dtype != np.float64:
        values = values.astype(np.float64)
    return Numbers(values, known, low, high, finite=finite, binary=binary)


def _narrow(size: int) -> "np.dtype[Any]":
    for kind in (np.uint8, np.uint16):
        if size <= np.iinfo(kind).max + 1:
            return np.dtype(kind)
    return np.dtype(np.int32)
