"""The chance that a weighted sum of chi-squares exceeds a value: what a Rao-Scott statistic is distributed as.

Q = sum_i a_i X_i with a_i > 0 and X_i independent chi-squares of one degree of freedom, over an independent
chi-square of f degrees divided by f (the variance is estimated, not known). The chance that the ratio exceeds x is
the chance that Q - (x / f) X_f exceeds zero: again a weighted sum of chi-squares. Two roads: Kuonen's saddlepoint
approximation (good far out in the tail) and the numerical inversion of the characteristic function (exact to the
accuracy of the integral; Imhof 1961, Davies 1980).
"""

from collections.abc import Sequence
from math import atan, cos, exp, log, log1p, pi, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEAR_MEAN = 1e-4  # within so many standard deviations of the mean the approximation is its own limit
ROUNDING = 1e-12  # degrees that are a whole number but for it are that number
INTEGRAL = 1e-9  # below this chance the integral has too few digits, and the saddlepoint is used


def saddlepoint(weights: Sequence[float], value: float, ddf: float) -> float:
    """P(Q / (X_f / f) > value) by the saddlepoint approximation (Kuonen 1999, Biometrika 86, 929-935).

    Of the sum S = Q - (value / f) X_f, with cumulant function K(t) = -1/2 sum d log(1 - 2 t a) and K'(t) = 0:
    w = sign(t) sqrt(-2 K(t)), v = t sqrt(K''(t)), P = 1 - Phi(w + log(v / w) / w).
    """
    return _exceeds_zero(*_as_sum(weights, value, ddf, ddf)) if value > 0 else 1.0


def saddlepoint_whole(weights: Sequence[float], value: float, ddf: float) -> float:
    """As `saddlepoint`, with value / f and the whole part of f as degrees: the definition of R's `svychisq`."""
    whole = float(int(ddf * (1 + ROUNDING)))
    if value <= 0 or whole < 1:
        return 1.0
    return _exceeds_zero(*_as_sum(weights, value, ddf, whole))


def integral(weights: Sequence[float], value: float, ddf: float) -> float:
    """P(Q / (X_f / f) > value) by inverting the characteristic function (Imhof 1961, Biometrika 48, formula 3.2).

    P = 1/2 + 1/pi int_0^inf sin(theta(u)) / (u rho(u)) du, theta = 1/2 sum d arctan(a u),
    rho = prod (1 + a^2 u^2)^(d/4), over the terms of the sum. Where P is below 1e-9 the integral has too few digits
    and the saddlepoint approximation is returned.
    """
    from scipy.integrate import quad

    if value <= 0:
        return 1.0
    a, d = _as_sum(weights, value, ddf, ddf)
    terms = list(zip((a / np.abs(a).max()).tolist(), d.tolist(), strict=True))
    start = 0.5 * float(a @ d) / float(np.abs(a).max())

    # Substituting u = tan(s) brings infinity to pi/2.
    def inside(s: float) -> float:
        u = sin(s) / cos(s)
        if u == 0.0:
            return start
        theta = 0.5 * sum(of * atan(one * u) for one, of in terms)
        fall = 0.25 * sum(of * log1p((one * u) ** 2) for one, of in terms)
        return sin(theta) * exp(-fall - 2 * log(cos(s))) / u

    found = quad(inside, 0, pi / 2, limit=2000, epsabs=1e-13, epsrel=1e-11)[0]
    chance = 0.5 + float(found) / pi
    return min(chance, 1.0) if chance > INTEGRAL else saddlepoint(weights, value, ddf)


def _exceeds_zero(weights: "Floats", degrees: "Floats") -> float:
    """P(sum of weights times chi-squares > 0); the weights have both signs."""
    from scipy.optimize import brentq
    from scipy.special import log_ndtr

    a, d = weights / np.abs(weights).max(), degrees

    def slope(t: float) -> float:
        return float(np.sum(d * a / (1 - 2 * t * a)))

    spread = sqrt(2 * float(np.sum(d * a * a)))
    if abs(slope(0.0)) < NEAR_MEAN * spread:
        # There w and v vanish together, and log(v / w) / w is a sixth of the skewness.
        skewness = 8 * float(np.sum(d * a**3)) / spread**3
        return float(exp(log_ndtr(slope(0.0) / spread - skewness / 6)))
    # The saddlepoint lies between the poles of K, on the side of zero where the slope changes sign.
    low, high = 1 / (2 * a.min()), 1 / (2 * a.max())
    start, end = (low * (1 - 1e-12), 0.0) if slope(0.0) > 0 else (0.0, high * (1 - 1e-12))
    t = brentq(slope, start, end, xtol=1e-300, rtol=1e-14, maxiter=500)
    cumulant = -0.5 * float(np.sum(d * np.log1p(-2 * t * a)))
    w = sqrt(max(-2 * cumulant, 0.0)) * (1 if t > 0 else -1)
    v = t * sqrt(2 * float(np.sum(d * (a / (1 - 2 * t * a)) ** 2)))
    return float(exp(log_ndtr(-(w + log(v / w) / w))))


def _as_sum(weights: Sequence[float], value: float, ddf: float, degrees: float) -> "tuple[Floats, Floats]":
    a = np.array([*weights, -value / ddf])
    return a, np.array([1.0] * len(weights) + [degrees])
