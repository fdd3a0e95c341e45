"""The sample, collapsed: one entry per group of rows that a question need not tell apart.

A small table keeps one cell per row; a large one is grouped by the engine in one scan. Every statistic is
arithmetic on these arrays, so its cost does not depend on the number of rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import missing_column
from analysis.indicators import Kind
from analysis.numbering import occurring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.design import Design
    from analysis.projection import Projection
    from analysis.replicates import Replicates

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Key:
    """A column whose values tell cells apart: `codes` [cells] into the sorted `labels`; -1 where it is missing."""

    codes: "Codes"
    labels: tuple[Any, ...]

    @property
    def numbers(self) -> "Floats":
        """The value per cell as a number [cells]; NaN where it is missing. Labels must be numbers."""
        table = np.array([float(label) for label in self.labels] + [np.nan])
        found: Floats = table[self.codes]
        return found


@dataclass(frozen=True)
class Value:
    """A column of numbers, summed per cell over the rows where it is not null.

    With w the weight and x the number less `centre` (0 for a proportion): `n` rows, `weight` sum w, `total` sum
    w x, `square` sum w x^2, `plain` sum x (unweighted); and for designs in which each row is a PSU also `weight2`
    sum w^2, `cross2` sum w^2 x and `square2` sum w^2 x^2 (else empty). Every array is [cells].
    """

    kind: Kind
    centre: float
    n: "Codes"
    weight: "Floats"
    total: "Floats"
    square: "Floats"
    plain: "Floats"
    weight2: "Floats"
    cross2: "Floats"
    square2: "Floats"

    @property
    def sum(self) -> "Floats":
        """The weighted total of the column itself (not of its distance to the centre) [cells]."""
        if not self.centre:
            return self.total
        found: Floats = self.total + self.centre * self.weight
        return found

    def reweighted(self, times: "Times") -> "Value":
        """With every weight multiplied by what `times` holds."""
        return replace(
            self,
            weight=times.once(self.weight),
            total=times.once(self.total),
            square=times.once(self.square),
            weight2=times.twice(self.weight2),
            cross2=times.twice(self.cross2),
            square2=times.twice(self.square2),
        )


class Times:
    """Multiplies arrays [cells] by a factor, or its square: each array once, for many are the same."""

    def __init__(self, factor: "Floats") -> None:
        """Take the factor [cells]."""
        self._factor = factor
        self._square: Floats | None = None
        self._made: dict[tuple[int, bool], tuple[Floats, Floats]] = {}

    def once(self, values: "Floats") -> "Floats":
        """Times the factor."""
        return self._times(values, self._factor, twice=False)

    def twice(self, values: "Floats") -> "Floats":
        """Times its square; an empty array stays so."""
        if not len(values):
            return values
        if self._square is None:
            self._square = self._factor * self._factor
        return self._times(values, self._square, twice=True)

    def _times(self, values: "Floats", factor: "Floats", *, twice: bool) -> "Floats":
        found = self._made.get((id(values), twice))
        if found is None:
            found = self._made[id(values), twice] = (values, values * factor)
        return found[1]


@dataclass(frozen=True)
class Stage:
    """One stage of sampling.

    Attributes:
        stratum: per cell the stratum of this stage [cells]; in the second stage strata lie within PSUs.
        unit: per cell the unit drawn [cells], numbered over all strata; None when each row is its own unit.
        units: number of units in the sample per stratum [strata], whatever their answers.
        fraction: sampled share of the units of the population per stratum [strata]; 0 with replacement.
        labels: the names of the strata (first stage; empty in the second).
        of: the stratum of each unit [units]; empty when each row is its own unit.
    """

    stratum: "Codes"
    unit: "Codes | None"
    units: "Floats"
    fraction: "Floats"
    labels: tuple[tuple[Any, ...], ...] = ()
    of: "Codes" = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Cells:
    """A sample for one question or several.

    Attributes:
        design: how it was drawn.
        n: rows per cell [cells], whatever is missing.
        weight: sum of the weights [cells], after the adjustments of the design.
        weight2: sum of the squared weights [cells].
        stages: one or two; the first has the strata and PSUs.
        keys: the columns that tell the cells apart.
        values: the columns that were summed. A cell of a design in which each row is a PSU (`element`), or whose
            replicate weights were given, holds one value of each, so that scores are constant in it.
        inside: which cells meet the condition `where` [cells]; the others count in the design only.
        projections: what calibrated weights explain; see `analysis.projection`.
        replicates: replicate weights; None for linearisation.
        samples: columns that tell separate samples (origins) apart; they cross the strata.
        origin: where the interviews came from; "pooled" when put together on purpose, None when unknown.
    """

    design: "Design"
    n: "Codes"
    weight: "Floats"
    weight2: "Floats"
    stages: tuple[Stage, ...]
    keys: Mapping[str, Key]
    values: Mapping[str, Value]
    inside: "Flags"
    projections: "tuple[Projection, ...]" = ()
    replicates: "Replicates | None" = None
    samples: tuple[str, ...] = ()
    origin: str | None = None

    def __len__(self) -> int:
        return len(self.n)

    @property
    def element(self) -> bool:
        """Each row is a PSU."""
        return self.stages[0].unit is None

    def key(self, name: str) -> Key:
        """The column `name` as a key.

        Raises:
            IndicatorError: it was not collected.
        """
        if name not in self.keys:
            raise missing_column(name, list(self.keys))
        return self.keys[name]

    def value(self, name: str) -> Value:
        """The column `name` as sums.

        Raises:
            IndicatorError: it was not collected.
        """
        if name not in self.values:
            raise missing_column(name, list(self.values))
        return self.values[name]

    def domains(self, by: Sequence[str]) -> "tuple[Codes, tuple[tuple[Any, ...], ...]]":
        """Per cell its domain (-1: none, or outside `where`) [cells], and the sorted values of each domain.

        Only combinations that occur are domains; without `by` there is one, with an empty label.
        """
        known = self.inside.copy()
        combined = np.zeros(len(self), dtype=np.int64)
        sizes = []
        for name in by:
            one = self.key(name)
            known &= one.codes >= 0
            size = max(len(one.labels), 1)
            combined = combined * size + one.codes
            sizes.append((size, one.labels))
        found = np.full(len(self), -1, dtype=np.int64)
        if not by:
            found[known] = 0
            return found, ((),)
        present, found[known] = occurring(combined[known], prod(size for size, _ in sizes))
        parts: list[list[Any]] = []
        remaining = present
        for size, labels in reversed(sizes):
            parts.insert(0, [labels[place] for place in remaining % size])
            remaining = remaining // size
        return found, tuple(zip(*parts, strict=True))

    def reweighted(self, factor: "Floats", projection: "Projection | None" = None) -> "Cells":
        """With every weight multiplied by `factor` [cells], and what that explains added to the projections."""
        added = () if projection is None else (projection,)
        times = Times(factor)
        return replace(
            self,
            weight=times.once(self.weight),
            weight2=times.twice(self.weight2),
            values={name: one.reweighted(times) for name, one in self.values.items()},
            projections=(*self.projections, *added),
        )
