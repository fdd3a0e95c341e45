"""Contacts from devices: each kept once, whatever is sent beside it, by our clock."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from survey.accounts.secret import digest
from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.fieldwork.tables import Contact
from survey.moment import now
from tests.survey.fieldwork.conftest import enrolled

_TOKEN = "wd_a-made-up-token-for-the-tests"


@pytest.fixture
def tablet(app, engine, study):
    """A device of the organisation of the study; gives a way to send contacts as it."""
    with transaction(engine) as session:
        device = enrolled(session, study.organisation_id)
        device.token_hash = digest(_TOKEN)
        session.add(device)
    client = app.test_client()

    def send(*contacts, clock=timedelta(), **members):
        document = {"device_time": (now() + clock).isoformat(), "contacts": list(contacts)} | members
        return client.post("/api/v1/contacts", json=document, headers={"Authorization": f"Bearer {_TOKEN}"})

    return send


def _contact(**members):
    return {
        "id": str(uuid4()), "study": "proef", "at": now().isoformat(), "interviewer": "12", "place": "markt", "area": "noord",
        "outcome": "refusal", "sex": "woman", "age_band": "60+", "interview": None,
    } | members  # fmt: skip


def _kept(engine):
    with reading(engine) as session:
        return session.exec(select(Contact)).all()


def test_a_contact_is_kept_once_however_often_it_is_sent(tablet, engine):
    contact, other = _contact(), _contact(outcome="interview", interview=str(uuid4()))
    first = tablet(contact, other)
    again = tablet(contact, contact, other)
    assert first.status_code == again.status_code == 200
    assert first.get_json() == again.get_json() == {"kept": [contact["id"], other["id"]], "refused": []}
    kept = {str(one.id): one for one in _kept(engine)}
    assert kept.keys() == {contact["id"], other["id"]}
    assert (kept[contact["id"]].outcome, kept[contact["id"]].sex, kept[contact["id"]].area) == (
        "refusal",
        "woman",
        "noord",
    )
    assert str(kept[other["id"]].interview_id) == other["interview"]


def test_a_bad_contact_is_named_with_its_problem_and_costs_no_other(tablet, engine):
    good = _contact()
    bad = [_contact(outcome="dronken"), _contact(at="gisteren"), _contact(study="nergens"), {"id": "x"}, 7]
    answer = tablet(*bad, good).get_json()
    assert answer["kept"] == [good["id"]]
    assert [(each["id"], each["problem"]["code"]) for each in answer["refused"]] == [
        (bad[0]["id"], "contact_invalid"),
        (bad[1]["id"], "contact_invalid"),
        (bad[2]["id"], "study_unknown"),
        ("x", "contact_invalid"),
        ("", "contact_invalid"),
    ]
    assert "dronken" not in json.dumps(answer)
    assert len(_kept(engine)) == 1


@pytest.mark.parametrize("years", [-10, 10])
def test_a_wrong_clock_of_the_tablet_is_set_right_by_its_offset(tablet, engine, years):
    wrong = timedelta(days=365 * years)
    happened = now() - timedelta(hours=2)
    tablet(_contact(at=(happened + wrong).isoformat()), clock=wrong)
    (kept,) = _kept(engine)
    assert abs(kept.at.replace(tzinfo=UTC) - happened) < timedelta(seconds=30)


def test_nobody_was_approached_after_it_was_told(tablet, engine):
    tablet(_contact(at=(now() + timedelta(hours=5)).isoformat()))
    (kept,) = _kept(engine)
    assert kept.at <= kept.received_at


@pytest.mark.parametrize(
    "members",
    [
        {"device_time": "nu"},
        {"device_time": "2026-11-22T10:00:00"},
        {"contacts": {}},
        {"contacts": [{}] * 501},
    ],
)
def test_a_message_that_is_not_well_formed_is_refused_as_a_whole(tablet, engine, members):
    answer = tablet(_contact(), **members)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "contact_invalid")
    assert _kept(engine) == []


def test_a_study_of_another_organisation_takes_no_contacts(tablet, engine, study, elsewhere):
    with transaction(engine) as session:
        theirs = session.merge(study)
        theirs.organisation_id = elsewhere.id
        session.add(theirs)
    answer = tablet(_contact()).get_json()
    assert answer["kept"] == []
    assert answer["refused"][0]["problem"]["code"] == "study_unknown"


def test_a_revoked_device_keeps_its_contacts(tablet, engine):
    with transaction(engine) as session:
        device = session.exec(select(Device)).one()
        device.revoked_at = datetime.now(UTC)
        session.add(device)
    answer = tablet(_contact())
    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")
    assert _kept(engine) == []


def test_only_a_device_sends_contacts(client):
    assert client.post("/api/v1/contacts", json={}).status_code == 403
