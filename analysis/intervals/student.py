"""Critical values of Student's t."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@lru_cache(maxsize=4096)
def critical(level: float, df: float) -> float:
    """The two-sided critical value of Student's t: P(|T| <= value) = level, for df > 0 (infinite: normal)."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + level) / 2))


def critical_values(level: float, df: "Floats") -> "Floats":
    """The critical value for each df > 0 [m]; each different one is computed once."""
    different, place = np.unique(df, return_inverse=True)
    if len(different) <= _FEW:
        return np.array([critical(level, float(one)) for one in different])[place]
    from scipy.special import stdtrit

    found: Floats = stdtrit(different, (1 + level) / 2)[place]
    return found


_FEW = 200
