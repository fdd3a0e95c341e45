"""Bring the database to the shape that this version of Wijkpeil needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> str:
    """Run the migrations that are missing, all in one transaction; gives the revision that the database has now."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several workers may start at once; SQLite's BEGIN IMMEDIATE already lets one in at a time.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7706871)")
        command.upgrade(_config(connection), "head")
    return head()


def check(engine: Engine) -> tuple[str | None, str]:
    """The revision that the database has (None: no tables yet) and the one that it must have."""
    with engine.execution_options(read_only=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), head()


def head() -> str:
    """The newest revision; raises when the migrations have more than one end."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise LookupError("there are no migrations")
    return found


def knows(revision: str) -> bool:
    """Whether a database with this revision can be brought to the newest one."""
    scripts = ScriptDirectory.from_config(_config())
    return any(script.revision == revision for script in scripts.walk_revisions())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
