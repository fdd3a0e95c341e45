from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from survey.results.ladder import climbs, ladder_rows
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


def test_a_step_that_nobody_was_asked_has_no_figure_and_is_named(
    engine: Engine, study: Study, look: Look
) -> None:
    hold(engine, 2, knows_vet={"missing": "refused"})
    assert climbs(look()) == []


def test_without_interviews_there_is_no_ladder(study: Study, look: Look) -> None:
    assert climbs(look()) == []
