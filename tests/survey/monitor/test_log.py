"""The fieldwork log: written by hand, struck out but never taken away, with the facts of each day beside it."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.database import reading, transaction
from survey.fieldwork.tables import Contact, FieldNote
from survey.moment import now
from survey.studies.tables import Study
from tests.survey.conftest import SignIn
from tests.survey.monitor.held import held, tablet

HERE = "/onderzoek/proef/veldwerk/logboek"


def _post(client: FlaskClient, path: str = HERE, **form: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    assert token
    return client.post(path, data={"csrf_token": token[1], **form}).status_code


def _rows(client: FlaskClient) -> list[dict[str, str]]:
    answer = client.get(f"{HERE}.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(answer.text)))


def test_a_line_stands_by_its_day_with_the_facts(
    client: FlaskClient, app: Flask, engine: Engine, study: Study
) -> None:
    with transaction(engine) as session:
        device = tablet(session, study)
        session.add(
            Contact(
                id=uuid4(), study_id=study.id or 0, outcome="refusal", at=datetime(2026, 11, 2, 9, tzinfo=UTC)
            )
        )
    held(app, device, 1)
    assert _post(client, day="2026-11-02", text="Regen; markt om 12 uur leeg.") == 303
    page = client.get(HERE).text
    assert "Regen; markt om 12 uur leeg." in page
    assert "1 volledig interview, 0 niet afgemaakt; aangesproken: 1 (wil niet 1); 1 apparaat." in page


def test_a_line_is_struck_out_and_can_still_be_read(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    _post(client, day="2026-11-02", text="Verkeerde plek.")
    with reading(engine) as session:
        note = session.exec(select(FieldNote)).one()
    assert _post(client, f"{HERE}/{note.id}/doorhalen") == 303
    page = client.get(HERE).text
    assert "doorgehaald op" in page
    assert "Verkeerde plek." in page
    assert [row["struck_out"] for row in _rows(client) if row["kind"] == "note"] == ["yes"]
    assert _post(client, f"{HERE}/{note.id}/herstellen") == 303
    assert "doorgehaald op" not in client.get(HERE).text
    assert _post(client, f"{HERE}/{(note.id or 0) + 1}/doorhalen") == 404


def test_what_is_no_line_is_refused_and_what_was_typed_stays(
    client: FlaskClient, engine: Engine, study: Study
) -> None:
    tomorrow = (now() + timedelta(days=2)).date().isoformat()
    lines = [(day, "Regen.") for day in ("", "gisteren", tomorrow)]
    for day, text in [*lines, ("2026-11-02", "  "), ("2026-11-02", "x" * 1001)]:
        assert _post(client, day=day, text=text) == 422
    with reading(engine) as session:
        assert session.exec(select(FieldNote)).all() == []


def test_no_spreadsheet_runs_what_somebody_typed(client: FlaskClient, study: Study) -> None:
    _post(client, day="2026-11-02", text="=1+1", place="@x")
    (facts, note) = _rows(client)
    assert (facts["kind"], facts["interviews"]) == ("facts", "0")
    assert (note["text"], note["place"]) == ("'=1+1", "'@x")


def test_the_file_is_for_who_may_export(sign_in: SignIn, study: Study) -> None:
    assert sign_in("supervisor").get(f"{HERE}.csv").status_code == 200
    assert sign_in("supervisor", may_export=False).get(f"{HERE}.csv").status_code == 403
