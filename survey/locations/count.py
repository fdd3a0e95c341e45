"""How many forms were begun and finished at each place."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from survey.locations.tables import OpenVisit
from survey.studies.tables import Study


class Count(NamedTuple):
    """Forms of one place."""

    begun: int = 0
    finished: int = 0


def counts(session: Session, study: Study) -> Mapping[int | None, Count]:
    """The forms that were begun through the open link, by the key of their place; None is without a place."""
    rows = session.execute(
        select_columns(col(OpenVisit.location_id), func.count(), func.count(col(OpenVisit.finished_at)))
        .where(col(OpenVisit.study_id) == study.id)
        .group_by(col(OpenVisit.location_id))
    ).all()
    return {key: Count(begun, finished) for key, begun, finished in rows}
