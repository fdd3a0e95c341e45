"""Write a table with its weights to a file; the rows stay in the engine, in their order."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.engine import SMALL, scan
from analysis.errors import SourceError
from analysis.messages import N_, Message
from analysis.weighting.extremes import Extremes, Seen, of_origins
from analysis.weighting.in_rows import rows_of
from analysis.weighting.weigh import adjusted, summary, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyRelation, Expression

    from analysis.cells import Floats
    from analysis.design import Design
    from analysis.weighting.in_rows import Rows
    from analysis.weighting.result import Weighted
    from analysis.weighting.weigh import Adjusted

NAME = "weight_adjusted"
SHORT = 256  # labels of a column that are looked up one after the other
CROSSED = 100_000  # combinations of labels that a list may hold


def write_weights(
    source: Any,
    design: "Design",
    path: str | Path,
    *,
    columns: "Sequence[str] | None" = None,
    name: str = NAME,
    origins: "str | Sequence[str] | None" = None,
) -> "Weighted":
    """Weigh a table and write it with a column of weights, its rows in the order in which they stood.

    Args:
        source: see `analysis.engine.scan`; on another engine than DuckDB only `weigh` works.
        design: its `weight` and `adjust` are used.
        path: of the file; it ends in .parquet or .csv, and is replaced when it exists.
        columns: of the table that are written too; None is all.
        name: of the column of weights. People who did not respond have 0 in it.
        origins: see `weigh`; rows of other origins have no weight, and are not written.

    Returns:
        The summary of the weights.

    Raises:
        SourceError: the file is neither Parquet nor CSV, or the table is on another engine.
        AnalysisError: see `weigh`.
    """
    target = Path(path)
    if target.suffix not in {".parquet", ".csv"}:
        raise SourceError(
            Message(N_("Verwacht: een bestand dat eindigt op .parquet of .csv.")),
            Message(N_("Gekregen: %(got)s."), {"got": str(target)}),
            Message(N_("Geef het bestand een andere naam.")),
        )
    frame = of_origins(scan(source), origins)
    wanted = list(frame.collect_schema()) if columns is None else list(columns)
    kept = [column for column in wanted if column != name]
    if not kept:
        done = adjusted(source, design, origins)
        rows = rows_of(source, design.weight, done.before)
        if rows is not None:
            return summary(done, _write_alone(rows, done, target, name))
    found = weigh(source, design, origins)
    native = frame.to_native()
    if len(found.cells) == _rows(frame, found):
        _write_small(frame.select(*kept) if kept else None, found.cells.weight, target, name)
    elif hasattr(native, "write_parquet"):
        relation = _in_order(native, found, design, kept, name)
        if target.suffix == ".csv":
            relation.write_csv(str(target))
        else:
            relation.write_parquet(str(target))
    else:
        raise SourceError(
            Message(N_("Verwacht: een tabel die DuckDB kan lezen.")),
            Message(N_("Gekregen: %(got)s."), {"got": type(native).__name__}),
            Message(N_("Schrijf de tabel eerst als Parquet-bestand weg.")),
        )
    return found


def _rows(frame: Any, found: "Weighted") -> int:
    """The number of rows, asked only when the table is small enough to have one cell for each."""
    import narwhals as nw

    if len(found.cells) > SMALL:
        return -1
    return int(frame.select(nw.len().alias("rows")).collect("pyarrow").to_native().column("rows")[0].as_py())


def _write_small(frame: Any, weights: "Floats", target: Path, name: str) -> None:
    """A small table, or no columns of it, with the weights beside them in the order of the rows."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    column = pa.array(weights)
    if frame is None:
        table = pa.table({name: column})
    else:
        table = frame.collect("pyarrow").to_native().append_column(name, column)
    if target.suffix == ".csv":
        pyarrow.csv.write_csv(table, str(target))
    else:
        pyarrow.parquet.write_table(table, str(target))


def _write_alone(rows: "Rows", done: "Adjusted", target: Path, name: str) -> Extremes:
    """Nothing but the weights, from columns in memory: while one part is written the next is computed."""
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    seen = Seen(done.after, rows)
    schema = pa.schema([pa.field(name, pa.float64())])
    file = (
        pyarrow.csv.CSVWriter(str(target), schema)
        if target.suffix == ".csv"
        # As large as in memory, and as fast: weights hardly compress unless they are few.
        else pyarrow.parquet.ParquetWriter(str(target), schema, compression="none", use_dictionary=False)
    )
    with file, ThreadPoolExecutor(1) as writer:
        last = None
        for part in rows.weights(done.factor):
            if last is not None:
                last.result()
            last = writer.submit(file.write_table, pa.table({name: pa.array(part)}))
            seen.look(part)
        if last is not None:
            last.result()
    return seen.found()


def _in_order(
    relation: "DuckDBPyRelation", found: "Weighted", design: "Design", kept: "list[str]", name: str
) -> "DuckDBPyRelation":
    """The rows with their weights. A join would be shorter, but does not keep the order of the rows."""
    import duckdb

    factor = _looked_up(found)
    if factor is None:
        return _joined(relation, found, design, kept, name)
    weight = duckdb.ColumnExpression(design.weight).cast("DOUBLE") if design.weight else None
    made = factor if weight is None else weight * factor
    return relation.select(*(duckdb.ColumnExpression(one) for one in kept), made.alias(name))


def _looked_up(found: "Weighted") -> "Expression | None":
    """The factor as an expression: the place of each value in its list of labels, together a place in a list."""
    import duckdb

    keys = found.cells.keys
    sizes = [len(key.labels) for key in keys.values()]
    if max(sizes, default=1) > SHORT or np.prod([float(size) for size in sizes]) > CROSSED:
        return None
    place: Expression = duckdb.ConstantExpression(1)
    at, step = np.zeros(len(found.cells), dtype=np.int64), 1
    for column, key in keys.items():
        at += step * np.maximum(key.codes, 0)
        chosen = None
        for number, label in enumerate(key.labels):
            same = duckdb.ColumnExpression(column) == duckdb.ConstantExpression(label)
            value = duckdb.ConstantExpression(number * step)
            chosen = duckdb.CaseExpression(same, value) if chosen is None else chosen.when(same, value)
        if chosen is not None:
            place = place + chosen
        step *= len(key.labels)
    factors = np.zeros(step)
    factors[at] = found.factor
    return duckdb.FunctionExpression("list_extract", duckdb.ConstantExpression(factors.tolist()), place)


def _joined(
    relation: "DuckDBPyRelation", found: "Weighted", design: "Design", kept: "list[str]", name: str
) -> "DuckDBPyRelation":
    """With many different values: a join, and the order of the rows from their numbers."""
    import duckdb
    import pyarrow as pa

    keys = found.cells.keys
    columns = {
        f"k{place}": pa.array([(*key.labels, None)[code] for code in key.codes.tolist()])
        for place, key in enumerate(keys.values())
    }
    factors = pa.table({**columns, "factor·": pa.array(found.factor)})
    same = " AND ".join(
        f"given.{_quoted(one)} IS NOT DISTINCT FROM k{place}" for place, one in enumerate(keys)
    )
    weight = f"given.{_quoted(design.weight)}::DOUBLE * " if design.weight else ""
    chosen = "".join(f"given.{_quoted(one)}, " for one in kept)
    joined = relation.query(
        "given",
        f'SELECT {chosen}{weight}f."factor·" AS {_quoted(name)} FROM '  # noqa: S608 -- names are quoted
        f'(SELECT *, row_number() OVER () AS "row·" FROM given) given JOIN factors f ON {same} '
        'ORDER BY given."row·"',
    )
    if joined is None:
        raise duckdb.InvalidInputException(str(len(factors)))
    return joined


def _quoted(name: str | None) -> str:
    return '"' + str(name).replace('"', '""') + '"'
