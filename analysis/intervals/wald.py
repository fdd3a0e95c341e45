"""Intervals of an estimate plus and minus its error, on its own scale or on a better one.

All arrays are [m]; t is the critical value of Student's t on the degrees of freedom of the design.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[Floats, Floats]


def plain(estimate: "Floats", se: "Floats", t: "Floats") -> "Bounds":
    """Wald: estimate +/- t se; a proportion is not kept within 0 and 1 (R: `svyciprop(method = "mean")`)."""
    return estimate - t * se, estimate + t * se


def log_odds(share: "Floats", se: "Floats", t: "Floats") -> "Bounds":
    """Wald on the log-odds, turned back, for 0 < p < 1 and `se` of the log-odds.

    With l = log(p / (1 - p)) and, by the delta method, se(l) = se(p) / (p (1 - p)), it is R's `svyciprop(method =
    "xlogit")`, and "logit" up to the tolerance of the regression that R iterates there. With replicate weights R's
    "logit" has the replicate error of l itself.
    """
    odds = np.log(share / (1 - share))
    return _expit(odds - t * se), _expit(odds + t * se)


def angle(share: "Floats", se: "Floats", t: "Floats") -> "Bounds":
    """Wald on asin(sqrt p), whose error se / (2 sqrt(p (1 - p))) does not depend on p; turned back by sin^2.

    The angle is kept between 0 and pi / 2: beyond them sin^2 would fold the limit back into the interval
    (R: `svyciprop(method = "asin")`, which does not keep it there).
    """
    centre = np.arcsin(np.sqrt(share))
    half = t * se / (2 * np.sqrt(share * (1 - share)))
    low, high = np.maximum(centre - half, 0.0), np.minimum(centre + half, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def _expit(value: "Floats") -> "Floats":
    small = np.exp(-np.abs(value))
    found: Floats = np.where(value >= 0, 1 / (1 + small), small / (1 + small))
    return found
