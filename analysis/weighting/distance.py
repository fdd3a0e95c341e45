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

    def below(self, u: "Floats") -> "Floats":
        """The area below F from 0 to u [entries]: convex, so that the dual has one minimum."""
        if self.method == "logit" and self.bounds is not None:
            low, high = self.bounds
            speed = _speed(low, high)
            # log((U - 1 + (1 - L) exp(Au)) / (U - L)), without overflow.
            grown = np.logaddexp(np.log(high - 1), np.log(1 - low) + speed * u) - np.log(high - low)
            logit: Floats = low * u + (high - low) / speed * grown
            return logit
        low, high = self.bounds or (-np.inf, np.inf)
        if self.method == "linear":
            kept = np.clip(u, low - 1, high - 1)
            area = kept + kept * kept / 2
        else:
            kept = np.clip(u, np.log(low) if low > 0 else -np.inf, min(np.log(high), LARGEST))
            area = np.expm1(kept)
        beyond = u - kept
        # Outside the bounds F is constant.
        edge = self.of(kept)[0]
        found: Floats = area + np.where(beyond != 0, edge * beyond, 0.0)
        return found


def _speed(low: float, high: float) -> float:
    return (high - low) / ((1 - low) * (high - 1))


def _logit(u: "Floats", low: float, high: float) -> "tuple[Floats, Floats]":
    speed = _speed(low, high)
    # Written with exp of a negative number on either side, so that nothing overflows.
    grown = np.exp(-np.abs(speed * u))
    up = u > 0
    part, rest = np.where(up, 1.0, grown), np.where(up, grown, 1.0)
    under = (high - 1) * rest + (1 - low) * part
    value = (low * (high - 1) * rest + high * (1 - low) * part) / under
    slope = speed * (high - low) * (high - 1) * (1 - low) * part * rest / under**2
    return value, slope
