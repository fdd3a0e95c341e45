"""How each cell of the quota stands: an area by a group of people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.fieldwork.tables import Lease, QuotaCell, QuotaGroup
from survey.monitor.thresholds import BEHIND, BEHIND_PLACES
from survey.studies.tables import Study, Wave


@dataclass(frozen=True, slots=True)
class CellStanding:
    """One cell.

    Attributes:
        id: its key.
        area: the code of an area; empty is everywhere.
        group: the code of the group.
        label: the group as the interviewer reads it.
        target: how many interviews are wanted.
        counted: interviews within the target.
        over: interviews beyond it: kept, and flagged.
        leased: places that devices may fill by themselves.
        behind: so many interviews fewer than the days that are over would ask for; 0 when it is not behind.
    """

    id: int
    area: str
    group: str
    label: str
    target: int
    counted: int
    over: int
    leased: int
    behind: int

    @property
    def open(self) -> int:
        """Interviews that are still wanted, leased or not."""
        return max(0, self.target - self.counted)

    @property
    def free(self) -> int:
        """Of those, the ones that no device has leased."""
        return max(0, self.target - self.counted - self.leased)


def cells(session: Session, study: Study, gone: float | None) -> list[CellStanding]:
    """The cells of a study by area and in the order of their groups.

    Args:
        session: the unit of work.
        study: the study.
        gone: which share of the days of fieldwork is over; None when no last day is known, so that nothing is behind.
    """
    leased = (
        columns(col(Lease.cell_id), func.sum(col(Lease.places)).label("places"))
        .group_by(col(Lease.cell_id))
        .subquery()
    )
    rows = session.execute(
        columns(QuotaCell, QuotaGroup, func.coalesce(leased.c.places, 0))
        .join(QuotaGroup, col(QuotaGroup.id) == col(QuotaCell.group_id))
        .outerjoin(leased, leased.c.cell_id == col(QuotaCell.id))
        .where(col(QuotaCell.study_id) == study.id)
        .order_by(col(QuotaCell.area), col(QuotaGroup.position), col(QuotaGroup.id))
    ).all()
    return [
        CellStanding(
            id=cell.id or 0,
            area=cell.area,
            group=group.code,
            label=group.label,
            target=cell.target,
            counted=cell.counted,
            over=cell.over,
            leased=int(places),
            behind=_behind(cell, gone),
        )
        for cell, group, places in rows
    ]


def gone(wave: Wave, today: date) -> float | None:
    """The share of the days of a wave that are over, today left out; None when it has no last day."""
    if wave.ends_on is None:
        return None
    days = (wave.ends_on - wave.starts_on).days + 1
    return min(1.0, max(0.0, (today - wave.starts_on).days / days))


def _behind(cell: QuotaCell, share: float | None) -> int:
    if share is None or not cell.target:
        return 0
    short = round(share * cell.target) - cell.counted
    return short if short >= BEHIND_PLACES and share - cell.counted / cell.target >= BEHIND else 0
