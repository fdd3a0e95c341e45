"""The units of a sample that replicates are made of, with their strata."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.replicates import refusals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.design import LonelyPsu

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sampled:
    """Units and strata of the first stage.

    Attributes:
        unit: the unit of each cell [cells].
        of: the stratum of each unit [units].
        sizes: number of units per stratum [strata].
        fraction: sampled share of the population per stratum [strata].
        labels: name of each stratum [strata].
        lonely: what a stratum with one unit adds to the variance.
    """

    unit: "Codes"
    of: "Codes"
    sizes: "Codes"
    fraction: "Floats"
    labels: tuple[tuple[Any, ...], ...]
    lonely: "LonelyPsu"

    @staticmethod
    def of_cells(cells: "Cells") -> "Sampled":
        """The first stage of these cells.

        Raises:
            DesignError: every row is a unit, and the table is too large to keep its rows apart.
        """
        stage = cells.stages[0]
        unit, of = stage.unit, stage.of
        if unit is None:
            if (cells.n != 1).any():
                raise refusals.rows_as_units(int(cells.n.sum()))
            unit, of = np.arange(len(cells), dtype=np.int64), stage.stratum
        sizes = np.bincount(of, minlength=len(stage.units)).astype(np.int64)
        return Sampled(unit, of, sizes, stage.fraction, stage.labels, cells.design.lonely_psu)

    @property
    def sure(self) -> "Flags":
        """The strata that were sampled in full: they add nothing [strata]."""
        found: Flags = self.fraction >= 1
        return found

    @property
    def alone(self) -> "Flags":
        """The strata with one unit, that was not in the sample for certain [strata]."""
        found: Flags = (self.sizes == 1) & ~self.sure
        return found

    def name(self, stratum: int) -> str:
        """The name of a stratum, as a text."""
        return " / ".join(str(part) for part in self.labels[stratum]) if self.labels else str(stratum + 1)

    def refuse_lonely(self, kind: str) -> None:
        """Refuse strata with one unit, unless they may count for nothing.

        Raises:
            DesignError: there is one, and `lonely_psu` is not "remove" or "certainty".
        """
        if self.alone.any() and self.lonely not in {"remove", "certainty"}:
            raise refusals.lonely(kind, self.name(int(np.flatnonzero(self.alone)[0])))
