"""Give finished interviews their place in the quota: within the target, or over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert
from sqlalchemy import select as columns
from sqlmodel import Session

from survey.fieldwork import cell as one_cell
from survey.fieldwork import ledger, match
from survey.fieldwork.leave_out import keep
from survey.fieldwork.tables import FieldSettings, QuotaCell, QuotaGroup, QuotaPlace
from survey.moment import now
from survey.studies.tables import Study

COMPLETE, QUOTA_FULL = "complete", "quota_full"
ONLINE = "online"  # what somebody fills in alone is not of the fieldwork: it takes no place
LEAVE_OUT = "leave_out"
_GROUP = cast("Table", QuotaGroup.__table__)  # type: ignore[attr-defined]
_CELL = cast("Table", QuotaCell.__table__)  # type: ignore[attr-defined]
_PLACE = cast("Table", QuotaPlace.__table__)  # type: ignore[attr-defined]
_STUDY = cast("Table", Study.__table__)  # type: ignore[attr-defined]
_GROUPS = (
    columns(_GROUP.c.id, _GROUP.c.code, _GROUP.c.label, _GROUP.c.rule)
    .where(_GROUP.c.study_id == bindparam("study"))
    .order_by(_GROUP.c.position, _GROUP.c.id)
)
_CELLS = (
    columns(_CELL.c.id, _CELL.c.group_id, _CELL.c.area, _CELL.c.target, _CELL.c.counted)
    .where(_CELL.c.study_id == bindparam("study"))
    .order_by(_CELL.c.id)
)
_OURS = _CELL.c.study_id == _STUDY.c.id
# Every change of the set-up gives the study another revision.
_STATE = columns(
    _STUDY.c.revision,
    columns(func.count()).where(_OURS).scalar_subquery().label("cells"),
    columns(func.max(_CELL.c.id)).where(_OURS).scalar_subquery().label("last"),
).where(_STUDY.c.id == bindparam("study"))
_PLACED = columns(_PLACE.c.interview_id).where(
    _PLACE.c.interview_id.in_(bindparam("interviews", expanding=True))
)
_ADD = insert(_PLACE)


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
    """The quota of a study as it stands; without any cell when it has none."""
    session.flush()
    run = session.connection().execute
    groups = run(_GROUPS, {"study": study_id}).all()
    codes = {group.id: group.code for group in groups}
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
            for cell in run(_CELLS, {"study": study_id})
        ],
    )


def place(session: Session, study_id: int, placings: Sequence[Placing]) -> set[UUID]:
    """Place interviews that were not placed before; flushes, does not commit.

    In PostgreSQL the cells that they belong to are locked until the transaction ends. Of several studies in one transaction
    the one with the lowest key goes first.

    Returns:
        The interviews that are over quota and must be left out of the figures, by the rule of the study.
    """
    belongs = _cells(_rules(session, study_id), placings)
    if not belongs:
        return set()
    run = session.connection().execute
    pages = ledger.opened(session, study_id, belongs.values())
    placed = {row.interview_id for row in run(_PLACED, {"interviews": list(belongs)})}
    cells = {key: page.cell for key, page in pages.items()}
    over: set[UUID] = set()
    rows = []
    for each in placings:
        key = belongs.get(each.interview_id, 0)
        if key not in cells or each.interview_id in placed:
            continue
        placed.add(each.interview_id)
        standing: str = "ended"
        if each.outcome == COMPLETE:
            cells[key], standing = one_cell.place(cells[key], each.device_id)
        if standing == "over":
            over.add(each.interview_id)
        rows.append(
            {
                "interview_id": each.interview_id,
                "cell_id": key,
                "device_id": each.device_id,
                "standing": standing,
                "placed_at": now(),
            }
        )
    for key, page in pages.items():
        page.write(cells[key])
    if rows:
        run(_ADD, rows)
    return over if over and leaves_out(session, study_id) else set()


@lru_cache(maxsize=64)
def _remembered(_state: tuple[Any, ...]) -> list[Quota]:
    """A place to remember the rules of a study in, as long as its quota is in this state."""
    return []


def _rules(session: Session, study_id: int) -> Quota:
    """The groups and cells of a study, read again only when its set-up changed; their counts may be old."""
    session.flush()
    state = session.connection().execute(_STATE, {"study": study_id}).one()
    if not state.cells:
        return Quota([], [])
    kept = _remembered((study_id, *state))
    if not kept:
        kept.append(quota(session, study_id))
    return kept[0]


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
    changed = one_cell.withdraw(page.cell, standing)
    if standing == "over":
        page.write(changed)  # one fewer over the target, and nobody comes in for it
    else:
        keep(session, page, changed)
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
