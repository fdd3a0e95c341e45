"""The cells of a quota as they are kept: locked, read as values, changed by `cell.py`, written back.

Every interview of a study with a quota comes through here, so the statements are made once and no objects are tracked.
"""

from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import Session

from survey.fieldwork.cell import Cell
from survey.fieldwork.tables import Lease, QuotaCell
from survey.moment import now

_CELL = cast("Table", QuotaCell.__table__)  # type: ignore[attr-defined]
_LEASE = cast("Table", Lease.__table__)  # type: ignore[attr-defined]
_C, _L = _CELL.c, _LEASE.c
_ALL = (
    select(_C.id, _C.group_id, _C.area, _C.target, _C.counted, _C.over)
    .where(_C.study_id == bindparam("study"))
    .order_by(_C.id)
    .with_for_update()
)
_SOME = _ALL.where(_C.id.in_(bindparam("cells", expanding=True)))
_LEASES = select(_L.cell_id, _L.device_id, _L.places).where(
    _L.cell_id.in_(bindparam("cells", expanding=True))
)
_KEEP = (
    update(_CELL)
    .where(_C.id == bindparam("key"))
    .values(target=bindparam("wanted"), counted=bindparam("within"), over=bindparam("beyond"))
)
_AT = (_L.cell_id == bindparam("key")) & (_L.device_id == bindparam("device"))
_LESS = update(_LEASE).where(_AT).values(places=bindparam("held"))
_MORE = update(_LEASE).where(_AT).values(places=bindparam("held"), given_at=bindparam("moment"))
_FIRST = insert(_LEASE)


class Page:
    """One cell with its leases, for this transaction alone until it ends.

    Attributes:
        key: of the cell.
        study_id, group_id, area: what it is a cell of.
        cell: how it stands.
    """

    def __init__(
        self, session: Session, place: tuple[int, int, int, str], cell: Cell, known: set[int]
    ) -> None:
        self._session, self._known = session, known
        self.key, self.study_id, self.group_id, self.area = place
        self.cell = cell

    def write(self, cell: Cell) -> None:
        """Keep what became of the cell."""
        before, run = self.cell, self._session.connection().execute
        if (cell.target, cell.counted, cell.over) != (before.target, before.counted, before.over):
            run(
                _KEEP,
                {"key": self.key, "wanted": cell.target, "within": cell.counted, "beyond": cell.over},
            )
        for device in {*before.leases, *cell.leases}:
            self._lease(device, before.leases.get(device, 0), cell.leases.get(device, 0))
        self.cell = cell

    def _lease(self, device: int, before: int, places: int) -> None:
        if places == before:
            return
        run = self._session.connection().execute
        if device not in self._known:
            self._known.add(device)
            run(_FIRST, {"cell_id": self.key, "device_id": device, "places": places, "given_at": now()})
        elif places < before:
            run(_LESS, {"key": self.key, "device": device, "held": places})
        else:
            run(_MORE, {"key": self.key, "device": device, "held": places, "moment": now()})


def opened(session: Session, study_id: int, cells: Iterable[int] | None = None) -> dict[int, Page]:
    """These cells of a study (None is all of them), locked until the transaction ends.

    Always in the order of their keys, so that two transactions never wait for each other; whoever opens those of several
    studies in one transaction takes the studies in the order of their keys, too.
    """
    session.flush()
    run = session.connection().execute
    if cells is None:
        rows = run(_ALL, {"study": study_id}).all()
    else:
        rows = run(_SOME, {"study": study_id, "cells": sorted(set(cells))}).all()
    held: Mapping[int, dict[int, int]] = {row.id: {} for row in rows}
    if held:
        for cell, device, places in run(_LEASES, {"cells": list(held)}):
            held[cell][device] = places
    return {
        row.id: Page(
            session,
            (row.id, study_id, row.group_id, row.area),
            Cell(row.target, row.counted, row.over, {d: n for d, n in held[row.id].items() if n}),
            {*held[row.id]},
        )
        for row in rows
    }
