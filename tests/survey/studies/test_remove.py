"""What tablets did with a study by only looking does not keep it from being deleted; what they finished does."""

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from survey.accounts.organisation import Organisation
from survey.database import reading, transaction
from survey.devices.enrol import enrol_own
from survey.devices.message import Introduction
from survey.devices.tables import DeviceReport
from survey.fieldwork.study_keys import ensure
from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup
from survey.members.keyring import KEY_BYTES, Keyring
from survey.studies import find
from survey.studies.refusals import SetupRefused
from survey.studies.remove import removable, remove
from survey.studies.tables import Study
from survey.studies.used import GOES_ALONG

KEYS = Keyring([(1, b"k" * KEY_BYTES)])


@pytest.fixture
def report(engine: Engine, organisation: Organisation, study: Study) -> int:
    """A tablet fetched the study, holds a place of its quota, and said that it finished nothing."""
    number = study.id or 0
    with transaction(engine) as session:
        device = enrol_own(session, organisation.id or 0, "Tablet 7", Introduction(), None).device.id or 0
        ensure(session, number, KEYS)
        group = QuotaGroup(study_id=number, code="all", label="iedereen", rule={})
        said = DeviceReport(device_id=device, study_id=number, turn=1, waiting=[])
        session.add_all([group, said])
        session.flush()
        cell = QuotaCell(study_id=number, area="", group_id=group.id or 0, target=9)
        session.add(cell)
        session.flush()
        session.add(Lease(cell_id=cell.id or 0, device_id=device, places=3))
        return said.id or 0


def test_a_study_that_tablets_only_looked_at_can_be_deleted(
    app: Flask, engine: Engine, study: Study, report: int
) -> None:
    with app.test_request_context(), transaction(engine) as session:
        here = find.study(session, study.slug)
        assert removable(session, here)
        remove(session, here, study.slug, account=1)

    with reading(engine) as session:
        for name in (*GOES_ALONG, "lease", "study"):
            table = SQLModel.metadata.tables[name]
            assert session.execute(select(table)).all() == [], name


@pytest.mark.parametrize("done", [{"finished": 1}, {"has_draft": True}])
def test_a_study_of_which_something_lies_on_a_tablet_can_not(
    app: Flask, engine: Engine, study: Study, report: int, done: dict[str, object]
) -> None:
    with transaction(engine) as session:
        said = session.get_one(DeviceReport, report)
        for name, value in done.items():
            setattr(said, name, value)

    with app.test_request_context(), transaction(engine) as session:
        here = find.study(session, study.slug)
        assert not removable(session, here)
        with pytest.raises(SetupRefused):
            remove(session, here, study.slug, account=1)
