"""What one scan brings back, before it is known which cell belongs to which stratum."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cells import Key, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Gathered:
    """Cells without their places in the sample; every array is [cells].

    Attributes:
        rows: number of rows of the whole table.
        n, weight, weight2: rows, sum of weights and of squared weights per cell.
        keys: the columns that tell cells apart.
        values: the columns that were summed.
        lowest, highest: of each column with sizes of populations, per cell.
        inside: whether the cell meets the condition of the question.
    """

    rows: int
    n: "Codes"
    weight: "Floats"
    weight2: "Floats"
    keys: Mapping[str, Key]
    values: Mapping[str, Value]
    lowest: Mapping[str, "Floats"]
    highest: Mapping[str, "Floats"]
    inside: "NDArray[np.bool_]"


def only(one: Gathered, chosen: "NDArray[Any]") -> Gathered:
    """The chosen cells: true or false per cell, or their places in the order that is wanted."""

    def taken(array: Any) -> Any:
        return array[chosen] if len(array) else array

    return replace(
        one,
        n=taken(one.n),
        weight=taken(one.weight),
        weight2=taken(one.weight2),
        keys={name: Key(taken(key.codes), key.labels) for name, key in one.keys.items()},
        values={
            name: replace(
                value, **{part.name: taken(getattr(value, part.name)) for part in fields(value)[2:]}
            )
            for name, value in one.values.items()
        },
        lowest={name: taken(array) for name, array in one.lowest.items()},
        highest={name: taken(array) for name, array in one.highest.items()},
        inside=taken(one.inside),
    )


def key_of(column: Any) -> Key:
    """A PyArrow array (or chunked array) as codes of its sorted values; null and NaN are missing (-1)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # several dictionaries, or none at all
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if column.null_count == len(column):
        return Key(np.full(len(column), -1, dtype=np.int64), ())
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _of_numbers(column)
    if pa.types.is_string_view(column.type):  # of Polars; Arrow cannot sort it
        column = column.cast(pa.large_string())
    encoded = column.dictionary_encode()
    labels = encoded.dictionary
    if pa.types.is_string(labels.type) or pa.types.is_large_string(labels.type):
        words = labels.to_pylist()  # in the order of their characters, as Arrow would sort them
        order = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)
        known = tuple(words[place] for place in order.tolist())
    else:
        order = np.asarray(pc.sort_indices(labels))
        known = tuple(labels.take(pa.array(order)).to_pylist())
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    rank[-1] = -1
    indices = encoded.indices.fill_null(len(order)) if encoded.indices.null_count else encoded.indices
    return Key(rank[np.asarray(indices)], known)


def _of_numbers(column: Any) -> Key:
    """Whole and real numbers, with NumPy, which sorts them faster."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = ~np.asarray(column.is_null(nan_is_null=True))
    filled = pc.fill_null(column, pa.scalar(0, column.type)) if column.null_count else column
    values = np.asarray(filled)
    codes = np.full(len(values), -1, dtype=np.int64)
    chosen = values[known]
    if len(chosen) and chosen.dtype.kind in "iu":
        low, high = int(chosen.min()), int(chosen.max())
        if high - low < max(1024, 2 * len(chosen)):
            seen = np.zeros(high - low + 1, dtype=np.int64)
            seen[chosen - low] = 1
            labels = np.flatnonzero(seen)
            seen[labels] = np.arange(len(labels))
            codes[known] = seen[chosen - low]
            return Key(codes, tuple((labels + low).tolist()))
    labels, found = np.unique(chosen, return_inverse=True)
    codes[known] = found
    return Key(codes, tuple(labels.tolist()))
