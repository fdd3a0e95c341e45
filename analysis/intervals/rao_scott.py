"""The likelihood interval: every proportion that Rao and Scott's test does not reject."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[Floats, Floats]

_ROUNDS, _CLOSE = 100, 1e-14


def likelihood(share: "Floats", variance: "Floats", n: "Floats", t: "Floats") -> "Bounds":
    """The shares whose binomial deviance, scaled by the design effect, stays within t^2 = F(1, df) [m].

    The deviance of q, with weights that add up to n, is D(q) = 2 n (p log(p / q) + (1 - p) log((1 - p) / (1 - q))).
    Divided by its dispersion n / (n - 1) and by the design effect V n / (p (1 - p)) it is compared to t^2
    (Rao and Scott 1984; R: `svyciprop(method = "likelihood")`, which interpolates). For 0 < p < 1, V > 0, n > 1.
    """
    bound = t * t * variance * n / (n - 1) / (2 * share * (1 - share))
    return 1 - _upper(1 - share, bound), _upper(share, bound)


def _upper(share: "Floats", bound: "Floats") -> "Floats":
    """The q above p at which p log(p / q) + (1 - p) log((1 - p) / (1 - q)) = bound, by Newton's rounds on its log-odds.

    On that scale it is convex and the start lies above the root, so that every round comes nearer.
    """
    rest = 1 - share
    entropy = share * np.log(share) + rest * np.log(rest)
    odds = (bound - entropy) / rest
    for _ in range(_ROUNDS):
        gap = entropy - share * odds + np.logaddexp(0.0, odds) - bound
        slope = 1 / (1 + np.exp(-odds)) - share
        step = gap / np.where(slope > 0, slope, np.inf)
        odds = odds - step
        if np.all(np.abs(step) <= _CLOSE * (1 + np.abs(odds))):
            break
    found: Floats = np.maximum(1 / (1 + np.exp(-odds)), share)
    return found
