"""From log-odds to shares, the way back from log(p / (1 - p)): one function for every regression and interval."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def expit(eta: "Floats") -> "Floats":
    """1 / (1 + exp(-eta)) of log-odds of any shape, between 0 and 1; without overflow."""
    small = np.exp(-np.abs(eta))
    found: Floats = np.where(eta >= 0, 1.0, small) / (1 + small)
    return found
