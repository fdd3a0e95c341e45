"""What the tests of the product stand on: a fresh database of each kind, the application, a small study."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlmodel import SQLModel, col, select

from survey import migrate
from survey.accounts.organisation import Organisation
from survey.app import create_app
from survey.database import connect, transaction
from survey.jobs.perform import perform_waiting
from survey.settings import Settings
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.survey import postgresql, staff
from tests.survey.samples import AREAS, QUESTIONNAIRE, WAVES

SignIn = Callable[..., FlaskClient]
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
def organisation(engine: Engine) -> Organisation:
    """The organisation of the tests."""
    with transaction(engine) as session:
        found = session.exec(select(Organisation).where(col(Organisation.slug) == "ons")).first()
        return found or staff.organisation(session, "ons")


@pytest.fixture
def elsewhere(engine: Engine, organisation: Organisation) -> Organisation:
    """Another organisation in the same installation."""
    with transaction(engine) as session:
        return staff.organisation(session, "elders")


@pytest.fixture
def sign_in(app: Flask, engine: Engine, organisation: Organisation) -> SignIn:
    """Makes an account with these roles and gives a client that is signed in as it."""

    def signed_in(
        *roles: str,
        at: Organisation = organisation,
        sees_single_answers: bool = True,
        may_export: bool = True,
    ) -> FlaskClient:
        with transaction(engine) as session:
            account = staff.account(
                session, at, *roles, sees_single_answers=sees_single_answers, may_export=may_export
            )
        return staff.enter(app, account)

    return signed_in


@pytest.fixture
def client(sign_in: SignIn) -> FlaskClient:
    """A researcher of the organisation of the tests."""
    return sign_in("researcher")


@pytest.fixture
def anonymous(app: Flask) -> FlaskClient:
    """Somebody who did not sign in."""
    return app.test_client()


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Does every job that waits, in this process; gives how many there were."""
    return partial(perform_waiting, app)


@pytest.fixture
def study(engine: Engine, organisation: Organisation) -> Study:
    """A small study with two areas and two waves, whose questionnaire has a bit of everything."""
    with transaction(engine) as session:
        version = publish(
            session,
            "proef",
            QUESTIONNAIRE,
            title="Proef",
            areas=AREAS,
            waves=WAVES,
            organisation=organisation.id,
        )
        return session.get_one(Study, version.study_id)
