"""A cubic spline through points at equal distances, and where it passes a height by straight lines between its points."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FINER = 3  # points of the spline per point that was given


def crossing(places: "Floats", heights: "Floats", cut: "Floats") -> "tuple[Floats, Floats]":
    """Where rising heights [m, k] at equally spaced places [m, k] pass -cut and +cut [m]; NaN where they do not.

    A spline that keeps the third derivative of the cubic through the four outer points (Forsythe, Malcolm and Moler
    1977; R: `spline`) is evaluated at 3 k equally spaced places; between those the line is straight (R: `approx`).
    """
    first, last = places[:, :1], places[:, -1:]
    fine = np.linspace(0.0, 1.0, FINER * places.shape[1])
    curve = heights @ weights(places.shape[1]).T
    where = first + (last - first) * fine
    return _passed(where, curve, -cut), _passed(where, curve, cut)


def _passed(where: "Floats", curve: "Floats", cut: "Floats") -> "Floats":
    rows = np.arange(len(cut))
    after = (curve < cut[:, None]).sum(axis=1)
    known = (after > 0) & (after < curve.shape[1])
    place = np.clip(after, 1, curve.shape[1] - 1)
    below, above = curve[rows, place - 1], curve[rows, place]
    left, right = where[rows, place - 1], where[rows, place]
    with np.errstate(invalid="ignore", divide="ignore"):
        found = left + (right - left) * (cut - below) / (above - below)
    return np.where(known, found, np.nan)


@lru_cache(maxsize=64)
def weights(points: int) -> "Floats":
    """The spline through `points` heights at 0, 1, 2, … as weights of those heights [3 points, points]; 4 or more.

    With s the second derivatives by six, the slopes agree at the inner points: s_(i-1) + 4 s_i + s_(i+1) = second
    difference; and at both ends the third derivative is that of the cubic through the four points there.
    """
    conditions, differences = np.zeros((points, points)), np.zeros((points, points))
    third = np.array([-1.0, 3.0, -3.0, 1.0]) / 6
    conditions[0, :2], differences[0, :4] = (-1, 1), third
    conditions[-1, -2:], differences[-1, -4:] = (-1, 1), third
    for place in range(1, points - 1):
        conditions[place, place - 1 : place + 2] = 1, 4, 1
        differences[place, place - 1 : place + 2] = 1, -2, 1
    curved = np.linalg.solve(conditions, differences)
    at = np.linspace(0.0, points - 1.0, FINER * points)
    left = np.minimum(at.astype(np.int64), points - 2)
    part = (at - left)[:, None]
    height = np.eye(points)
    found: Floats = (
        (1 - part) * height[left]
        + part * height[left + 1]
        + ((1 - part) ** 3 - (1 - part)) * curved[left]
        + (part**3 - part) * curved[left + 1]
    )
    return found
