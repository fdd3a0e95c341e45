"""What calibrated weights explain of a score: the residual decides the variance, not the score itself.

A layer of adjusted weights (post-stratification, raking, calibration) has auxiliaries x, one row per cell. Of a
score with weighted totals S per cell it leaves S - w x B, where w are the weights just after the layer (a trimming
may follow it) and B = L x'V is linear in the score:

* `weighted` (calibration, GREG): V = S w0 / w with w0 the weights before the layer, L = (sum w0 x x')^-1: the
  residual of the weighted regression (Deville and Särndal 1992; R: `calibrate`, and `postStratify`, whose
  auxiliaries are its classes);
* `plain` (raking as R reports it): V = U, the score totals without weights, and L is rounds of unweighted means per
  class over the margins in turn (R: `rake`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


SMALL = 2_000_000  # numbers in a matrix of auxiliaries that costs little to make, 16 MB


@dataclass(frozen=True)
class Basis:
    """Auxiliaries [cells, m]: a 0/1 column per class of each factor, then the columns of `matrix`.

    Attributes:
        factors: per factor the class of each cell [cells] (no -1) and the number of classes.
        matrix: further columns [cells, k]; None for none.
    """

    factors: "tuple[tuple[Codes, int], ...]" = ()
    matrix: "Floats | None" = None

    @property
    def width(self) -> int:
        """Number of columns m."""
        return sum(size for _, size in self.factors) + (0 if self.matrix is None else self.matrix.shape[1])

    def moments(self, scores: "Floats", each: "Floats | None" = None) -> "Floats":
        """x'V: the totals of `scores` [cells, q], times a number of `each` cell, per auxiliary [m, q]."""
        if not self.factors and self.matrix is not None:
            made: Floats = _times(self.matrix, each).T @ scores
            return made
        scores = _times(scores, each)
        parts: list[Floats] = [_sums(codes, size, scores) for codes, size in self.factors]
        if self.matrix is not None:
            parts.append(self.matrix.T @ scores)
        found: Floats = np.concatenate(parts) if parts else np.zeros((0, scores.shape[1]))
        return found

    def times(self, coefficients: "Floats", each: "Floats | None" = None) -> "Floats":
        """What the auxiliaries explain per cell, x B [cells, q], for coefficients [m, q], times a number of `each`."""
        if not self.factors and self.matrix is not None:
            made: Floats = _times(self.matrix, each) @ coefficients
            return made
        parts, start = [], 0
        for codes, size in self.factors:
            parts.append(coefficients[start : start + size][codes])
            start += size
        if self.matrix is not None:
            parts.append(self.matrix @ coefficients[start:])
        return _times(np.sum(parts, axis=0), each)

    def totals(self, unit: "Codes", units: int, weight: "Floats") -> "Floats":
        """Sums of w x per unit [units, m], for `weight` [cells] and the unit of each cell [cells]."""
        parts: list[Floats] = []
        for codes, size in self.factors:
            flat: Floats = np.bincount(unit * size + codes, weight, units * size).astype(np.float64)
            parts.append(flat.reshape(units, size))
        if self.matrix is not None:
            parts.append(_sums(unit, units, self.matrix * weight[:, None]))
        found: Floats = np.concatenate(parts, axis=1) if parts else np.zeros((units, 0))
        return found

    def dense(self, cells: int) -> "Floats":
        """The auxiliaries themselves [cells, m]; for small tables."""
        parts: list[Floats] = [np.eye(size)[codes] for codes, size in self.factors]
        if self.matrix is not None:
            parts.append(self.matrix)
        found: Floats = np.concatenate(parts, axis=1) if parts else np.zeros((cells, 0))
        return found


@dataclass(frozen=True)
class Projection:
    """One layer of adjusted weights.

    Attributes:
        basis: its auxiliaries [cells, m].
        operator: L [m, m].
        kind: whose totals the operator takes, see the module.
        ratio: w0 / w per cell [cells]: weights before the layer by the weights after it (`weighted` only uses it).
        after: w per cell [cells]: the sum of the weights just after the layer; where the totals were not known but
            estimated from the sample itself (non-response), what the layer added to them.
        name: of the variance, for the result: "calibrate", "rake" or "poststratify".
    """

    basis: Basis
    operator: "Floats"
    kind: Literal["weighted", "plain"]
    ratio: "Floats"
    after: "Floats"
    name: str
    _made: dict[tuple[int, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def compact(self) -> Basis:
        """The auxiliaries, as one matrix where it is small: many scores are then multiplied at once."""
        cells = len(self.after)
        return Basis(matrix=self.basis.dense(cells)) if cells * self.basis.width <= SMALL else self.basis

    def per_unit(self, unit: "Codes", units: int) -> "Floats":
        """The auxiliaries times the weights after the layer, per unit [units, m]; made once for a sample."""
        # The arrays are kept beside: else others might get their identity.
        key = id(unit), id(self.after), id(self.basis)
        if key not in self._made:
            self._made[key] = self.basis.totals(unit, units, self.after), (unit, self.after, self.basis)
        found: Floats = self._made[key][0]
        return found


def residual(
    projections: Sequence[Projection], weight: "Floats", n: "Codes", scores: "Floats", plain: "Floats | None"
) -> "Floats":
    """The weighted score totals that the layers leave, applied in the order in which the weights were made.

    Args:
        projections: the layers.
        weight: the weights in use [cells].
        n: rows per cell [cells].
        scores: weighted totals S [cells, q].
        plain: totals without weights U [cells, q]; used by `plain` layers. None is `n S / weight`.
    """
    last = max((place for place, layer in enumerate(projections) if layer.kind == "plain"), default=-1)
    if plain is None and last >= 0:
        plain = scores * (n / np.where(weight == 0, 1.0, weight))[:, None]
    for place, layer in enumerate(projections):
        # Weights that were changed after the layer: the layer looks at the scores as its own weights see them.
        later = np.divide(weight, layer.after, out=np.ones_like(weight), where=layer.after != 0)
        basis = layer.compact
        if layer.kind == "weighted" or plain is None:
            moments = basis.moments(scores, layer.ratio)
        else:
            moments = basis.moments(plain, later)
        coefficients = layer.operator @ moments
        explained = basis.times(coefficients, layer.after)
        scores = np.subtract(scores, explained, out=explained)
        if place < last and plain is not None:  # a later layer looks at what this one leaves without weights
            rows = np.divide(n, later, out=np.zeros_like(later), where=(layer.after != 0) & (later != 0))
            plain = plain - basis.times(coefficients, rows)
    return scores


def _times(array: "Floats", each: "Floats | None") -> "Floats":
    return array if each is None else array * each[:, None]


def _sums(codes: "Codes", size: int, scores: "Floats") -> "Floats":
    found = np.empty((size, scores.shape[1]))
    for place in range(scores.shape[1]):
        found[:, place] = np.bincount(codes, scores[:, place], size)
    return found
