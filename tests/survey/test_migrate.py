"""One line of migrations, the same tables as the code, forth and back on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask.testing import FlaskClient
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from survey import migrate
from survey.database import connect
from survey.studies.tables import Study
from tests.survey.conftest import create, drop
from tests.survey.samples import body, put


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgresql_server")
    create(server, "empty")
    engine = connect(server.format(name="empty"))
    yield engine
    engine.dispose()
    drop(server, "empty")


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrate._config()).get_heads()) == 1


def test_migrating_gives_the_tables_of_the_code_and_twice_is_once(empty: Engine) -> None:
    assert migrate.check(empty) == (None, migrate.head())
    assert migrate.upgrade(empty) == migrate.upgrade(empty) == migrate.head()
    assert migrate.check(empty) == (migrate.head(), migrate.head())
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_migrations_can_be_taken_back(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        command.downgrade(migrate._config(connection), "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE interview SET origin = 'internet'",
        "UPDATE interview SET mode = 'fax'",
        "UPDATE interview SET state = 'fine'",
        "UPDATE interview SET origin = NULL",
        "UPDATE interview SET completed_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE interview SET submission_id = 999",
        "UPDATE submission SET outcome = 'lost'",
        "UPDATE submission SET digest = 'short'",
        "UPDATE questionnaire_version SET hash = 'short'",
        "UPDATE wave SET ends_on = '2000-01-01'",
        "UPDATE study SET slug = ''",
        "UPDATE area SET residents = -1",
        "DELETE FROM submission",
        "DELETE FROM study",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(filled: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError), filled.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def filled(study: Study, client: FlaskClient, engine: Engine) -> Engine:
    """A database with a study and one interview."""
    assert put(client, body()).status_code == 201
    return engine
