"""Logistic regression on counts with a normal prior on every coefficient: its mode and its curvature there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.logit import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS = 200
_TOLERANCE = 1e-13


@dataclass(frozen=True)
class Mode:
    """The mode of sum y eta - n log(1 + e^eta) - coefficients' diag(precision) coefficients / 2.

    Attributes:
        coefficients: [k].
        chance: p per cell [cells].
        working: n p (1 - p) per cell [cells].
        factor: lower Cholesky factor of the curvature a'Wa + diag(precision) [k, k].
        height: the value of the function at the mode.
        converged: Newton's decrement fell below 1e-13 of the height.
    """

    coefficients: "Floats"
    chance: "Floats"
    working: "Floats"
    factor: "Floats"
    height: float
    converged: bool

    @property
    def half_logdet(self) -> float:
        """Half the log determinant of the curvature."""
        return float(np.log(np.diag(self.factor)).sum())


def mode(
    a: "Floats",
    y: "Floats",
    n: "Floats",
    precision: "Floats",
    offset: "Floats | float" = 0.0,
    start: "Floats | None" = None,
) -> Mode:
    """Newton's method with halved steps (McCullagh and Nelder 1989, section 2.5, with a ridge).

    Args:
        a: columns [cells, k] so that eta = offset + a coefficients.
        y: successes per cell [cells], 0 <= y <= n; need not be whole.
        n: trials per cell [cells].
        precision: of the normal prior [k]; 0 for none.
        offset: known part of eta [cells].
        start: coefficients to begin with [k].
    """
    coefficients = np.zeros(a.shape[1]) if start is None else start
    eta = offset + a @ coefficients
    height = _height(eta, y, n, coefficients, precision)
    converged = False
    for _ in range(_ROUNDS):
        chance = expit(eta)
        working = n * chance * (1 - chance)
        factor: Floats = np.asarray(
            np.linalg.cholesky(a.T @ (a * working[:, None]) + np.diag(precision + 1e-12)), dtype=np.float64
        )
        slope = a.T @ (y - n * chance) - precision * coefficients
        step = _solve(factor, slope)
        decrement = float(slope @ step)
        if decrement <= _TOLERANCE * (1 + abs(height)):
            converged = True
            break
        for _ in range(40):
            tried = coefficients + step
            now = offset + a @ tried
            reached = _height(now, y, n, tried, precision)
            if reached >= height:
                break
            step = step / 2
        coefficients, eta, height = tried, now, reached
    return Mode(coefficients, chance, working, factor, height, converged)


def solve(found: Mode, right: "Floats") -> "Floats":
    """Curvature^-1 times `right` [k, ...]."""
    return _solve(found.factor, right)


def _solve(factor: "Floats", right: "Floats") -> "Floats":
    from scipy.linalg import cho_solve

    found: Floats = cho_solve((factor, True), right, check_finite=False)
    return found


def _height(eta: "Floats", y: "Floats", n: "Floats", coefficients: "Floats", precision: "Floats") -> float:
    fit = float((y * eta - n * np.logaddexp(0.0, eta)).sum())
    return fit - 0.5 * float((precision * coefficients**2).sum())
