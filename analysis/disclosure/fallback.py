"""Hiding more than needed, but surely enough: what is done when there is no time to prove the least."""

from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from analysis.disclosure.witness import Proofs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def enough(
    proofs: Proofs, hidden: "Flags", cost: "Floats", open_cells: "Flags", until: float
) -> "Flags | None":
    """A pattern in which every target is protected; None when no pattern is.

    All that may be hidden is. Then the proof of each target says which cells it needs, and the others are shown
    again; at last each cell, the dearest first, is shown again when the targets stay protected without it.
    Protection never shrinks when more is hidden, so that the pattern that is left is safe, and no single cell of it
    can be shown unless the time was up.

    Args:
        proofs: what must be protected.
        hidden: cells that are hidden whatever happens [cells].
        cost: what hiding loses [cells].
        open_cells: cells that may be hidden or shown [cells].
        until: the time (`time.monotonic`) at which no further cell is tried.
    """
    everything = hidden | open_cells
    if not proofs.hold(everything):
        return None
    flags = hidden | (proofs.used() & open_cells)
    for cell in sorted(np.flatnonzero(flags & open_cells).tolist(), key=lambda one: (-cost[one], one)):
        if monotonic() > until:
            break
        flags[cell] = False
        if not proofs.hold(flags):
            flags[cell] = True
    return flags
