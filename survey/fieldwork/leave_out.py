"""Interviews over quota: which of them get a place after all, and whether they stay out of the figures.

The interviews themselves are kept by a feature above this one, which is not imported: its tables are known by name. What a
person decided about an interview is never changed here.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from survey.fieldwork.cell import Cell
from survey.fieldwork.ledger import Page
from survey.fieldwork.tables import FieldSettings, QuotaCell, QuotaPlace

FLAG = "over_quota"
RULES = ("count", "leave_out")


def keep(session: Session, page: Page, cell: Cell) -> None:
    """Keep what became of a cell, and let its interviews stand accordingly: the first ones within, the last ones over.

    For changes that leave the number of interviews as it is: as many fewer over the target, as many more within.
    """
    let_in = page.cell.over - cell.over
    page.write(cell)
    if not let_in:
        return
    moment, key = col(QuotaPlace.placed_at), col(QuotaPlace.interview_id)
    was, order = ("over", (moment, key)) if let_in > 0 else ("within", (moment.desc(), key.desc()))
    moved = session.exec(
        select(QuotaPlace)
        .where(col(QuotaPlace.cell_id) == page.key, col(QuotaPlace.standing) == was)
        .order_by(*order)
        .limit(abs(let_in))
    ).all()
    for each in moved:
        each.standing = "within" if was == "over" else "over"
        session.add(each)
    session.flush()
    apply(session, page.study_id, [each.interview_id for each in moved])


def apply(session: Session, study_id: int, interviews: Iterable[UUID] | None = None) -> int:
    """Let the rule of the study hold for interviews about which nobody decided; tells how many changed.

    Args:
        session: the unit of work.
        study_id: the study.
        interviews: only these; None is all of the study.
    """
    settings = session.get(FieldSettings, study_id)
    leaves_out = settings is not None and settings.over_quota == "leave_out"
    held, decided = SQLModel.metadata.tables["interview"], SQLModel.metadata.tables["decision"]
    found = (
        columns(held.c.id, held.c.state, held.c.flags, col(QuotaPlace.standing))
        .join(QuotaPlace, col(QuotaPlace.interview_id) == held.c.id)
        .join(QuotaCell, col(QuotaCell.id) == col(QuotaPlace.cell_id))
        .where(col(QuotaCell.study_id) == study_id, held.c.id.not_in(columns(decided.c.interview_id)))
    )
    if interviews is not None:
        found = found.where(held.c.id.in_(list(interviews)))
    changed = 0
    for key, state, flags, standing in session.execute(found).all():
        wanted = marked(state, flags, out=leaves_out and standing == "over")
        if wanted != (state, flags):
            session.execute(update(held).where(held.c.id == key).values(state=wanted[0], flags=wanted[1]))
            changed += 1
    return changed


def marked(state: str, flags: list[dict[str, Any]], *, out: bool) -> tuple[str, list[dict[str, Any]]]:
    """The state and the flags of an interview that is left out because it is over quota, or that is not."""
    others = [flag for flag in flags if flag["code"] != FLAG]
    if out:
        return "excluded", [*others, {"code": FLAG, "variable": None, "params": {}}]
    if len(others) == len(flags):
        return state, flags
    return "flagged" if others else "accepted", others
