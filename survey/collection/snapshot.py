"""Accepted interviews as typed Parquet files, one per wave, made again only when something changed."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from survey.collection.replay import COMPLETE
from survey.collection.tables import Decision, Interview
from survey.collection.typed import Columns
from survey.database import reading
from survey.settings import Settings
from survey.studies.tables import QuestionnaireVersion, Wave

_FORMAT = 2  # of the files: a higher number makes every snapshot again
_CHUNK = 5_000  # interviews in memory at once, and per transaction: SQLite's writers must not wait for us
_KEPT_SECONDS = 3600  # an old file stays this long for who is still reading it
_within_process = threading.Lock()


@dataclass(frozen=True, slots=True)
class Part:
    """The file of one wave: what it was made from (`made_of`), its own hash, and the origins in it."""

    wave: int
    file: str
    made_of: str
    hash: str
    interviews: int
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The accepted interviews of a study at one moment.

    Attributes:
        files: the Parquet files, one per wave that has interviews; they stay for at least an hour.
        hash: SHA-256 over the content; equal hash, equal figures.
        columns: the names of all columns.
        parts: what is known of each file.
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
    """The snapshot of a study as it is now; costs one small query when nothing changed.

    Several threads and processes may call it at once; a file that somebody reads is never changed, only replaced.
    """
    folder = settings.snapshots / str(study_id)
    # What it is made of is asked first: what arrives while the rows are read makes the next refresh read again.
    columns, wanted = _state(engine, study_id)
    known = _known(folder)
    if not _agrees(known, wanted):
        with _alone(folder):
            columns, wanted = _state(engine, study_id)
            known = _known(folder)
            if not _agrees(known, wanted):
                known = _rebuild(engine, folder, columns, wanted, known)
    return Snapshot(
        files=tuple(folder / part.file for part in known),
        hash=hashlib.sha256("".join(part.hash for part in known).encode()).hexdigest(),
        columns=tuple(columns.schema().names),
        parts=tuple(known),
    )


def _state(engine: Engine, study_id: int) -> tuple[Columns, dict[int, tuple[int, str]]]:
    """The columns, and per wave number its id and a text that changes whenever its accepted interviews change."""
    decided = col(Decision.id)
    with reading(engine) as session:
        versions = session.exec(
            select(QuestionnaireVersion).where(QuestionnaireVersion.study_id == study_id)
        ).all()
        keys: list[Any] = [Wave.number, Wave.id]
        rows = session.execute(
            select_columns(
                *keys,
                func.count(),
                func.max(Interview.received_at),
                func.sum(Interview.submission_id),
                func.max(Interview.submission_id),
            )
            .join(Interview, col(Interview.wave_id) == Wave.id)
            .where(
                col(Interview.study_id) == study_id,
                col(Interview.state) == "accepted",
                col(Interview.outcome) == COMPLETE,
            )
            .group_by(*keys)
            .order_by(*keys)
        ).all()
        decisions: dict[int, int] = dict(
            session.execute(
                select_columns(Interview.wave_id, func.max(decided))  # type: ignore[call-overload]
                .join(Decision, col(Decision.interview_id) == Interview.id)
                .where(col(Interview.study_id) == study_id)
                .group_by(Interview.wave_id)
            ).all()
        )
    columns = Columns({version.id or 0: json.loads(version.programme) for version in versions})
    shape = [_FORMAT, sorted(version.hash for version in versions)]
    return columns, {
        row[0]: (row[1], json.dumps([shape, *map(str, row[1:]), decisions.get(row[1])])) for row in rows
    }


def _known(folder: Path) -> list[Part]:
    try:
        written = json.loads((folder / "parts.json").read_text())
        parts = [_part(one) for one in written]
    except (OSError, ValueError, TypeError):
        return []
    return parts if all((folder / part.file).is_file() for part in parts) else []


def _part(written: dict[str, Any]) -> Part:
    values: Any = {
        name: tuple(value) if isinstance(value, list) else value for name, value in written.items()
    }
    return Part(**values)


def _agrees(known: list[Part], wanted: dict[int, tuple[int, str]]) -> bool:
    return {part.wave: part.made_of for part in known} == {
        wave: made_of for wave, (_, made_of) in wanted.items()
    }


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with _within_process, (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _rebuild(
    engine: Engine, folder: Path, columns: Columns, wanted: dict[int, tuple[int, str]], known: list[Part]
) -> list[Part]:
    current = {part.wave: part for part in known}
    parts = []
    for wave, (wave_id, made_of) in wanted.items():
        part = current.get(wave)
        if part is None or part.made_of != made_of:
            part = _write(engine, folder, columns, wave, wave_id, made_of)
        parts.append(part)
    fresh = folder / f"parts.{uuid4().hex}"
    fresh.write_text(json.dumps([asdict(part) for part in parts]))
    fresh.replace(folder / "parts.json")
    _clear(folder, {part.file for part in parts}, {part.file for part in known})
    return parts


def _write(engine: Engine, folder: Path, columns: Columns, wave: int, wave_id: int, made_of: str) -> Part:
    import pyarrow.parquet as pq

    fresh = folder / f"wave-{wave}.{uuid4().hex}"
    origins: set[str] = set()
    interviews = 0
    with pq.ParquetWriter(fresh, columns.schema(), compression="zstd") as writer:
        for chunk in _chunks(engine, wave_id):
            writer.write_table(columns.table(chunk, wave))
            interviews += len(chunk)
            origins.update(interview.origin for interview in chunk)
    with fresh.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    name = f"wave-{wave}-{digest[:16]}.parquet"
    fresh.replace(folder / name)
    return Part(wave, name, made_of, digest, interviews, tuple(sorted(origins)))


def _chunks(engine: Engine, wave_id: int) -> Iterator[list[Interview]]:
    """The accepted, complete interviews of a wave in the order of their identities, so that equal content gives equal bytes."""
    after = UUID(int=0)
    while True:
        with reading(engine) as session:
            chunk = session.exec(
                select(Interview)
                .where(
                    Interview.wave_id == wave_id,
                    Interview.state == "accepted",
                    Interview.outcome == COMPLETE,
                    col(Interview.id) > after,
                )
                .order_by(col(Interview.id))
                .limit(_CHUNK)
            ).all()
        if chunk:
            yield list(chunk)
            after = chunk[-1].id
        if len(chunk) < _CHUNK:
            return


def _clear(folder: Path, current: set[str], previous: set[str]) -> None:
    for file in folder.glob("wave-*"):
        if file.name in previous - current:
            file.touch()  # from now on it is old, however long ago it was made
        elif file.name not in current and time.time() - file.stat().st_mtime > _KEPT_SECONDS:
            file.unlink(missing_ok=True)
