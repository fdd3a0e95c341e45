"""Intervals from the beta distribution: of counts, or of a share with an effective n."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[Floats, Floats]


def clopper_pearson(share: "Floats", n: "Floats", level: float) -> "Bounds":
    """Clopper and Pearson (1934) for x = n p of n, which need not be whole numbers [m].

    The quantiles (1 - level) / 2 of Beta(x, n - x + 1) and (1 + level) / 2 of Beta(x + 1, n - x); 0 below none and
    1 above all. With the effective n it is Korn and Graubard's interval (1998; R: `svyciprop(method = "beta")`).
    """
    return _between(share, n * share, n * (1 - share), 1.0, level)


def jeffreys(share: "Floats", n: "Floats", level: float) -> "Bounds":
    """The equal-tailed interval of Beta(x + 1/2, n - x + 1/2), 0 below none and 1 above all [m].

    Brown, Cai and DasGupta (2001, section 3.1.2). With an effective n of less than one or two answers it may lie beside
    the share; then the share is its limit.
    """
    low, high = _between(share, n * share + 0.5, n * (1 - share) + 0.5, 0.0, level)
    return np.minimum(low, share), np.maximum(high, share)


def _between(share: "Floats", yes: "Floats", no: "Floats", more: float, level: float) -> "Bounds":
    from scipy.special import betaincinv

    low, high = np.zeros_like(share), np.ones_like(share)
    some, less = share > 0, share < 1
    low[some] = betaincinv(yes[some], no[some] + more, (1 - level) / 2)
    high[less] = betaincinv(yes[less] + more, no[less], (1 + level) / 2)
    return low, high
