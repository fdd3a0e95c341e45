"""Alive, and able to work."""

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from survey import migrate
from survey.app import create_app
from survey.settings import Settings


def test_a_migrated_database_makes_it_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_a_missing_migration_makes_it_not_ready(client: FlaskClient, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/readyz")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrate.head()})
    assert (answer.status_code, answer.get_json()["status"]) == (503, "migrations_missing")


def test_an_unreachable_database_makes_it_not_ready_but_alive(tmp_path: Path) -> None:
    address = f"postgresql://nobody@/none?host={tmp_path}"
    client = create_app(Settings(database_url=address, data_dir=tmp_path)).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "database_unreachable"})
    assert client.get("/healthz").status_code == 200
