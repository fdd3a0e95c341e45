"""Wilson's score interval."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[Floats, Floats]


def score(share: "Floats", n: "Floats", t: "Floats") -> "Bounds":
    """Wilson's interval (1927) with an effective n and Student's t instead of the normal [m].

    Centre (p + t^2 / 2n) / (1 + t^2 / n), half width t sqrt(p (1 - p) / n + t^2 / 4n^2) / (1 + t^2 / n). With n =
    p (1 - p) / V it is R's `svyciprop(method = "wilson")`. It exists at 0 and at 1.
    """
    ratio = t * t / n
    centre = (share + ratio / 2) / (1 + ratio)
    half = t * np.sqrt(share * (1 - share) / n + ratio / (4 * n)) / (1 + ratio)
    # At the ends the limit is exact; rounding would leave it a hair outside.
    low = np.where(share <= 0, 0.0, np.maximum(0.0, centre - half))
    high = np.where(share >= 1, 1.0, np.minimum(1.0, centre + half))
    return low, high
