"""How far a calibrated weight may lie from the one before it: the factor as a function of u = x'lambda.

Deville and Särndal (1992), section 2 and table 1. F(0) = 1 and F'(0) = 1 in each of them, so that they differ only in
how they treat large corrections.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Distance = Literal["linear", "raking", "logit"]

LARGEST = 300.0  # exp of more than this overflows when it is squared


@dataclass(frozen=True)
class Factor:
    """The factor F(u) and its slope F'(u).

    Attributes:
        method: "linear" F = 1 + u, "raking" F = exp u, "logit" between its bounds L < 1 < U:
            F = (L(U - 1) + U(1 - L) exp(Au)) / (U - 1 + (1 - L) exp(Au)), A = (U - L) / ((1 - L)(U - 1)).
        bounds: L and U; the first two methods are cut off there (None: not at all).
    """

    method: Distance
    bounds: tuple[float, float] | None = None

    def of(self, u: "Floats") -> "tuple[Floats, Floats]":
        """F and F' at u [entries]."""
        if self.method == "logit" and self.bounds is not None:
            return _logit(u, *self.bounds)
        value = 1 + u if self.method == "linear" else np.exp(np.minimum(u, LARGEST))
        slope = np.ones_like(u) if self.method == "linear" else value
        if self.bounds is None:
            return value, slope
        low, high = self.bounds
        inside = (value > low) & (value < high)
        return np.clip(value, low, high), np.where(inside, slope, 0.0)


def _logit(u: "Floats", low: float, high: float) -> "tuple[Floats, Floats]":
    speed = (high - low) / ((1 - low) * (high - 1))
    # Written with exp of a negative number on either side, so that nothing overflows.
    grown = np.exp(-np.abs(speed * u))
    up = u > 0
    part, rest = np.where(up, 1.0, grown), np.where(up, grown, 1.0)
    under = (high - 1) * rest + (1 - low) * part
    value = (low * (high - 1) * rest + high * (1 - low) * part) / under
    slope = speed * (high - low) * (high - 1) * (1 - low) * part * rest / under**2
    return value, slope
