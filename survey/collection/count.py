"""How much came in for a study, by origin, area, day, state and outcome."""

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from questionnaires.context import ORIGINS
from survey.collection.tables import Interview, Submission
from survey.studies.tables import Study


def count(session: Session, study: Study, areas: list[str]) -> dict[str, Any]:
    """Count the interviews that are kept, whatever their state, and the submissions that were in conflict.

    `by_area` names every area of the study, and as `""` the interviews without one. `by_origin` counts what
    `interviews` counts: accepted, flagged and excluded together; `by_state` tells them apart. Figures are made of
    accepted interviews with the outcome `complete`.
    """
    ours = col(Interview.study_id) == study.id
    by_state = _by(session, col(Interview.state), ours)
    conflicts = session.execute(
        select_columns(func.count()).where(
            col(Submission.study_id) == study.id, col(Submission.outcome) == "conflict"
        )
    ).scalar_one()
    return {
        "study": study.slug,
        "interviews": sum(by_state.values()),
        "accepted": by_state.get("accepted", 0),
        "flagged": by_state.get("flagged", 0),
        "excluded": by_state.get("excluded", 0),
        "conflicts": conflicts,
        "by_state": by_state,
        "by_outcome": _by(session, col(Interview.outcome), ours),
        "by_origin": dict.fromkeys(ORIGINS, 0) | _by(session, col(Interview.origin), ours),
        "by_area": dict.fromkeys(areas, 0) | _by(session, col(Interview.area), ours),
        "by_day": _by(session, col(Interview.completed_on), ours),
    }


def _by(session: Session, column: Mapped[Any], where: ColumnElement[bool]) -> dict[str, int]:
    rows = session.execute(
        select_columns(column, func.count()).where(where).group_by(column).order_by(column)
    )
    return {"" if key is None else str(key): number for key, number in rows}
