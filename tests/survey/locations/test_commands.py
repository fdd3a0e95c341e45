"""The command line tells where the posters hang and how many people came by them, and so does the export."""

import csv
import json
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine

from survey.cli import wijkpeil
from survey.database import reading, transaction
from survey.exchange.export_responses import export_responses
from survey.locations import note
from survey.locations.add import add
from survey.moment import now
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.interviews import hold
from tests.survey.samples import body, put


@pytest.fixture(autouse=True)
def _here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(settings.data_dir))


@pytest.fixture
def market(app: Flask, engine: Engine, study: Study) -> None:
    with app.test_request_context(), transaction(engine) as session:
        add(session, study, "Markt", "zuid")


def begin(engine: Engine, study: Study, code: str) -> None:
    with transaction(engine) as session:
        note.begun(session, study, uuid4(), code=code, device="a" * 64, proof=uuid4().hex)


def test_the_places_come_with_their_counts(engine: Engine, study: Study, market: None) -> None:
    begin(engine, study, "markt")
    begin(engine, study, "MARKT ")
    begin(engine, study, "elders")
    told = CliRunner().invoke(wijkpeil, ["locations", "proef"])
    assert told.output == "markt: Markt, 2 begonnen, 0 verstuurd\n"
    found = json.loads(CliRunner().invoke(wijkpeil, ["locations", "proef", "--json"]).output)
    assert found["locations"] == [
        {"code": "markt", "name": "Markt", "area": "zuid", "active": True, "begun": 2, "finished": 0}
    ]
    assert found["without"] == {"begun": 1, "finished": 0}


def test_an_unknown_study_is_a_failure(study: Study) -> None:
    done = CliRunner().invoke(wijkpeil, ["locations", "elders"])
    assert done.exit_code == 1
    assert "elders" in done.stderr


def test_the_export_names_the_place_of_the_open_link(
    client: object, engine: Engine, study: Study, market: None, tmp_path: Path
) -> None:
    identity = uuid4()
    put(client, body(origin="open_link"), identity)
    hold(engine, knows_vet="yes")
    with transaction(engine) as session:
        note.begun(session, study, identity, code="markt", device="a" * 64, proof="one")
        assert note.finished(session, identity, now()) == "markt"
    with reading(engine) as session:
        export_responses(session, "proef", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as written:
        rows = {row["interview"]: row["open_link_place"] for row in csv.DictReader(written)}
    assert rows.pop(str(identity)) == "markt"
    assert list(rows.values()) == [""]
