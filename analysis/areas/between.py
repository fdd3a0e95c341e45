"""How much areas differ beyond their covariates and chance: the variance A of a Fay-Herriot model."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from analysis.errors import MethodError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Fit = Literal["REML", "ML", "FH"]
_GRID = 80


@dataclass(frozen=True)
class Between:
    """The estimate of A.

    Attributes:
        variance: A >= 0, in squared units of the estimates.
        spread: the asymptotic variance of the estimator of A.
        bias: its asymptotic bias (0 for REML).
        iterations: of the root finder; 0 when the maximum lies at A = 0.
        converged: the equation of the method was solved (or A = 0 is its solution).
    """

    variance: float
    spread: float
    bias: float
    iterations: int
    converged: bool


@dataclass(frozen=True)
class Fitted:
    """Weighted least squares at a value of A: V^-1 [areas], (X'V^-1 X)^-1 [p, p], coefficients [p], residuals."""

    inverse: "Floats"
    covariance: "Floats"
    beta: "Floats"
    residual: "Floats"


def fitted(y: "Floats", psi: "Floats", x: "Floats", between: float) -> Fitted:
    """The coefficients at A = `between`, for estimates y [areas], variances psi [areas] and X [areas, p]."""
    inverse = 1.0 / (between + psi)
    covariance: Floats = np.asarray(np.linalg.inv(x.T @ (x * inverse[:, None])), dtype=np.float64)
    beta = covariance @ (x.T @ (inverse * y))
    return Fitted(inverse, covariance, beta, y - x @ beta)


def loglikelihood(y: "Floats", psi: "Floats", x: "Floats", between: float) -> float:
    """The log-likelihood of the direct estimates at A = `between` and the coefficients that belong to it."""
    now = fitted(y, psi, x, between)
    return float(-0.5 * (np.log(2 * np.pi / now.inverse) + now.residual**2 * now.inverse).sum())


def between_areas(y: "Floats", psi: "Floats", x: "Floats", method: Fit) -> Between:
    """Estimate A.

    REML and ML: the maximum over A >= 0 of the (restricted) likelihood, found as a root of its derivative
    (Patterson and Thompson 1971; Rao and Molina 2015, *Small Area Estimation*, section 6.1.2). FH: the root of
    sum (y - x beta)^2 / (A + psi) = m - p (Fay and Herriot 1979). A below zero becomes 0. Asymptotic variances and
    biases: Datta and Lahiri (2000); Datta, Rao and Smith (2005) for FH.

    Args:
        y: direct estimates [areas].
        psi: their variances [areas], above zero.
        x: covariates [areas, p].
        method: REML, ML or FH.

    Raises:
        MethodError: another method.
    """
    if method not in get_args(Fit):
        raise MethodError(
            Message(
                N_("Verwacht een schattingsmethode: %(methods)s."), {"methods": ", ".join(get_args(Fit))}
            ),
            Message(N_("Gekregen: %(got)s."), {"got": method}),
            Message(N_("Kies een van deze methoden.")),
        )
    equation = _moments if method == "FH" else _scores(restricted=method == "REML")
    ordinary = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    top = float(ordinary @ ordinary) + float(psi.max())
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-8, top * 10, _GRID)])
    heights = np.array([equation(y, psi, x, value) for value in grid])
    falling = np.flatnonzero((heights[:-1] > 0) & (heights[1:] <= 0))
    candidates = [_root(equation, y, psi, x, grid[place], grid[place + 1]) for place in falling]
    if heights[0] <= 0:
        candidates.append((0.0, 0, True))
    best = max(candidates, key=lambda one: _height(y, psi, x, one[0], method))
    value, iterations, converged = best
    spread, bias = _asymptotics(psi, x, value, method)
    return Between(value, float(spread), float(bias), iterations, converged)


def _scores(*, restricted: bool) -> "Callable[[Floats, Floats, Floats, float], float]":
    def score(y: "Floats", psi: "Floats", x: "Floats", between: float) -> float:
        now = fitted(y, psi, x, between)
        trace = now.inverse.sum()
        if restricted:
            trace -= np.sum((x.T @ (x * now.inverse[:, None] ** 2)) * now.covariance)
        return float(0.5 * ((now.inverse * now.residual) ** 2).sum() - 0.5 * trace)

    return score


def _moments(y: "Floats", psi: "Floats", x: "Floats", between: float) -> float:
    now = fitted(y, psi, x, between)
    return float((now.inverse * now.residual**2).sum() - (x.shape[0] - x.shape[1]))


def _height(y: "Floats", psi: "Floats", x: "Floats", between: float, method: Fit) -> float:
    """What the maximum is chosen by when there are several; the moment equation has one root."""
    height = loglikelihood(y, psi, x, between)
    if method == "REML":
        height += 0.5 * float(np.linalg.slogdet(fitted(y, psi, x, between).covariance)[1])
    return height


def _root(
    equation: "Callable[[Floats, Floats, Floats, float], float]",
    y: "Floats", psi: "Floats", x: "Floats", low: float, high: float,
) -> tuple[float, int, bool]:  # fmt: skip
    from scipy.optimize import brentq

    value, report = brentq(
        lambda between: equation(y, psi, x, between),
        low,
        high,
        xtol=1e-300,
        rtol=1e-14,
        full_output=True,
        disp=False,
    )
    return float(value), int(report.iterations), bool(report.converged)


def _asymptotics(psi: "Floats", x: "Floats", between: float, method: Fit) -> tuple[float, float]:
    inverse = 1.0 / (between + psi)
    m, first, second = len(psi), inverse.sum(), (inverse**2).sum()
    if method == "FH":
        return 2 * m / first**2, 2 * (m * second - first**2) / first**3
    bias = 0.0
    if method == "ML":
        covariance = np.linalg.inv(x.T @ (x * inverse[:, None]))
        bias = -float(np.sum((x.T @ (x * inverse[:, None] ** 2)) * covariance)) / second
    return 2 / second, bias
