"""A part of the set-up changes as a whole, is written down, and can be undone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from survey.accounts.organisation import Organisation
from survey.collection.frame import frame
from survey.collection.tables import Interview
from survey.database import reading, transaction
from survey.studies import find, history, waves
from survey.studies.change import change
from survey.studies.publish_by_command import publish_by_command
from survey.studies.refusals import SetupRefused, Stale, WouldMove
from survey.studies.tables import Study
from survey.studies.undo import can_undo, undo
from survey.studies.wording import said
from tests.survey.samples import QUESTIONNAIRE, body, put
from tests.survey.studies.setting_up import make_it, researcher, revision, state

SPRING = {"number": 1, "label": "Voorjaar", "starts_on": "2026-03-01", "ends_on": "2026-04-30"}
AUTUMN = {"number": 2, "label": "Najaar", "starts_on": "2026-10-01", "ends_on": None}


@pytest.fixture
def somebody(engine: Engine, organisation: Organisation, study: Study) -> int:
    return researcher(engine, organisation)


def test_a_change_is_written_down_with_who_made_it_and_what_it_did(engine: Engine, somebody: int) -> None:
    renamed = [row | {"name": row["name"] + "wijk"} for row in state(engine, "areas")]
    make_it(engine, "areas", renamed, somebody)
    with reading(engine) as session:
        (line,) = history.lines(session, find.study(session, "proef"))
    assert line.by == "Researcher"
    assert said(line.event) == [
        "Noordwijk: naam was ‘Noord’, is ‘Noordwijk’.",
        "Zuidwijk: naam was ‘Zuid’, is ‘Zuidwijk’.",
    ]


def test_a_change_gives_a_new_revision_so_that_what_was_remembered_is_read_anew(
    engine: Engine, somebody: int
) -> None:
    with reading(engine) as session:
        assert frame(session, "proef").areas == {"noord", "zuid"}
    west = {"code": "west", "name": "West", "row": 0, "col": 1, "residents": None}
    make_it(engine, "areas", [*state(engine, "areas"), west], somebody)
    with reading(engine) as session:
        assert frame(session, "proef").areas == {"noord", "zuid", "west"}


def test_what_is_so_already_is_no_change(engine: Engine, somebody: int) -> None:
    before = revision(engine)
    with transaction(engine) as session:
        study = find.study(session, "proef")
        made = change(
            session, study, "areas", state(engine, "areas"), account=somebody, made_from=study.revision
        )
    assert made is None
    assert revision(engine) == before


@pytest.mark.parametrize("part", ["about", "areas", "margins", "waves"])
def test_every_change_can_be_undone_and_the_undoing_too(engine: Engine, somebody: int, part: str) -> None:
    before = state(engine, part)
    wanted = {
        "about": lambda: before | {"title": "Iets anders", "is_open": False},
        "areas": lambda: before[:1],
        "margins": lambda: [
            {"variable": "sex", "category": "man", "count": 10, "source": "CBS", "year": 2025}
        ],
        "waves": lambda: [
            *before,
            SPRING | {"number": 3, "label": "Later", "starts_on": "2027-01-01", "ends_on": None},
        ],
    }[part]()
    made = make_it(engine, part, wanted, somebody)
    with transaction(engine) as session:
        undone = undo(session, find.study(session, "proef"), made.id or 0, account=somebody)
    assert state(engine, part) == before
    assert undone is not None
    with transaction(engine) as session:
        undo(session, find.study(session, "proef"), undone.id or 0, account=somebody)
    assert state(engine, part) == wanted


def test_a_change_that_was_followed_by_another_is_not_undone(engine: Engine, somebody: int) -> None:
    about = state(engine, "about")
    first = make_it(engine, "about", about | {"title": "Een"}, somebody)
    make_it(engine, "about", about | {"title": "Twee"}, somebody)
    with reading(engine) as session:
        assert not can_undo(session, find.study(session, "proef"), first)
    with pytest.raises(SetupRefused, match="daarna weer"), transaction(engine) as session:
        undo(session, find.study(session, "proef"), first.id or 0, account=somebody)
    assert state(engine, "about")["title"] == "Twee"


def test_an_old_form_is_refused_with_what_changed_since(engine: Engine, somebody: int) -> None:
    old = revision(engine)
    about = state(engine, "about")
    make_it(engine, "about", about | {"title": "Van een ander"}, somebody)
    with pytest.raises(Stale) as stale:
        make_it(engine, "about", about | {"title": "Van mij"}, somebody, old)
    assert stale.value.told == ("Titel was ‘Proef’, is ‘Van een ander’.",)
    assert state(engine, "about")["title"] == "Van een ander"


def test_a_change_of_another_part_makes_no_form_old(engine: Engine, somebody: int) -> None:
    old = revision(engine)
    make_it(engine, "about", state(engine, "about") | {"title": "Van een ander"}, somebody)
    make_it(engine, "areas", list(reversed(state(engine, "areas"))), somebody, old)
    assert [row["code"] for row in state(engine, "areas")] == ["zuid", "noord"]


@pytest.mark.parametrize("made_from", ["", "nooit-geweest", "\x00"])
def test_a_form_of_no_known_state_is_refused(engine: Engine, somebody: int, made_from: str) -> None:
    with transaction(engine) as session:
        study = find.study(session, "proef")
        with pytest.raises(Stale):
            change(session, study, "areas", [], account=somebody, made_from=made_from)


def test_what_a_command_publishes_makes_every_open_form_old(engine: Engine, somebody: int) -> None:
    old = revision(engine)
    with transaction(engine) as session:
        publish_by_command(session, "proef", QUESTIONNAIRE.replace("Proef}", "Proef 2}"))
    with pytest.raises(Stale) as stale:
        make_it(engine, "areas", state(engine, "areas")[:1], somebody, old)
    assert stale.value.told == ("Versie 2 van de vragenlijst is gepubliceerd.",)


def test_an_area_that_an_interview_names_stays(engine: Engine, somebody: int, client: FlaskClient) -> None:
    assert put(client, body()).status_code == 201
    with pytest.raises(SetupRefused, match="Noord kan niet weg"):
        make_it(engine, "areas", state(engine, "areas")[1:], somebody)
    make_it(engine, "areas", state(engine, "areas")[:1], somebody)
    assert [row["code"] for row in state(engine, "areas")] == ["noord"]


def test_a_study_that_asks_for_the_area_keeps_one(engine: Engine, somebody: int) -> None:
    with pytest.raises(SetupRefused, match="ten minste één gebied"):
        make_it(engine, "areas", [], somebody)


def test_interviews_move_with_the_days_only_when_somebody_agreed_to_how_many(
    engine: Engine, somebody: int, client: FlaskClient
) -> None:
    for _each in range(3):
        assert put(client, body()).status_code == 201
    wanted = [
        SPRING,
        AUTUMN | {"ends_on": "2026-10-31"},
        AUTUMN | {"number": 3, "label": "Winter", "starts_on": "2026-11-01"},
    ]
    with transaction(engine) as session:
        study = find.study(session, "proef")
        with pytest.raises(WouldMove, match="3 interviews"):
            waves.agree(session, study, wanted, 0)
        with pytest.raises(WouldMove):
            waves.agree(session, study, wanted, 2)
        waves.agree(session, study, wanted, 3)
    made = make_it(engine, "waves", wanted, somebody)
    with reading(engine) as session:
        winter = find.waves(session, find.study(session, "proef"))[2]
        assert {one.wave_id for one in session.exec(select(Interview))} == {winter.id}
    with pytest.raises(WouldMove), transaction(engine) as session:
        undo(session, find.study(session, "proef"), made.id or 0, account=somebody)
    with transaction(engine) as session:
        undo(session, find.study(session, "proef"), made.id or 0, account=somebody, agreed=3)
    assert state(engine, "waves") == [SPRING, AUTUMN]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], "ten minste één meting"),
        ([SPRING | {"ends_on": "2026-02-01"}], "eindigt voordat"),
        ([SPRING, SPRING], "twee keer"),
    ],
)
def test_waves_that_cannot_be_are_refused(
    engine: Engine, somebody: int, wanted: list[dict[str, object]], expected: str
) -> None:
    with pytest.raises(SetupRefused, match=expected):
        make_it(engine, "waves", wanted, somebody)
    assert state(engine, "waves") == [SPRING, AUTUMN]


def test_of_two_who_change_the_same_at_once_one_is_told_of_the_other(engine: Engine, somebody: int) -> None:
    old, about, gate = revision(engine), state(engine, "about"), Barrier(2)

    def try_it(title: str) -> bool:
        gate.wait()
        try:
            make_it(engine, "about", about | {"title": title}, somebody, old)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, ["Een", "Twee"])) == [False, True]
