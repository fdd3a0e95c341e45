"""A study with panel members and passers-by, whose figures are known by heart."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from survey.results.subject import Subject, subject
from survey.settings import Settings
from survey.studies.tables import Study
from tests.survey.interviews import hold


@pytest.fixture
def held(engine: Engine, study: Study) -> None:
    """Panel: noord 30 of 40 know the team, zuid 5 of 10. Street: noord 1 of 4."""
    hold(engine, 30, knows_vet="yes")
    hold(engine, 10, knows_vet="no")
    hold(engine, 5, area="zuid", knows_vet="yes")
    hold(engine, 5, area="zuid", knows_vet={"missing": "dont_know"})
    hold(engine, 1, origin="street", knows_vet="yes")
    hold(engine, 3, origin="street", knows_vet="no")


@pytest.fixture
def look(engine: Engine, settings: Settings) -> Callable[[], Subject]:
    """Look at the study anew."""
    return lambda: subject(engine, settings, "proef")
