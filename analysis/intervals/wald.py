"""Intervals of an estimate plus and minus its error, on its own scale or on a better one.

All arrays are [m]; t is the critical value of Student's t on the degrees of freedom of the design.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.logit import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
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
    return expit(odds - t * se), expit(odds + t * se)


def angle(share: "Floats", se: "Floats", t: "Floats") -> "tuple[Floats, Floats, Flags]":
    """Wald on asin(sqrt p), whose error se / (2 sqrt(p (1 - p))) does not depend on p; turned back by sin^2.

    Beyond 0 and pi / 2 sin^2 folds a limit back: none of 0% or 100%, where it belongs. R (`svyciprop(method = "asin")`)
    gives it nevertheless, and so do we, unless it would pass the share itself. Where this happens is the third answer.
    """
    centre = np.arcsin(np.sqrt(share))
    half = t * se / (2 * np.sqrt(share * (1 - share)))
    down, up = centre - half, centre + half
    low = np.where(half < 2 * centre, np.sin(down) ** 2, 0.0)
    high = np.where(half < np.pi - 2 * centre, np.sin(up) ** 2, 1.0)
    return low, high, (down < 0) | (up > np.pi / 2)
