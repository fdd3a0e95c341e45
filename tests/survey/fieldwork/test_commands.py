"""The command line tells the same as the pages: quotas, contacts, rates."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlmodel import select

from survey.cli import wijkpeil
from survey.database import transaction
from survey.fieldwork.tables import Contact, Lease, QuotaCell
from survey.moment import now
from tests.survey.fieldwork.conftest import ROWS
from tests.survey.interviews import hold


@pytest.fixture(autouse=True)
def _here(settings, monkeypatch):
    monkeypatch.setenv("WIJKPEIL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WIJKPEIL_DATA_DIR", str(settings.data_dir))


def _run(*arguments):
    done = CliRunner().invoke(wijkpeil, ["fieldwork", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_quotas_are_told_with_what_is_leased(engine, study, set_quota, devices):
    assert "heeft nog geen quota" in _run("quotas", "proef")
    hold(engine, 3, origin="street", knows_vet="yes")
    set_quota(ROWS)
    with transaction(engine) as session:
        free = session.exec(select(QuotaCell).where(QuotaCell.area == "")).one()
        session.add_all(Lease(cell_id=free.id, device_id=device, places=1) for device in devices[:2])
    told = json.loads(_run("quotas", "proef", "--json"))["quotas"]
    assert [
        (row["group"], row["area"], row["target"], row["counted"], row["over"], row["leased"]) for row in told
    ] == [
        ("known", "noord", 2, 2, 1, 0),
        ("all", "", 3, 0, 0, 2),
    ]
    assert "kent het team, noord: 2 van 2, 1 erboven, 0 uitgedeeld" in _run("quotas", "proef")


def test_contacts_and_their_rates_are_told(engine, study):
    with transaction(engine) as session:
        for outcome in ["interview"] * 6 + ["refusal"] * 3 + ["language", "under_age"]:
            session.add(Contact(id=uuid4(), study_id=study.id, at=now(), outcome=outcome))
    assert json.loads(_run("contacts", "proef", "--json"))["approaches"] == 11
    assert "refusal (R): 3" in _run("contacts", "proef")
    told = json.loads(_run("rates", "proef", "--json"))
    assert told["total"]["rates"]["RR1"]["share"] == 0.6
    assert told["total"]["rates"]["COOP3"] is None
    text = _run("rates", "proef")
    assert "RR1: 60% (95%: 31% tot 83%; n = 10)" in text
    assert "COOP3: te weinig om iets te zeggen" in text


def test_a_study_that_is_not_there_is_told_so(engine, study):
    done = CliRunner().invoke(wijkpeil, ["fieldwork", "quotas", "nergens"])
    assert done.exit_code == 1
    assert "Er is geen onderzoek met de naam 'nergens'" in done.output
