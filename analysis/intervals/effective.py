"""How many independent answers a proportion is worth, given the error that the design left."""

from typing import TYPE_CHECKING

from analysis.intervals.student import critical_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def effective_n(share: "Floats", variance: "Floats") -> "Floats":
    """n* = p (1 - p) / V [m]: the size of a simple random sample with the same error (Kish 1965); V > 0."""
    return share * (1 - share) / variance


def adjusted_n(share: "Floats", variance: "Floats", n: "Floats", df: "Floats", level: float) -> "Floats":
    """n* (t_{n-1} / t_df)^2 [m]: less when few PSUs make the error uncertain (Korn and Graubard 1998).

    Args:
        share: between 0 and 1 [m].
        variance: of the share, > 0 [m].
        n: answers, more than one [m].
        df: of the design, at least one [m].
        level: of confidence.
    """
    ratio = critical_values(level, n - 1) / critical_values(level, df)
    return effective_n(share, variance) * ratio * ratio
