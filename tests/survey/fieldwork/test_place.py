"""The place of an interview: once, in its own cell, over the target when it is full; given back and taken again."""

from uuid import uuid4

import pytest
from sqlmodel import col, select

from survey.collection.receive import receive
from survey.collection.review import decide
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.fieldwork import parts, quota
from survey.fieldwork.place import Placing, place, withdraw
from survey.fieldwork.quota import cell_row
from survey.fieldwork.tables import FieldSettings, Lease, QuotaCell, QuotaPlace
from survey.studies.change import change
from survey.studies.refusals import SetupRefused
from survey.studies.tables import Study
from tests.survey.fieldwork.conftest import ALL, KNOWN, ROWS
from tests.survey.interviews import hold
from tests.survey.samples import body


def _placing(device=None, outcome="complete", ended_by=None, area="noord", **answers):
    return Placing(uuid4(), device, area, answers, list(answers), outcome, ended_by)


def _standings(engine):
    with reading(engine) as session:
        return {one.interview_id: one.standing for one in session.exec(select(QuotaPlace))}


@pytest.fixture
def cells(engine, study, set_quota):
    """The key of each cell, by its group."""
    set_quota(ROWS)
    with reading(engine) as session:
        found = session.exec(select(QuotaCell)).all()
    return {
        "known": next(one.id for one in found if one.area == "noord"),
        "all": next(one.id for one in found if not one.area),
    }


def test_an_interview_is_placed_once_and_in_the_first_group_that_fits(engine, study, cells, standing):
    known, other = _placing(knows_vet="yes"), _placing(knows_vet="no")
    for _again in range(2):
        with transaction(engine) as session:
            assert place(session, study.id, [known, other, known]) == set()
    assert standing() == {"known/noord": (2, 1, 0), "all/": (3, 1, 0)}


def test_an_answer_that_does_not_count_places_nobody(engine, study, cells, standing):
    with transaction(engine) as session:
        place(session, study.id, [Placing(uuid4(), None, "noord", {"knows_vet": "yes"}, [], "complete")])
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 1, 0)}


def test_broken_off_interviews_take_no_place_and_the_cell_that_ended_one_is_kept(
    engine, study, cells, standing
):
    ended = _placing(outcome="quota_full", ended_by=cells["known"])
    strange = _placing(outcome="quota_full", ended_by=cells["all"] + 1_000)
    with transaction(engine) as session:
        place(session, study.id, [_placing(outcome="refused"), ended, strange])
    assert _standings(engine) == {ended.interview_id: "ended"}
    assert standing() == {"known/noord": (2, 0, 0), "all/": (3, 0, 0)}


def test_a_cell_that_ended_an_interview_is_not_deleted(app, engine, study, cells):
    with transaction(engine) as session:
        place(session, study.id, [_placing(outcome="quota_full", ended_by=cells["known"])])
    with app.test_request_context(), transaction(engine) as session:
        here = session.get_one(Study, study.id)
        with pytest.raises(SetupRefused, match="Zet het aantal op 0"):
            change(session, here, parts.QUOTA, [ALL, ROWS[3]], account=None, made_from=here.revision)
    with reading(engine) as session:
        assert len(quota.read(session, session.get_one(Study, study.id))) == len(ROWS)


def test_over_the_target_only_the_rule_of_the_study_leaves_an_interview_out(engine, study, cells):
    came = [_placing(knows_vet="yes") for _ in range(3)]
    with transaction(engine) as session:
        assert place(session, study.id, came) == set()
        session.add(FieldSettings(study_id=study.id, over_quota="leave_out"))
    late = _placing(knows_vet="yes")
    with transaction(engine) as session:
        assert place(session, study.id, [late]) == {late.interview_id}
    assert sorted(_standings(engine).values()) == ["over", "over", "within", "within"]


def test_a_device_fills_its_own_lease_and_others_what_is_free(engine, study, cells, devices, standing):
    with transaction(engine) as session:
        session.add(Lease(cell_id=cells["known"], device_id=devices[0], places=2))
    theirs, own = _placing(devices[1], knows_vet="yes"), _placing(devices[0], knows_vet="yes")
    with transaction(engine) as session:
        place(session, study.id, [theirs, own])
    assert _standings(engine) == {theirs.interview_id: "over", own.interview_id: "within"}
    assert standing()["known/noord"] == (2, 1, 1)


def test_what_a_person_sets_aside_gives_its_place_to_who_waits(engine, study, cells, standing):
    with transaction(engine) as session:
        session.add(FieldSettings(study_id=study.id, over_quota="leave_out"))
    first, _second, third = hold(engine, 3, origin="street", knows_vet="yes")
    with reading(engine) as session:
        assert session.get_one(Interview, third).state == "excluded"
    with transaction(engine) as session:
        withdraw(session, first)
        withdraw(session, uuid4())  # one without a place
    assert standing()["known/noord"] == (2, 2, 0)
    with reading(engine) as session:
        let_in = session.get_one(Interview, third)
        assert (let_in.state, let_in.flags) == ("accepted", [])


def test_what_a_person_decided_about_is_not_changed_by_the_rule(app, engine, study, cells, standing):
    with transaction(engine) as session:
        session.add(FieldSettings(study_id=study.id, over_quota="leave_out"))
    held = hold(engine, 4, origin="street", knows_vet="yes")
    with app.test_request_context(), transaction(engine) as session:
        decide(session, session.get_one(Study, study.id), held[3], "include", "Telt toch mee.")
    with app.test_request_context(), transaction(engine) as session:
        here = session.get_one(Study, study.id)
        for rule in ("count", "leave_out"):
            change(
                session, here, parts.MEANS, {"uses_gps": False, "over_quota": rule},
                account=None, made_from=here.revision,
            )  # fmt: skip
    assert standing()["known/noord"] == (2, 2, 2)
    assert sorted(_standings(engine).values()) == ["over", "over", "within", "within"]
    with reading(engine) as session:
        states = [session.get_one(Interview, key).state for key in held]
    assert states == ["accepted", "accepted", "excluded", "accepted"]


def test_another_shape_of_the_quota_places_all_interviews_anew(app, engine, study, cells, standing):
    hold(engine, 3, origin="street", knows_vet="yes")
    hold(engine, 1, origin="street", area="zuid", knows_vet="no")
    assert standing() == {"known/noord": (2, 2, 1), "all/": (3, 1, 0)}
    with app.test_request_context(), transaction(engine) as session:
        here = session.get_one(Study, study.id)
        rows = [
            KNOWN,
            cell_row("known", "", "kent het team, overal", 1),
            ALL,
            cell_row("all", "zuid", "iedereen, Zuid", 9),
        ]
        change(session, here, parts.QUOTA, rows, account=None, made_from=here.revision)
    assert standing() == {"known/": (1, 1, 2), "all/zuid": (9, 1, 0)}


def test_leases_are_kept_as_far_as_they_fit_when_the_shape_changes(
    app, engine, study, cells, devices, standing
):
    with transaction(engine) as session:
        session.add(Lease(cell_id=cells["all"], device_id=devices[0], places=3))
    hold(engine, 2, origin="street", knows_vet="no")
    assert standing()["all/"] == (3, 0, 2)
    with app.test_request_context(), transaction(engine) as session:
        here = session.get_one(Study, study.id)
        change(
            session,
            here,
            parts.QUOTA,
            [ALL, cell_row("all", "", "iedereen, overal", 4)],
            account=None,
            made_from=here.revision,
        )
    assert standing() == {"all/": (4, 1, 1)}
    with reading(engine) as session:
        assert session.exec(select(Lease.places)).all() == [3]


def test_an_interview_of_a_device_fills_its_lease_as_it_comes_in(engine, study, cells, devices, standing):
    with transaction(engine) as session:
        session.add(Lease(cell_id=cells["known"], device_id=devices[0], places=1))
    with transaction(engine) as session:
        receive(session, uuid4(), body(), "api", device_id=devices[0], number=1)
    assert standing()["known/noord"] == (2, 1, 0)
    with reading(engine) as session:
        assert session.exec(select(Lease.places)).all() == [0]
        assert session.exec(
            select(QuotaPlace.device_id).where(col(QuotaPlace.standing) == "within")
        ).all() == [devices[0]]
