"""Proof that a number is uncertain: two other tables that fit everything published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.disclosure.attack import WHOLE, Attack
from analysis.disclosure.sensitive import Sensitive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Target:
    """What must stay uncertain: `need`, in the numbers of `view`, for everybody or for an `insider` (a cell)."""

    view: Attack
    need: Sensitive
    insider: int | None = None


def without(hidden: "Flags", insider: int | None) -> "Flags":
    """What is hidden from an insider, who knows a cell of his own [cells]."""
    if insider is None:
        return hidden
    flags = hidden.copy()
    flags[insider] = False
    return flags


class Proofs:
    """The targets, with for each the two tables found last; these stay a proof while what they change is hidden."""

    def __init__(self, targets: Sequence[Target], cost: "Floats") -> None:
        self.targets = tuple(targets)
        self._cost = cost
        self._changed: list[Flags | None] = [None] * len(self.targets)

    def broken(self, hidden: "Flags") -> list[Target]:
        """The targets that `hidden` [cells] does not protect."""
        return [one for place, one in enumerate(self.targets) if not self._holds(place, hidden)]

    def hold(self, hidden: "Flags") -> bool:
        """Every target is protected when `hidden` [cells] is; stops at the first that is not."""
        return all(self._holds(place, hidden) for place in range(len(self.targets)))

    def used(self) -> "Flags":
        """The cells [cells] that the tables found last change."""
        changed = np.zeros(len(self._cost), dtype=bool)
        for one in self._changed:
            if one is not None:
                changed |= one
        return changed

    def _holds(self, place: int, hidden: "Flags") -> bool:
        target = self.targets[place]
        flags = without(hidden, target.insider)
        known = self._changed[place]
        if known is not None and not (known & ~flags).any():
            return True
        found = witness(target, flags, self._cost)
        if found is not None:
            self._changed[place] = found
        return found is not None


def witness(target: Target, hidden: "Flags", cost: "Floats") -> "Flags | None":
    """Which cells [cells] two tables change that prove a target uncertain, or None when there are no such tables.

    Find moves u and v of the hidden cells that keep every sum and every number possible, with u >= `upper` and
    -v >= `lower` in the target, together `width` apart, which change as little as possible of what is dear to hide:
    Fischetti & Salazar-González (2001), section 3. Counts move by whole numbers.
    """
    from scipy.optimize import linprog

    view, need = target.view, target.need
    free = np.flatnonzero(hidden & (view.high > view.low))
    at = np.flatnonzero(free == need.cell)
    if not len(at):
        return None if max(need.lower, need.upper, need.width) > 0 else np.zeros(len(hidden), dtype=bool)
    size = len(free)
    sums = view.sums[:, free]
    sums = sums[sums.any(axis=1)]
    empty = np.zeros_like(sums)
    # Four parts of the moves, each 0 or more: up and down of u, up and down of v.
    equal = np.block([[sums, -sums, empty, empty], [empty, empty, sums, -sums]])
    rise, fall = np.zeros(4 * size), np.zeros(4 * size)
    rise[at], rise[at + size] = 1.0, -1.0
    fall[at + 2 * size], fall[at + 3 * size] = -1.0, 1.0
    above, below = (view.high - view.values)[free], (view.values - view.low)[free]
    room = np.concatenate([above, below, above, below])
    price = np.tile(cost[free], 4)
    asked = {
        "c": price,
        "A_ub": -np.array([rise, fall, rise + fall]),
        "b_ub": -np.array([need.upper, need.lower, need.width]),
        "A_eq": equal,
        "b_eq": np.zeros(len(equal)),
        "bounds": np.column_stack([np.zeros(4 * size), room]),
        "method": "highs",
    }
    found = linprog(**asked)
    if found.status == 0 and view.whole and np.abs(found.x - np.round(found.x)).max() > WHOLE:
        found = linprog(**asked, integrality=np.ones(4 * size))
    if found.status != 0:
        return None
    changed = np.zeros(len(hidden), dtype=bool)
    changed[free] = found.x.reshape(4, size).max(axis=0) > WHOLE
    return changed
