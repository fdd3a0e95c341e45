"""What hangs on a study already: interviews, invitations, places. It decides what can still be taken away.

The features that keep these rows stand above this one and are not imported: their tables are known by name, through
the foreign keys that point here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, not_, or_, select, true
from sqlmodel import Session, SQLModel

from survey.studies.tables import Study

_OWN = {"questionnaire_version", "wave", "area", "population_margin", "study_event"}
GOES_ALONG = (
    "device_report", "study_key", "quota_cell", "quota_group", "field_settings", "recording", "area_boundary",
)  # fmt: skip
"""Set-up of the fieldwork, and what devices left by looking: it goes with the study, in this order. See `idle`."""


def idle(table: Table) -> ColumnElement[bool]:
    """Which rows of such a table hold nothing that anybody gave: of reports those without an interview."""
    if table.name == "device_report":
        return and_(table.c.finished == 0, table.c.has_draft.is_(False))
    return true()


def pointing_at(session: Session, table: str, key: int) -> dict[str, int]:
    """How many rows of other features name the row `key` of `table`, by the table that they stand in; zeros left out.

    What goes along with a study is left out, too.
    """
    found = {}
    for other in SQLModel.metadata.tables.values():
        columns = [
            foreign.parent
            for foreign in other.foreign_keys
            if other.name not in _OWN and foreign.target_fullname == f"{table}.id"
        ]
        if columns:
            pointing = (
                select(func.count()).select_from(other).where(or_(*(column == key for column in columns)))
            )
            if other.name in GOES_ALONG:
                pointing = pointing.where(not_(idle(other)))
            count = session.execute(pointing).scalar_one()
            if count:
                found[other.name] = count
    return found


def naming_area(session: Session, study: Study, code: str) -> int:
    """How many rows of other features name this area of the study."""
    total = 0
    for other in SQLModel.metadata.tables.values():
        if other.name not in _OWN and {"study_id", "area"} <= set(other.columns.keys()):
            rows = select(func.count()).select_from(other)
            total += session.execute(
                rows.where(other.c.study_id == study.id, other.c.area == code)
            ).scalar_one()
    return total


def interviews(session: Session, study: Study, by: str) -> dict[Any, int]:
    """How many interviews the study has for each value of a column of theirs: `area`, `wave_id` or `version_id`."""
    held = interview_table()
    counted = select(held.c[by], func.count()).where(held.c.study_id == study.id).group_by(held.c[by])
    return {row[0]: row[1] for row in session.execute(counted)}


def interview_table() -> Table:
    """The table of interviews; raises KeyError in a process that did not load the feature that collects them."""
    return SQLModel.metadata.tables["interview"]
