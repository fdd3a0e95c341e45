"""The parts that a snapshot is made of, and the file that names them: what is not named there does not exist."""

import json
import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from survey.collection.snapshot.counted import Counted, Print

FORMAT = 3  # of the files: a higher number makes every snapshot again
NAMES = "parts.json"
_KEPT_SECONDS = 3600  # an old file stays this long for who is still reading it


@dataclass(frozen=True, slots=True)
class Part:
    """One file: the interviews of one wave whose place lies after that of the part before it, up to `until`.

    Attributes:
        wave: the number of the wave.
        wave_id: its identity.
        until: the last place (`submission_id`) of its range; that range begins where the one before it ends.
        made_of: the print of that range when the file was made.
        file: its name below the folder of the study.
        hash: SHA-256 of its bytes.
        interviews: the rows in it.
        origins: the origins in it, in alphabetical order.
    """

    wave: int
    wave_id: int
    until: int
    made_of: Print
    file: str
    hash: str
    interviews: int
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a snapshot consists of.

    Attributes:
        versions: the hash of each version of the questionnaire by its identity.
        counted: the waves as the database had them.
        columns: the names of all columns.
        parts: per wave in the order of their ranges.
        shape: a file without rows that has every column, when no part has them all.
    """

    versions: dict[str, str] = field(default_factory=dict)
    counted: tuple[Counted, ...] = ()
    columns: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    shape: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files: first the one that has every column, if it is needed."""
        return ((self.shape,) if self.shape else ()) + tuple(part.file for part in self.parts)


def known(folder: Path) -> Named | None:
    """What was named last; None when there is nothing, or when a file of it is gone."""
    try:
        written = json.loads((folder / NAMES).read_text())
        if written["format"] != FORMAT:
            return None
        found = Named(
            versions=written["versions"],
            counted=tuple(Counted(wave, key, Print(*numbers)) for wave, key, numbers in written["counted"]),
            columns=tuple(written["columns"]),
            parts=tuple(
                Part(**{**one, "made_of": Print(*one["made_of"]), "origins": tuple(one["origins"])})
                for one in written["parts"]
            ),
            shape=written["shape"],
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if all((folder / name).is_file() for name in found.files) else None


def name(folder: Path, now: Named) -> None:
    """Let these parts be the snapshot from now on, at one moment for everybody."""
    written = {
        "format": FORMAT,
        "versions": now.versions,
        "counted": [(one.wave, one.wave_id, one.print) for one in now.counted],
        "columns": now.columns,
        "parts": [asdict(part) for part in now.parts],
        "shape": now.shape,
    }
    fresh = folder / f"{NAMES}.{uuid4().hex}"
    with fresh.open("w") as file:
        json.dump(written, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / NAMES)


def clear(folder: Path, current: Named, previous: Named) -> None:
    """Take away what nobody can be reading any more: files that went out of use an hour ago, or were never named."""
    used = {*current.files, NAMES, "lock"}
    before = set(previous.files)
    for file in (*folder.glob("wave=*/*"), *folder.glob("*.*")):
        own = str(file.relative_to(folder))
        if own in used:
            continue
        if own in before:
            file.touch()  # from now on it is old, however long ago it was made
        elif time.time() - file.stat().st_mtime > _KEPT_SECONDS:
            file.unlink(missing_ok=True)
