"""A study with a quota, and devices."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from survey.database import reading, transaction
from survey.devices.tables import Device
from survey.fieldwork import parts
from survey.fieldwork.quota import Row, cell_row, group_row
from survey.fieldwork.tables import QuotaCell, QuotaGroup
from survey.studies.change import change
from survey.studies.tables import Study


def enrolled(session: Session, organisation: int, name: str = "Tablet") -> Device:
    """A device of this organisation."""
    device = Device(organisation_id=organisation, name=name, token_hash=uuid4().hex * 2, storage={})
    session.add(device)
    session.flush()
    return device


@pytest.fixture
def devices(engine: Engine, study: Study) -> list[int]:
    """Three devices."""
    with transaction(engine) as session:
        return [enrolled(session, study.organisation_id, f"Tablet {n}").id or 0 for n in (1, 2, 3)]


KNOWN = group_row("known", "kent het team", {"knows_vet": ["yes"]})
ALL = group_row("all", "iedereen", {})
ROWS: list[Row] = [
    KNOWN,
    cell_row("known", "noord", "kent het team, Noord", 2),
    ALL,
    cell_row("all", "", "iedereen, overal", 3),
]


@pytest.fixture
def set_quota(engine: Engine, study: Study) -> Callable[[list[Row]], None]:
    """Makes the quota of the study be these rows."""

    def made(rows: list[Row]) -> None:
        with transaction(engine) as session:
            here = session.get_one(Study, study.id)
            change(session, here, parts.QUOTA, rows, account=None, made_from=here.revision)

    return made


@pytest.fixture
def standing(engine: Engine, study: Study) -> Callable[[], dict[str, tuple[int, int, int]]]:
    """Target, counted and over of each cell, by its name."""

    def told() -> dict[str, tuple[int, int, int]]:
        with reading(engine) as session:
            rows = session.exec(
                select(QuotaGroup.code, QuotaCell.area, QuotaCell.target, QuotaCell.counted, QuotaCell.over)
                .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
                .where(col(QuotaCell.study_id) == study.id)
            )
            return {f"{code}/{area}": (target, counted, over) for code, area, target, counted, over in rows}

    return told
