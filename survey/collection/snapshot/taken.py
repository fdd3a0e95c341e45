"""The snapshot of a study: brought up to date when something changed, by touching only what changed."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from survey.collection.snapshot.counted import Counted, Print, columns, ranges, versions, waves
from survey.collection.snapshot.parts import Named, Part, clear, known, name
from survey.collection.snapshot.plan import pieces
from survey.collection.snapshot.written import shape, write
from survey.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

_within_process = threading.Lock()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The accepted interviews of a study at one moment.

    Attributes:
        files: the Parquet files, of which each has the columns that it knows; they stay for at least an hour.
        hash: SHA-256 over the content; equal hash, equal figures.
        columns: the names of all columns.
        parts: what is known of each file with interviews.
    """

    files: tuple[Path, ...]
    hash: str
    columns: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def interviews(self) -> int:
        """How many interviews are in it."""
        return sum(part.interviews for part in self.parts)

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that occur, in alphabetical order."""
        return tuple(sorted({origin for part in self.parts for origin in part.origins}))


def refresh(engine: Engine, settings: Settings, study_id: int) -> Snapshot:
    """The snapshot of a study as it is now; costs two small queries when nothing changed.

    Several threads and processes may call it at once; a file that somebody reads is never changed, only replaced.
    """
    folder = settings.snapshots / f"study={study_id}"
    now = _unchanged(engine, folder, study_id)
    if now is None:
        with _alone(folder):
            now = _unchanged(engine, folder, study_id) or _renewed(engine, folder, study_id)
    said = "".join((now.shape or "", *(part.hash for part in now.parts)))
    return Snapshot(
        files=tuple(folder / file for file in now.files),
        hash=hashlib.sha256(said.encode()).hexdigest(),
        columns=now.columns,
        parts=now.parts,
    )


def _unchanged(engine: Engine, folder: Path, study_id: int) -> Named | None:
    found = known(folder)
    if found is None or found.versions != versions(engine, study_id):
        return None
    return found if found.counted == tuple(waves(engine, study_id)) else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with _within_process, (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _renewed(engine: Engine, folder: Path, study_id: int) -> Named:
    """Make what must be made, and name it.

    Counting comes first, then the versions, then the rows: what arrives meanwhile makes a print that does not agree
    the next time, and an interview that was counted has a version that is known.
    """
    before = known(folder) or Named()
    counted = waves(engine, study_id)
    prints = [_prints(engine, before, one) for one in counted]
    hashes, every = columns(engine, study_id)
    schema = every.schema()

    def fits(part: Part) -> bool:
        if before.versions == hashes:
            return True
        # A version is never changed; were one changed all the same, then nothing that was made of it could stay.
        return before.versions.items() <= hashes.items() and _holds(schema, _schema(folder / part.file))

    parts = [
        piece.stays or write(engine, folder, every, one, piece)
        for one, found in zip(counted, prints, strict=True)
        for piece in pieces(_parts(before, one), found, fits)
    ]
    full = any(_holds(_schema(folder / part.file), schema) for part in parts)
    now = Named(
        versions=hashes,
        counted=tuple(counted),
        columns=tuple(schema.names),
        parts=tuple(parts),
        shape=None if full or not parts else shape(folder, schema),
    )
    name(folder, now)
    clear(folder, now, before)
    return now


def _parts(named: Named, one: Counted) -> list[Part]:
    return [part for part in named.parts if (part.wave, part.wave_id) == (one.wave, one.wave_id)]


def _prints(engine: Engine, before: Named, one: Counted) -> list[Print]:
    """The prints of the ranges of a wave's parts, and of what lies beyond them."""
    parts = _parts(before, one)
    if one in before.counted:
        return [*(part.made_of for part in parts), Print()]
    return ranges(engine, one.wave_id, [part.until for part in parts])


def _schema(file: Path) -> "pa.Schema":
    import pyarrow.parquet as pq

    return pq.read_schema(file)


def _holds(schema: "pa.Schema", other: "pa.Schema") -> bool:
    """Whether every column of the other is in it, with the same type."""
    types = dict(zip(schema.names, schema.types, strict=True))
    return all(types.get(one.name) == one.type for one in other)
