"""The attacker: whoever has all that was published, knows the sums, and solves for what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.disclosure.tables import Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

WHOLE = 1e-6  # a solution this close to whole numbers is one


@dataclass(frozen=True)
class Limit:
    """What else is known: `low` <= sum of factor x cell <= `high`, for (cell, factor) in `terms`."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float


@dataclass(frozen=True)
class Extreme:
    """How far a cell can be moved, and what stops it.

    Attributes:
        value: the extreme value of the cell; infinite when nothing stops it.
        price: per cell the dual cost of moving it [cells]: for every table that keeps the sums, the move of the
            attacked cell equals price times the moves. Zero when the value is infinite.
    """

    value: float
    price: "Floats"


@dataclass(frozen=True)
class Attack:
    """One kind of number in a table, as the attacker sees it.

    Attributes:
        relations: the sums.
        values: the true numbers [cells].
        low, high: what everybody knows of each number before publication [cells]: 0 and infinity.
        shown: bounds on what is published [cells, 2]; equal to the value unless it is rounded.
        whole: the numbers are whole, and the attacker uses that.
        limits: further knowledge, such as percentages.
    """

    relations: Sequence[Relation]
    values: "Floats"
    low: "Floats"
    high: "Floats"
    shown: "Floats"
    whole: bool = False
    limits: tuple[Limit, ...] = ()

    def extreme(self, cell: int, hidden: "Flags", sign: int, *, whole: bool = False) -> Extreme:
        """The largest (`sign` 1) or smallest (-1) value of `cell` that fits all that is known.

        A linear programme over the tables that a reader cannot exclude: Fischetti & Salazar-González (2001),
        *Management Science* 47(7), 1008-1027, section 2. With `whole` an integer one.

        Args:
            cell: the place of the attacked cell.
            hidden: which cells are not shown [cells].
            sign: 1 or -1.
            whole: let the attacker use that counts are whole.
        """
        from scipy.optimize import linprog

        low = np.where(hidden, self.low, np.maximum(self.low, self.shown[:, 0])) - self.values
        high = np.where(hidden, self.high, np.minimum(self.high, self.shown[:, 1])) - self.values
        free = np.flatnonzero(high > low)
        target = np.flatnonzero(free == cell)
        if not len(target):
            return Extreme(float(self.values[cell]), np.zeros(len(self.values)))
        sums = self.sums[:, free]
        rows = np.flatnonzero(sums.any(axis=1))
        sums, limits = sums[rows], self._limits(free)
        aim = np.zeros(len(free))
        aim[target] = -float(sign)
        asked: dict[str, Any] = {
            "c": aim,
            "A_eq": sums if len(sums) else None,
            "b_eq": np.zeros(len(sums)) if len(sums) else None,
            "A_ub": limits[0] if len(limits[1]) else None,
            "b_ub": limits[1] if len(limits[1]) else None,
            "bounds": np.column_stack([low[free], high[free]]),
            "method": "highs",
        }
        found = linprog(**asked)
        if found.status == UNBOUNDED:
            return Extreme(sign * np.inf, np.zeros(len(self.values)))
        if found.x is None:
            # Rounded knowledge that fits no table at all: the attacker learns nothing from it here.
            return Extreme(float(self.values[cell]), np.zeros(len(self.values)))
        price = np.zeros(len(self.values))
        price[cell] = float(sign)
        if len(sums):
            price += found.eqlin.marginals @ self.sums[rows]
        price[np.abs(price) < WHOLE] = 0.0
        if whole and self.whole and np.abs(found.x - np.round(found.x)).max() > WHOLE:
            found = linprog(**asked, integrality=np.ones(len(free)))
        value = float(self.values[cell] + found.x[target[0]])
        return Extreme(round(value) if whole and self.whole else value, price)

    @cached_property
    def sums(self) -> "Floats":
        """Each sum as a row: 1 at its total and -1 at its parts [sums, cells]."""
        matrix = np.zeros((len(self.relations), len(self.values)))
        for row, one in zip(matrix, self.relations, strict=True):
            row[one.total] += 1.0
            row[list(one.parts)] -= 1.0
        return matrix

    def _limits(self, free: "NDArray[np.int64]") -> "tuple[Floats, Floats]":
        place = {int(cell): column for column, cell in enumerate(free)}
        rows, ends = [], []
        for one in self.limits:
            row = np.zeros(len(free))
            fixed = sum(factor * self.values[cell] for cell, factor in one.terms)
            for cell, factor in one.terms:
                if cell in place:
                    row[place[cell]] += factor
            for sign, end in ((1.0, one.high - fixed), (-1.0, fixed - one.low)):
                if np.isfinite(end):
                    rows.append(sign * row)
                    ends.append(max(end, 0.0))
        return np.array(rows).reshape(len(rows), len(free)), np.array(ends)


UNBOUNDED = 3  # SciPy's status of a linear programme without an end
