"""Number the codes that occur from 0: by a table when it is small, else by sorting."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

LEAST = 1024  # entries of a table that are never too many


def occurring(codes: "Codes", size: int) -> "tuple[Codes, Codes]":
    """The codes that occur, sorted [codes], and per entry the place of its own among them [entries].

    Args:
        codes: whole numbers from 0 (a negative one is found by sorting).
        size: more than the largest of them.
    """
    if size > max(4 * len(codes), LEAST) or codes.min(initial=0) < 0:
        present, places = np.unique(codes, return_inverse=True)
        return present, places.astype(np.int64)
    seen = np.zeros(size, dtype=np.int64)
    seen[codes] = 1
    present = np.flatnonzero(seen)
    # Without gaps every code is its own place.
    return present, codes if len(present) == size else (np.cumsum(seen) - 1)[codes]


def firsts(places: "Codes", size: int) -> "Codes":
    """The first entry of each place [size] that `occurring` gave."""
    found = np.zeros(size, dtype=np.int64)
    found[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    return found


def occurring_among(codes: "Codes", size: int, chosen: "NDArray[np.bool_]") -> "tuple[Codes, int]":
    """Per entry the place of its code among those of the chosen entries, and how many there are; that for the others.

    Args:
        codes: whole numbers from 0; a negative one is not chosen.
        size: more than the largest of them.
        chosen: which entries count [entries].
    """
    chosen = chosen & (codes >= 0)
    if chosen.all():
        present, places = occurring(codes, size)
        return places, len(present)
    present, places = occurring(codes[chosen], size)
    found = np.full(len(codes), len(present), dtype=np.int64)
    found[chosen] = places
    return found, len(present)
