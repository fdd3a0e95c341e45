"""What the database holds of the interviews that count, in a few numbers that change whenever they do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Row, and_, case, func, literal
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from survey.collection.replay import COMPLETE
from survey.collection.tables import Decision, Interview
from survey.collection.typed import Columns
from survey.database import reading
from survey.studies.tables import QuestionnaireVersion, Wave

COUNTED = and_(col(Interview.state) == "accepted", col(Interview.outcome) == COMPLETE)
"""Which interviews make figures: accepted, and held to their end."""


class Print(NamedTuple):
    """What tells one state of some interviews from another; prints of neighbouring ranges add up.

    Interviews and decisions are only ever added, and no state changes without a decision: what is counted can not
    change and leave all of these as they were.

    Attributes:
        interviews: how many count.
        sum: of their places (`submission_id`) in the order of arrival.
        last: the highest of those places.
        decisions: how often a person decided about one of them, or about one that does not count now.
    """

    interviews: int = 0
    sum: int = 0
    last: int = 0
    decisions: int = 0

    def with_(self, other: "Print") -> "Print":
        """The print of both ranges together."""
        return Print(
            self.interviews + other.interviews,
            self.sum + other.sum,
            max(self.last, other.last),
            self.decisions + other.decisions,
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """One wave: its number, its identity, and the print of all its interviews."""

    wave: int
    wave_id: int
    print: Print


def versions(engine: Engine, study_id: int) -> dict[str, str]:
    """The hash of each version of the questionnaire, by its identity."""
    of_study = col(QuestionnaireVersion.study_id) == study_id
    with reading(engine) as session:
        found = session.execute(
            select_columns(col(QuestionnaireVersion.id), col(QuestionnaireVersion.hash)).where(of_study)
        ).all()
    return {str(row[0]): row[1] for row in found}


def columns(engine: Engine, study_id: int) -> tuple[dict[str, str], Columns]:
    """The versions of the questionnaire as `versions` gives them, and the columns that all of them ask for."""
    of_study = QuestionnaireVersion.study_id == study_id
    with reading(engine) as session:
        found = session.exec(
            select(QuestionnaireVersion).where(of_study).order_by(col(QuestionnaireVersion.id))
        ).all()
    programmes = {version.id or 0: json.loads(version.programme) for version in found}
    return {str(version.id): version.hash for version in found}, Columns(programmes)


def waves(engine: Engine, study_id: int) -> list[Counted]:
    """The waves in which somebody counts, by their number: one statement, so one moment, that reads an index only."""
    keys: list[Any] = [col(Wave.number), col(Wave.id)]
    place = col(Interview.submission_id)
    # Decisions are few: from each to its interview, never the other way round.
    other = aliased(Interview)
    where = (
        select_columns(col(other.wave_id))
        .where(col(other.id) == Decision.interview_id)
        .correlate(Decision)
        .scalar_subquery()
    )
    decided = (
        select_columns(func.count())
        .select_from(Decision)
        .where(where == Wave.id)
        .correlate(Wave)
        .scalar_subquery()
    )
    with reading(engine) as session:
        rows = session.execute(
            select_columns(*keys, func.count(), func.sum(place), func.max(place), decided)
            .join(Interview, col(Interview.wave_id) == Wave.id)
            .where(col(Wave.study_id) == study_id, COUNTED)
            .group_by(*keys)
            .order_by(*keys)
        ).all()
    return [Counted(row[0], row[1], _read(row, 2)) for row in rows]


def ranges(engine: Engine, wave_id: int, untils: Sequence[int]) -> list[Print]:
    """The prints of a wave's interviews in successive ranges of their places.

    Args:
        engine: the database.
        wave_id: the wave.
        untils: the last place of each range, rising; the first range begins at the very first place.

    Returns:
        One print per range, and one for the places after the last.
    """
    decided = (
        select_columns(col(Decision.interview_id).label("interview_id"), func.count().label("times"))
        .group_by(col(Decision.interview_id))
        .subquery()
    )
    place = col(Interview.submission_id)
    within: ColumnElement[int] = literal(len(untils))
    if untils:
        within = case(*((place <= until, index) for index, until in enumerate(untils)), else_=len(untils))
    bounded = (
        select_columns(
            within.label("range"),
            place.label("place"),
            case((COUNTED, 1), else_=0).label("counts"),
            func.coalesce(decided.c.times, 0).label("times"),
        )
        .select_from(Interview)
        .outerjoin(decided, decided.c.interview_id == Interview.id)
        .where(col(Interview.wave_id) == wave_id)
        .subquery()
    )
    at = bounded.c
    with reading(engine) as session:
        rows = session.execute(
            select_columns(
                at.range,
                func.sum(at.counts),
                func.sum(at.counts * at.place),
                func.max(at.counts * at.place),
                func.sum(at.times),
            ).group_by(at.range)
        ).all()
    found = {int(row[0]): _read(row, 1) for row in rows}
    return [found.get(index, Print()) for index in range(len(untils) + 1)]


def _read(row: "Row[Any]", start: int) -> Print:
    # PostgreSQL gives sums as decimals.
    return Print(*(int(value or 0) for value in row[start : start + 4]))
