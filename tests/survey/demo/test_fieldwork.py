"""The made-up fieldwork agrees with its made-up interviews, and says everywhere that it is made up."""

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from survey.collection.tables import Interview, Submission
from survey.demo.make import _fill
from survey.demo.organisations import FIRST, municipality
from survey.demo.studies import deventer
from survey.devices.tables import Device, DeviceReport
from survey.fieldwork.place import quota
from survey.fieldwork.rates import rates
from survey.fieldwork.tables import Contact, FieldNote, QuotaCell, QuotaPlace
from survey.locations.tables import Location
from survey.studies import find


@pytest.fixture
def session(engine):
    """The street study, made and not kept."""
    with Session(engine) as unit:
        _fill(unit, deventer(), municipality(unit, FIRST))
        yield unit
        unit.rollback()


def test_every_interview_came_from_a_tablet_stands_in_the_quota_and_has_its_contact(session):
    study = find.study(session, "deventer-straat")
    held = session.exec(select(Interview)).all()
    assert len(held) == 30
    assert {each.state for each in held} == {"accepted"}
    assert {each.interviewer for each in held} == {"12", "14", "17"}
    per_device = dict(
        session.exec(select(Submission.device_id, func.count()).group_by(Submission.device_id)).all()
    )
    assert sorted(per_device.values()) == [10, 10, 10]
    placed = session.exec(select(QuotaPlace.interview_id)).all()
    groups = quota(session, study.id)
    assert set(placed) == {
        each.id for each in held if groups.cell_of(each.area, each.answers, each.counted) is not None
    }
    counted = session.exec(select(func.sum(QuotaCell.counted), func.sum(QuotaCell.over))).one()
    assert sum(counted) == len(placed) >= 25
    assert counted[1] > 0
    linked = session.exec(select(Contact.interview_id).where(col(Contact.outcome) == "interview")).all()
    assert set(linked) == {each.id for each in held if each.outcome == "complete"}
    told = rates(session, study)
    assert told.total.rates["RR1"] is not None
    assert len(told.by_area) == 5


def test_a_lost_tablet_still_holds_interviews_and_what_it_finished_adds_up(session):
    reports = session.exec(select(DeviceReport)).all()
    for report in reports:
        sent = session.exec(select(func.count()).where(col(Submission.device_id) == report.device_id)).one()
        assert report.finished == sent + len(report.waiting)
    (lost,) = session.exec(select(Device).where(col(Device.revoked_at).is_not(None))).all()
    assert [len(each.waiting) for each in reports if each.device_id == lost.id] == [2]


def test_everything_that_has_a_name_says_that_it_is_made_up(session):
    names = [*session.exec(select(Device.name)), *session.exec(select(FieldNote.text))]
    assert all("synthetisch" in name for name in names)
    assert all("verzonnen" in name for name in session.exec(select(Location.name)))
    assert session.exec(select(func.count()).select_from(Location).where(col(Location.kind) == "")).one() == 0
