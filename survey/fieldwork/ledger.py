"""The cells of a quota as they are kept: locked, read as values, changed by `cell.py`, written back."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from survey.fieldwork.cell import Cell
from survey.fieldwork.tables import Lease, QuotaCell
from survey.moment import now


class Page:
    """One cell with its leases, for this transaction alone until it ends."""

    def __init__(self, session: Session, row: QuotaCell, leases: Iterable[Lease]) -> None:
        self._session, self.row = session, row
        self._leases = {lease.device_id: lease for lease in leases}
        held = {device: lease.places for device, lease in self._leases.items() if lease.places}
        self.cell = Cell(row.target, row.counted, row.over, held)

    def write(self, cell: Cell) -> None:
        """Keep what became of the cell; the caller flushes."""
        row = self.row
        row.target, row.counted, row.over = cell.target, cell.counted, cell.over
        for device in {*self.cell.leases, *cell.leases}:
            places = cell.leases.get(device, 0)
            if places == self.cell.leases.get(device, 0):
                continue
            lease = self._leases.setdefault(device, Lease(cell_id=row.id or 0, device_id=device, places=0))
            if places > lease.places:
                lease.given_at = now()
            lease.places = places
            self._session.add(lease)
        self._session.add(row)
        self.cell = cell


def opened(session: Session, study_id: int, cells: Iterable[int] | None = None) -> dict[int, Page]:
    """These cells of a study (None is all of them), locked until the transaction ends.

    Always in the order of their keys, so that two transactions never wait for each other; whoever opens those of several
    studies in one transaction takes the studies in the order of their keys, too.
    """
    wanted = select(QuotaCell).where(col(QuotaCell.study_id) == study_id).order_by(col(QuotaCell.id))
    if cells is not None:
        wanted = wanted.where(col(QuotaCell.id).in_(sorted(set(cells))))
    rows = session.exec(wanted.with_for_update().execution_options(populate_existing=True)).all()
    leases: dict[int, list[Lease]] = {row.id or 0: [] for row in rows}
    held = select(Lease).where(col(Lease.cell_id).in_(leases)).execution_options(populate_existing=True)
    for lease in session.exec(held):
        leases[lease.cell_id].append(lease)
    return {row.id or 0: Page(session, row, leases[row.id or 0]) for row in rows}
