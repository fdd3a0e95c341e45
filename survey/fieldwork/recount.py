"""Give every interview of a study its place anew, after the groups, the rules or the cells changed.

The interviews themselves are kept by a feature above this one, which is not imported: its tables are known by name.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from survey.fieldwork import cell as one_cell
from survey.fieldwork import ledger
from survey.fieldwork.cell import Cell
from survey.fieldwork.leave_out import apply
from survey.fieldwork.place import COMPLETE, ONLINE, quota
from survey.fieldwork.tables import QuotaCell, QuotaPlace
from survey.studies.tables import Study


class _Came(NamedTuple):
    """An interview that takes a place: which one, from which device, when, and whether it stood within this cell."""

    id: UUID
    device: int | None
    at: datetime
    within: bool


def recount(session: Session, study: Study) -> None:
    """Place all complete interviews again; flushes, does not commit.

    Who stood within a cell goes first, then who came first; then come the places that devices hold, which are cut only as
    far as they do not fit any more. An interview that a person set aside takes no place.
    """
    number = study.id or 0
    pages = ledger.opened(session, number)
    came = _came(session, number)
    session.execute(
        delete(QuotaPlace).where(col(QuotaPlace.cell_id).in_(pages), col(QuotaPlace.standing) != "ended")
    )
    for key, page in pages.items():
        found = sorted(came.get(key, []), key=lambda each: (not each.within, each.at, each.id))
        settled = _settled(page.cell, page.cell.target, found)
        page.write(settled)
        session.add_all(
            QuotaPlace(
                interview_id=each.id, cell_id=key, device_id=each.device, placed_at=each.at,
                standing="within" if place < settled.counted else "over",
            )
            for place, each in enumerate(found)
        )  # fmt: skip
    session.flush()
    apply(session, number)


def _settled(cell: Cell, target: int, found: Iterable[_Came]) -> Cell:
    """The cell with these interviews in it."""
    listed = list(found)
    within = sum(each.within for each in listed)
    roomy = Cell(
        within + sum(cell.leases.values()), counted=within, over=len(listed) - within, leases=cell.leases
    )
    return one_cell.retarget(roomy, target)[0]


def _came(session: Session, study_id: int) -> dict[int, list[_Came]]:
    rules = quota(session, study_id)
    within = set(
        session.exec(
            select(QuotaPlace.interview_id, QuotaPlace.cell_id)
            .join(QuotaCell, col(QuotaCell.id) == col(QuotaPlace.cell_id))
            .where(col(QuotaCell.study_id) == study_id, col(QuotaPlace.standing) == "within")
        ).all()
    )
    tables = SQLModel.metadata.tables
    held, sent, decided = tables["interview"], tables["submission"], tables["decision"]
    rows = session.execute(
        columns(held.c.id, held.c.area, held.c.answers, held.c.counted, held.c.received_at, sent.c.device_id)
        .join(sent, sent.c.id == held.c.submission_id)
        .where(
            held.c.study_id == study_id,
            held.c.outcome == COMPLETE,
            held.c.mode != ONLINE,
            ~((held.c.state == "excluded") & held.c.id.in_(columns(decided.c.interview_id))),
        )
    )
    found: dict[int, list[_Came]] = {}
    for key, area, answers, counted, at, device in rows:
        cell = rules.cell_of(area, answers, counted)
        if cell is not None:
            found.setdefault(cell, []).append(_Came(key, device, at, (key, cell) in within))
    return found
