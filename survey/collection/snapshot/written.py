"""The Parquet file of one part: written under a passing name, and named by its content when it is whole."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import col, select

from survey.collection.snapshot.counted import COUNTED, Counted
from survey.collection.snapshot.parts import Part
from survey.collection.snapshot.plan import Piece, Rows
from survey.collection.tables import Interview
from survey.collection.typed import Columns
from survey.database import reading

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 5_000  # interviews in memory at once, and per transaction: SQLite's writers must not wait for us
_GROUP = 50_000  # rows in memory as columns, and per row group of a file


def write(engine: Engine, study: Path, columns: Columns, wave: Counted, piece: Piece) -> Part:
    """Write a piece of a wave from what is in other parts already and from the database."""
    folder = study / f"wave={wave.wave}"
    folder.mkdir(exist_ok=True)
    tables = _tables(engine, study, columns, wave, piece.sources)
    fresh, interviews, origins = _written(folder, columns.schema(), tables)
    digest = _kept(fresh)
    whole = folder / f"part-{piece.until}-{digest[:16]}.parquet"
    fresh.replace(whole)
    return Part(
        wave=wave.wave,
        wave_id=wave.wave_id,
        until=piece.until,
        made_of=piece.made_of,
        file=str(whole.relative_to(study)),
        hash=digest,
        interviews=interviews,
        origins=tuple(sorted(origins)),
    )


def shape(study: Path, schema: "pa.Schema") -> str:
    """The name of a file without rows that has every column: readers give the older parts what they lack as missing."""
    fresh, *_ = _written(study, schema, ())
    whole = study / f"columns-{_kept(fresh)[:16]}.parquet"
    fresh.replace(whole)
    return whole.name


def _tables(
    engine: Engine, study: Path, columns: Columns, wave: Counted, sources: Sequence[Part | Rows]
) -> Iterator["pa.Table"]:
    for source in sources:
        if isinstance(source, Rows):
            for chunk in _interviews(engine, wave.wave_id, source):
                yield columns.table(chunk, wave.wave)
        else:
            yield from _of_part(study / source.file, columns.schema())


def _interviews(engine: Engine, wave_id: int, rows: Rows) -> Iterator[list[Interview]]:
    """The interviews of a range that count, in the order of their arrival, so that equal content gives equal bytes."""
    after = rows.after
    place = col(Interview.submission_id)
    while True:
        with reading(engine) as session:
            chunk = session.exec(
                select(Interview)
                .where(Interview.wave_id == wave_id, COUNTED, place > after, place <= rows.until)
                .order_by(place)
                .limit(_CHUNK)
            ).all()
        if chunk:
            yield list(chunk)
            after = chunk[-1].submission_id
        if len(chunk) < _CHUNK:
            return


def _of_part(file: Path, schema: "pa.Schema") -> Iterator["pa.Table"]:
    """The rows of a part under the columns of now; a question that it did not know yet is missing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as part:
        for batch in part.iter_batches(_GROUP):
            rows = pa.Table.from_batches([batch])
            held = set(rows.column_names)
            yield pa.table(
                [
                    rows.column(one.name) if one.name in held else pa.nulls(rows.num_rows, one.type)
                    for one in schema
                ],
                schema=schema,
            )


def _written(folder: Path, schema: "pa.Schema", tables: Iterable["pa.Table"]) -> tuple[Path, int, set[str]]:
    import pyarrow.parquet as pq

    fresh = folder / f"fresh.{uuid4().hex}"
    origins: set[str] = set()
    interviews = 0
    with pq.ParquetWriter(fresh, schema, compression="zstd") as writer:
        for group in _groups(tables):
            writer.write_table(group)
            interviews += group.num_rows
            origins.update(group.column("origin").unique().to_pylist())
    return fresh, interviews, origins


def _groups(tables: Iterable["pa.Table"]) -> Iterator["pa.Table"]:
    """The rows in groups of one size, however they came: so the same rows are the same bytes."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        while rows >= _GROUP:
            together = pa.concat_tables(waiting)
            yield together.slice(0, _GROUP).combine_chunks()
            waiting, rows = [together.slice(_GROUP)], rows - _GROUP
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _kept(file: Path) -> str:
    """The digest of a file that is on the disk for certain."""
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    return digest
