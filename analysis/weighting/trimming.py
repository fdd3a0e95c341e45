"""Trimming: weights cut off at limits, what is cut off spread over the others, so that their sum stays."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.weighting import refusals
from analysis.weighting.fit import Fit, applied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.cells import Cells

    Floats = NDArray[np.float64]

ROUNDS = 1_000
ROUNDING = 1e-12


@dataclass(frozen=True)
class Trimming:
    """Cut weights off at `lower` and `upper`; every weight within the limits gets an equal part of the difference.

    The sum of the weights stays what it was; margins that were met are not met exactly any more (caveat `trimmed`).
    R: `trimWeights`, whose documentation describes it so. The residuals of an earlier calibration stay in use for
    the variance, which does not count the trimming itself; replicates are trimmed by the factors of the sample.

    Attributes:
        lower: the lowest weight; None: none.
        upper: the highest weight; None: none.
        strict: repeat until no weight lies outside the limits. False trims once: the others, raised by their part,
            may end above the limit.
        relative: the limits are multiples of the mean weight.

    Raises:
        MarginError: limits that cannot be; when applied: a mean weight outside the limits, or cells in which rows
            with different weights were put together.
    """

    lower: float | None = None
    upper: float | None = None
    strict: bool = False
    relative: bool = False

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise refusals.wrong_option("lower, upper", "lower < upper", None)
        low, high = self._limits(1.0)
        if not low < high or not high > 0:
            raise refusals.wrong_option("lower, upper", "lower < upper, upper > 0", (self.lower, self.upper))

    @property
    def columns(self) -> tuple[str, ...]:
        """None: it reads the weights only."""
        return ()

    @property
    def one_weight(self) -> bool:
        """Cells must not mix rows with different weights: the weight becomes a key."""
        return True

    @property
    def plain(self) -> bool:
        """Whether the variance needs sums without weights."""
        return False

    def apply(self, cells: "Cells") -> "Cells":
        """The cells with trimmed weights."""
        return applied(cells, self.fit(cells))

    def fit(self, cells: "Cells") -> Fit:
        """The factor per cell, and how many rounds were needed."""
        active = (cells.weight != 0) & (cells.n > 0)
        n = np.where(active, cells.n, 0).astype(np.float64)
        mixed = active & (np.abs(cells.n * cells.weight2 - cells.weight**2) > 1e-9 * cells.weight**2)
        if mixed.any():
            raise refusals.mixed_weights(int(mixed.sum()))
        each = np.divide(cells.weight, n, out=np.zeros_like(n), where=active)
        low, high = self._limits(float(cells.weight.sum() / n.sum()))
        mean = float(cells.weight.sum() / n.sum())
        found, rounds, done = each, 0, False
        while not done and rounds < (ROUNDS if self.strict else 1):
            rounds += 1
            found, done = self._once(found, n, active, low, high)
        if self.strict and not done:
            raise refusals.nobody_between(low, high, mean)
        if self.strict:
            found = np.clip(found, low, high, out=found.copy(), where=active)
        factor = np.divide(found, each, out=np.ones_like(each), where=active)
        return Fit(factor, rounds=rounds, caveats=("trimmed",) if (factor != 1).any() else ())

    def _limits(self, mean: float) -> tuple[float, float]:
        unit = mean if self.relative else 1.0
        low = -np.inf if self.lower is None else self.lower * unit
        return low, np.inf if self.upper is None else self.upper * unit

    def _once(
        self, each: "Floats", n: "Floats", active: "NDArray[np.bool_]", low: float, high: float
    ) -> "tuple[Floats, bool]":
        """Cut off once and spread the difference; true when nothing lies outside the limits any more."""
        span = ROUNDING * np.abs(each).max(initial=0.0)
        outside = active & ((each < low - span) | (each > high + span))
        if not outside.any():
            return each, True
        cut = np.clip(each, low, high)
        left = float((n * (each - cut)).sum())
        # Those that stand on a limit since an earlier round take part again, and may be cut off again.
        free = active & ~outside
        if not free.any():
            # All were cut off: those at the one limit have room for what the others lost.
            free = active & ((cut < high) if left > 0 else (cut > low))
        if not n[free].sum():
            raise refusals.nobody_between(low, high, float((n * each).sum() / n.sum()))
        cut[free] += left / n[free].sum()
        return np.where(active, cut, each), False
