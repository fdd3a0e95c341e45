"""Give finished interviews their place in the quota: within the target, or over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from survey.fieldwork import cell as one_cell
from survey.fieldwork import ledger, match
from survey.fieldwork.leave_out import keep
from survey.fieldwork.tables import FieldSettings, QuotaCell, QuotaGroup, QuotaPlace

COMPLETE, QUOTA_FULL = "complete", "quota_full"
ONLINE = "online"  # what somebody fills in alone is not of the fieldwork: it takes no place
LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class Placing:
    """An interview that came in by an interviewer, or on paper; one that was filled in online is not placed.

    Attributes:
        interview_id: which one.
        device_id: the device of the fieldwork that sent it; None for any other way.
        area: of the interview; None when it is not known.
        answers: by name of variable.
        counted: the names of the answers that count.
        outcome: how it ended; only a complete one takes a place.
        ended_by: the cell that was full, when that ended the interview.
    """

    interview_id: UUID
    device_id: int | None
    area: str | None
    answers: Mapping[str, Any]
    counted: Collection[str]
    outcome: str
    ended_by: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """The groups and cells of a study, as `match` reads them."""

    groups: Sequence[Mapping[str, Any]]
    cells: Sequence[Mapping[str, Any]]

    def cell_of(self, area: str | None, answers: Mapping[str, Any], counted: Collection[str]) -> int | None:
        """The key of the cell that an interview belongs to."""
        kept = {name: answers[name] for name in counted if name in answers}
        found = match.cell(self.groups, self.cells, area, kept)
        return None if found is None else int(found["id"])


def quota(session: Session, study_id: int) -> Quota:
    """The quota of a study; without any cell when it has none."""
    groups = session.exec(
        select(QuotaGroup)
        .where(col(QuotaGroup.study_id) == study_id)
        .order_by(col(QuotaGroup.position), col(QuotaGroup.id))
    ).all()
    codes = {group.id: group.code for group in groups}
    cells = session.exec(
        select(QuotaCell).where(col(QuotaCell.study_id) == study_id).order_by(col(QuotaCell.id))
    ).all()
    return Quota(
        [{"code": group.code, "label": group.label, "rule": group.rule} for group in groups],
        [
            {
                "id": cell.id,
                "area": cell.area,
                "group": codes[cell.group_id],
                "target": cell.target,
                "counted": cell.counted,
            }
            for cell in cells
        ],
    )


def place(session: Session, study_id: int, placings: Sequence[Placing]) -> set[UUID]:
    """Place interviews that were not placed before; flushes, does not commit.

    In PostgreSQL the cells that they belong to are locked until the transaction ends. Of several studies in one transaction
    the one with the lowest key goes first.

    Returns:
        The interviews that are over quota and must be left out of the figures, by the rule of the study.
    """
    rules = quota(session, study_id)
    if not rules.cells:
        return set()
    belongs = _cells(rules, placings)
    pages = ledger.opened(session, study_id, belongs.values())
    placed = session.exec(
        select(QuotaPlace.interview_id).where(col(QuotaPlace.interview_id).in_(belongs))
    ).all()
    over: set[UUID] = set()
    for each in placings:
        page = pages.get(belongs.get(each.interview_id, 0))
        if page is None or each.interview_id in placed:
            continue
        standing: str = "ended"
        if each.outcome == COMPLETE:
            changed, standing = one_cell.place(page.cell, each.device_id)
            page.write(changed)
        if standing == "over":
            over.add(each.interview_id)
        session.add(
            QuotaPlace(
                interview_id=each.interview_id,
                cell_id=page.row.id or 0,
                device_id=each.device_id,
                standing=standing,
            )
        )
    session.flush()
    return over if over and leaves_out(session, study_id) else set()


def withdraw(session: Session, interview_id: UUID) -> None:
    """Take back the place of an interview that a person sets aside, so that another one can have it; flushes.

    One that is brought back is placed again by `place`. Nothing happens when it had none.
    """
    kept = session.get(QuotaPlace, interview_id)
    if kept is None or kept.standing == "ended":
        return
    cell = session.get_one(QuotaCell, kept.cell_id)
    page = ledger.opened(session, cell.study_id, [kept.cell_id])[kept.cell_id]
    session.refresh(kept)  # as it stands now that the cell is locked
    standing: one_cell.Standing = "within" if kept.standing == "within" else "over"
    session.delete(kept)
    session.flush()
    keep(session, page, one_cell.withdraw(page.cell, standing))
    session.flush()


def leaves_out(session: Session, study_id: int) -> bool:
    """Whether interviews over quota stay out of the figures of this study."""
    settings = session.get(FieldSettings, study_id)
    return settings is not None and settings.over_quota == LEAVE_OUT


def _cells(rules: Quota, placings: Sequence[Placing]) -> dict[UUID, int]:
    """The cell of each interview that gets a place, or that ended because one was full."""
    known = {cell["id"] for cell in rules.cells}
    found = {}
    for each in placings:
        if each.outcome == COMPLETE:
            cell = rules.cell_of(each.area, each.answers, each.counted)
        else:
            cell = each.ended_by if each.outcome == QUOTA_FULL and each.ended_by in known else None
        if cell is not None:
            found[each.interview_id] = cell
    return found
