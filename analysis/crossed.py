"""Score totals per PSU without a table of cells by domains: what makes large calibrated tables cheap.

A score is linear in the sums of a cell, and what calibrated weights explain of it is linear in the score. So the
sums per PSU and domain are enough, together with the sums per class of the weights and domain.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.numbering import firsts, occurring
from analysis.projection import Basis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells
    from analysis.projection import Projection

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


FEW = 4096  # cells, up to which it does not matter how they are added


class Sums:
    """Totals of arrays [cells] per code [codes]; each array is added once, however often it is asked.

    Attributes:
        size: number of codes.
        units: the sums per PSU, where those of the codes are made from them; else None.
        home: the code of each PSU then [units].
    """

    def __init__(
        self, codes: "Codes", size: int, units: "Sums | None" = None, home: "Codes | None" = None
    ) -> None:
        """Prepare for `codes` [cells] below `size`; -1 is left out."""
        self.size, self.units, self.home = size, units, home
        self._codes = codes if home is None else home
        self._starts = None if home is not None else runs(codes, size)
        self._left_out = 0
        if self._starts is None and units is None and codes.min(initial=0) < 0:
            self._codes, self._left_out = codes + 1, 1
        self._made: dict[int, tuple[Any, Floats]] = {}

    def __call__(self, values: "NDArray[Any]") -> "Floats":
        """The totals [size]."""
        found = self._made.get(id(values))
        if found is None:
            # The array is kept too: else another one might get its identity.
            found = self._made[id(values)] = (values, self._added(values))
        return found[1]

    def _added(self, values: "NDArray[Any]") -> "Floats":
        if self._starts is not None:
            return np.add.reduceat(values, self._starts, dtype=np.float64)
        if self.units is not None:
            return np.bincount(self._codes, self.units(values), self.size).astype(np.float64)
        found = np.bincount(self._codes, values, self.size + self._left_out)
        return found[self._left_out :].astype(np.float64, copy=False)


def per_domain(cells: "Cells", domain: "Codes", domains: int) -> Sums:
    """Totals per domain: through those of the PSUs, when each lies in one domain.

    Args:
        cells: the sample.
        domain: of each cell [cells]; -1 for none.
        domains: number of domains.
    """
    unit = cells.stages[0].unit
    if unit is not None and len(unit) > FEW:
        home = np.full(len(cells.stages[0].of), -1, dtype=np.int64)
        home[unit] = domain
        if home.min() >= 0 and (home[unit] == domain).all():
            return Sums(home, domains, Sums(unit, len(home)), home)
    return Sums(domain, domains)


def runs(codes: "Codes", size: int) -> "Codes | None":
    """Where each code starts [size], when they stand in order and none is missing; else None."""
    if size < 1 or len(codes) < FEW or codes[0] != 0 or codes[-1] != size - 1:
        return None
    step = np.diff(codes)
    if step.min() < 0 or step.max() > 1:
        return None
    return np.concatenate(([0], np.flatnonzero(step) + 1))


class Linear:
    """Scores of one question: (top - about * bottom) / scale in each domain, with and without weights."""

    def __init__(
        self, parts: "tuple[Floats, Floats, Floats, Floats]", about: "Floats", scale: "Floats"
    ) -> None:
        """Take the parts per cell, and estimate and scale per domain [domains]."""
        self.parts, self.about, self.scale = parts, about, scale

    def per(self, sums: Sums, rows: int, *, plain: bool = False) -> "Floats":
        """Score totals [rows, domains] by a code that is row * domains + domain."""
        top, bottom = self.parts[2:] if plain else self.parts[:2]
        shape = (rows, len(self.about))
        above, below = sums(top).reshape(shape), sums(bottom).reshape(shape)
        found: Floats = (above - self.about * below) / self.scale
        return found

    def within(self, sums: Sums, home: "Codes") -> "Floats":
        """Score totals [units] of units that each lie in one domain [units]."""
        above, below = sums(self.parts[0]), sums(self.parts[1])
        found: Floats = (above - self.about[home] * below) / self.scale[home]
        return found


def unit_scores(cells: "Cells", asked: Sequence[Linear], domain: "Codes", whole: Sums) -> "Floats":
    """Score totals per PSU [units, questions * domains], less what calibrated weights explain of them.

    Args:
        cells: a sample with PSUs in one stage, whose projections have classes only.
        asked: the scores of each question.
        domain: of each cell [cells]; -1 for none.
        whole: the sums per domain.
    """
    stage, domains = cells.stages[0], whole.size
    unit, units = stage.unit, len(stage.of)
    assert unit is not None  # noqa: S101 -- the caller has PSUs
    if whole.units is not None and whole.home is not None:
        totals = np.zeros((units, len(asked) * domains))
        for place, one in enumerate(asked):
            totals[np.arange(units), place * domains + whole.home] = one.within(whole.units, whole.home)
    else:
        sums = Sums(np.where(domain >= 0, unit * domains + domain, -1), units * domains)
        totals = np.concatenate([one.per(sums, units) for one in asked], axis=1)
    if not cells.projections:
        return totals
    factors = [factor for layer in cells.projections for factor in layer.basis.factors]
    group, groups, first = classes(factors, len(cells))
    crossed = Sums(np.where(domain >= 0, group * domains + domain, -1), groups * domains)
    within = Sums(group, groups)
    explained: list[tuple[Projection, Floats]] = []
    for layer in cells.projections:
        later = _over(cells.weight, layer.after)
        plain = layer.kind == "plain"
        factor = (later if plain else layer.ratio)[first][:, None]
        taken = np.concatenate([one.per(crossed, groups, plain=plain) * factor for one in asked], axis=1)
        basis = _at(layer.basis, first)
        moment = basis.moments(taken)
        for earlier, coefficients in explained:
            # What earlier layers took away is no longer there to be explained.
            ever = _over(cells.weight, earlier.after)
            left = later * cells.n / np.where(ever == 0, 1.0, ever) if plain else layer.ratio * earlier.after
            before = _at(earlier.basis, first).dense(groups)
            moment -= basis.moments(before * within(left)[:, None]) @ coefficients
        explained.append((layer, layer.operator @ moment))
    for layer, coefficients in explained:
        totals -= layer.per_unit(unit, units) @ coefficients
    return totals


def classes(factors: "Sequence[tuple[Codes, int]]", cells: int) -> "tuple[Codes, int, Codes]":
    """Number the combinations of factors: per cell [cells], how many, and a cell of each [combinations]."""
    code, size = np.zeros(cells, dtype=np.int64), 1
    for codes, width in factors:
        present, code = occurring(code * width + codes, size * width)
        size = len(present)
    return code, size, firsts(code, size)


def _at(basis: Basis, places: "Codes") -> Basis:
    return Basis(tuple((codes[places], size) for codes, size in basis.factors))


def _over(weight: "Floats", after: "Floats") -> "Floats":
    """Weights in use by those just after a layer [cells]; 1 where both are zero."""
    found: Floats = np.divide(weight, after, out=np.ones_like(weight), where=after != 0)
    return found
