"""Whether two contestants found the same numbers."""

from collections.abc import Sequence

import numpy as np

CLOSE = 1e-6  # relative


def apart(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The largest relative difference; infinite when there are not as many numbers, or one is missing."""
    one, other = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    if one.shape != other.shape or not len(one):
        return float("inf")
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.abs(one - other) / np.abs(one)
    return float(np.nan_to_num(np.where(one == other, 0.0, found), nan=np.inf).max())


def verdict(ours: Sequence[float], theirs: Sequence[float], fixed: int | None = None) -> str:
    """In words; of numbers that depend on chance only the first `fixed` are compared."""
    found = apart(ours[:fixed], theirs[:fixed])
    if found <= CLOSE:
        return "the same"
    half = len(ours) // 2
    first = apart(ours[:half], theirs[:half]) if fixed is None else found
    if first <= CLOSE:
        return f"estimates the same, errors up to {found:.1e} apart"
    return f"up to {found:.1e} apart"
