from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from survey.results.ladder import climbs, ladder_rows, side_by_side
from survey.results.subject import Subject
from survey.studies.tables import Study
from tests.survey.interviews import hold

Look = Callable[[], Subject]


@pytest.mark.usefixtures("held")
def test_each_origin_has_a_ladder_of_its_own(look: Look) -> None:
    found = climbs(look())
    assert [(climb.entity, climb.origin) for climb in found] == [("vet", "panel"), ("vet", "street")]
    first = found[0].rungs[0]
    assert (first.measure, first.of_all["n"], first.of_all["estimate"]) == ("awareness.aided", 50, 0.7)
    assert first.of_before is None


@pytest.mark.usefixtures("held")
def test_the_base_of_a_step_is_said_in_words(look: Look) -> None:
    base = str(climbs(look(), "panel")[0].rungs[0].base)
    assert "van iedereen aan wie is gevraagd" in base
    assert "Voor Elkaar Team" in base


@pytest.mark.usefixtures("held")
def test_the_rows_of_a_file_hold_the_numbers_of_the_ladder(look: Look) -> None:
    climb = climbs(look(), "panel")[0]
    rows = ladder_rows(climb)
    assert [(row["entity"], row["measure"], row["share"], row["n"]) for row in rows] == [
        ("vet", "awareness.aided", "of_all", 50)
    ]
    assert rows[0]["estimate"] == climb.rungs[0].of_all["estimate"]


@pytest.mark.usefixtures("held")
def test_every_row_of_a_file_says_of_whom_it_is_a_share(look: Look) -> None:
    (row,) = ladder_rows(climbs(look(), "panel")[0])
    assert row["base"] == "van iedereen aan wie is gevraagd of zij Voor Elkaar Team kennen"


@pytest.mark.usefixtures("held")
def test_the_ladders_of_one_team_stand_side_by_side_one_per_origin(look: Look) -> None:
    (team,) = side_by_side(climbs(look()))
    assert [climb.origin for climb in team.climbs] == ["panel", "street"]
    (step,) = team.steps
    assert [rung and rung.of_all["n"] for rung in step.rungs] == [50, 4]
    assert team.not_asked == []


def test_a_step_that_nobody_was_asked_has_no_figure_and_is_named(
    engine: Engine, study: Study, look: Look
) -> None:
    hold(engine, 2, knows_vet={"missing": "refused"})
    assert climbs(look()) == []


def test_without_interviews_there_is_no_ladder(study: Study, look: Look) -> None:
    assert climbs(look()) == []
