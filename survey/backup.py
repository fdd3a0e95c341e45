"""A copy of the embedded database that is whole, made while others read and write; and bringing one back."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url
from sqlmodel import select

from survey import migrate
from survey.database import opened, transaction
from survey.moment import now
from survey.settings import Settings
from survey.studies.tables import Study

_MIGRATION = "SELECT version_num FROM alembic_version"
_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
_BUSY_SECONDS = 60


class BackupRefused(Exception):  # noqa: N818 (it is a refusal, told as it is)
    """No copy was made, or none was brought back; nothing was changed. Says why, in the user's words."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was checked.

    Attributes:
        file: where it stands.
        bytes: how large it is.
        interviews: how many interviews are in it.
        migration: the form of its tables.
        set_aside: where the database that was there before stands now; None when there was none.
    """

    file: Path
    bytes: int
    interviews: int
    migration: str
    set_aside: Path | None = None


def backup(settings: Settings, to: Path) -> Copied:
    """Copy the database to a new file, check the copy from end to end, and only then give it its name.

    Raises:
        BackupRefused: the database is not SQLite or is not there, the file exists, or the copy is not whole.
        OSError: the file can not be written.
    """
    source = file_of(settings)
    if not source.exists():
        raise BackupRefused(f"Er is geen database op {source}.")
    if to.exists():
        raise BackupRefused(f"{to} bestaat al. Kies een andere naam: een kopie wordt nooit overschreven.")
    unfinished = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    try:
        _copy(source, unfinished)
        checked = check(unfinished)
        unfinished.chmod(0o600)  # it holds answers
        unfinished.rename(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return Copied(to, to.stat().st_size, checked.interviews, checked.migration)


def restore(settings: Settings, of: Path) -> Copied:
    """Make the database what a copy holds. What was there before is copied aside first.

    The content is replaced in one transaction of SQLite: whoever reads sees the old or the new, never half. The snapshots
    are thrown away: they are made again of what the database holds now. Every study gets a new revision.

    Raises:
        BackupRefused: the copy is not whole, comes from a newer version of Wijkpeil, or the database is not SQLite.
        OSError: the folder can not be written.
    """
    target = file_of(settings)
    checked = check(of)
    if not migrate.knows(checked.migration):
        raise BackupRefused(
            f"De kopie heeft migratie {checked.migration}, en die kent deze versie van Wijkpeil niet. "
            "Zet eerst de versie terug waarmee de kopie is gemaakt, of een nieuwere."
        )
    aside = None
    if target.exists() and _holds_tables(target):
        aside = target.with_name(f"{target.stem}.voor-{now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.sqlite")
        _copy(target, aside)
        aside.chmod(0o600)
    _copy(of, target)
    with opened(settings.database) as engine:
        migration = migrate.upgrade(engine)
        with transaction(engine) as session:
            # Keys that were given out once are given out again: nobody may go on with what was remembered of them.
            for study in session.exec(select(Study)):
                study.revision = uuid4().hex
    shutil.rmtree(settings.data_dir / "snapshots", ignore_errors=True)
    whole = check(target)
    return Copied(target, target.stat().st_size, whole.interviews, migration, aside)


def check(file: Path) -> Copied:
    """What a copy holds, after SQLite went through all of it.

    Raises:
        BackupRefused: it is not there, is no database of Wijkpeil, or is damaged.
    """
    if not file.exists():
        raise BackupRefused(f"{file} bestaat niet.")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
            migration = connection.execute(_MIGRATION).fetchone()
            interviews = connection.execute("SELECT count(*) FROM interview").fetchone()
    except sqlite3.Error as error:
        raise BackupRefused(f"{file} is geen kopie van Wijkpeil, of is beschadigd ({error}).") from error
    if found != ["ok"] or dangling or migration is None:
        raise BackupRefused(f"{file} is beschadigd: {found[0]}. Neem een andere kopie.")
    return Copied(file, file.stat().st_size, interviews[0], migration[0])


def file_of(settings: Settings) -> Path:
    """The file of the embedded database.

    Raises:
        BackupRefused: the database is a PostgreSQL server.
    """
    address = make_url(settings.database)
    if not address.drivername.startswith("sqlite") or not address.database:
        raise BackupRefused(
            "Deze database is PostgreSQL. Maak daar een kopie met: pg_dump --format=custom --file=BESTAND NAAM, "
            "en zet haar terug met: pg_restore --clean --if-exists --dbname=NAAM BESTAND"
        )
    return Path(address.database)


def _holds_tables(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        return bool(connection.execute(_TABLES).fetchone()[0])


def _copy(source: Path, target: Path) -> None:
    """All pages at once: who writes meanwhile waits, and what is copied is one moment."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=_BUSY_SECONDS)) as taken,
            closing(sqlite3.connect(target, timeout=_BUSY_SECONDS)) as made,
        ):
            taken.backup(made)
    except sqlite3.Error as error:
        raise BackupRefused(
            f"Kopiëren van {source} naar {target} lukt niet ({error}). Er is niets veranderd."
        ) from error
