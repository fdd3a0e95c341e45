"""A round of the small study, and members who can be asked. Everything here is synthetic."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from survey.database import transaction
from survey.members.tables import Member
from survey.rounds.tables import Round
from survey.studies.tables import Study, Wave

MakeMembers = Callable[..., list[Member]]


@pytest.fixture
def round_(study: Study, engine: Engine) -> Round:
    with transaction(engine) as session:
        wave = session.exec(select(Wave).where(col(Wave.study_id) == study.id)).first()
        assert wave is not None
        made = Round(
            organisation_id=study.organisation_id,
            study_id=study.id or 0,
            wave_id=wave.id or 0,
            number=1,
            title="Najaar",
        )
        session.add(made)
        return made


@pytest.fixture
def make_members(study: Study, engine: Engine) -> MakeMembers:
    """Makes active, consenting members of the study's organisation; `changes` replace what they are."""
    numbers = iter(range(1, 10**6))

    def make(count: int, **changes: Any) -> list[Member]:
        made = [
            Member(
                **{
                    "organisation_id": study.organisation_id,
                    "number": f"T{next(numbers)}",
                    "area": "noord",
                    "sex": "woman",
                    "birth_year": 1960,
                    "consented_on": date(2026, 1, 5),
                    "synthetic": True,
                }
                | changes
            )
            for _ in range(count)
        ]
        with transaction(engine) as session:
            session.add_all(made)
        return made

    return make
