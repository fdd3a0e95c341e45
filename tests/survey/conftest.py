"""What the tests of the product stand on: a fresh database of each kind, the application, a small study."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlmodel import SQLModel

from survey import migrate
from survey.app import create_app
from survey.database import connect, transaction
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey import postgresql
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES

SECRET = "a made-up secret for the tests"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy: faster than migrating for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = connect(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without the name of a database."""
    at = postgresql.programs()
    if at is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(postgresql.WHY_ABSENT)
    with postgresql.running(at) as socket:
        yield f"postgresql+psycopg://postgres@/{{name}}?host={socket}"


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[Engine]:
    """One migrated database on that server; each test empties it before it begins."""
    create(postgresql_server, "wijkpeil")
    engine = connect(postgresql_server.format(name="wijkpeil"))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def _execute(server: str, statement: str) -> None:
    engine = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def create(server: str, name: str) -> None:
    """Make an empty database."""
    _execute(server, f"CREATE DATABASE {name}")


def drop(server: str, name: str) -> None:
    """Take a database away."""
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; each test that uses it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "wijkpeil.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    engine: Engine = request.getfixturevalue("postgresql_database")
    tables = ", ".join(table.name for table in SQLModel.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    yield engine.url.render_as_string(hide_password=False)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path / "var", secret_key=SECRET)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions["wijkpeil.database"].dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    found: Engine = app.extensions["wijkpeil.database"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def study(engine: Engine) -> Study:
    """A small study with two areas and two waves, whose questionnaire has a bit of everything."""
    with transaction(engine) as session:
        version = publish(session, "proef", QUESTIONNAIRE, title="Proef", areas=AREAS, waves=WAVES)
        return session.get_one(Study, version.study_id)
