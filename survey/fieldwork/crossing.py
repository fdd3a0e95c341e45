"""Where the outline of an area crosses itself: exactly, without rounding, and fast where outlines are as they are on a map.

An outline that crosses itself has no inside that everybody agrees on: the tablet counts what is encircled twice as outside.
Parts that only touch each other, as at a bridge or a corner, do no harm and are no crossing.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

Point = tuple[float, float]
Edge = tuple[Point, Point]
Box = tuple[float, float, float, float]

_CERTAIN = 3.3306690738754716e-16
"""Above this share of its terms the sign of a cross product in doubles is right (Shewchuk 1997, *Adaptive Precision
Floating-Point Arithmetic*, bound A)."""
MOST_COMPARED = 20_000_000


class TooIntricate(ValueError):  # noqa: N818 (it says what is wrong)
    """So many edges lie over each other that comparing them would take too long."""


def crossing(rings: Sequence[Sequence[Point]]) -> Point | None:
    """Where two edges of these rings of one polygon cross, about; None when none do. A ring ends with its first point.

    Raises:
        TooIntricate: there are too many edges near each other to tell.
    """
    edges: list[Edge] = []
    after: list[int] = []
    for ring in rings:
        own = [(one, other) for one, other in pairwise(ring) if one != other]
        first = len(edges)
        after += [first + (at + 1) % len(own) for at in range(len(own))]
        edges += own
    for one, other in _near(edges):
        if _cross(edges[one], edges[other]) or any(
            _passes(edges[through], edges[edge], edges[after[edge]][1])
            for through, edge in ((one, other), (other, one))
        ):
            return _about(edges[one], edges[other])
    return None


def _near(edges: Sequence[Edge]) -> Iterator[tuple[int, int]]:
    """Pairs of edges of which the boxes overlap: whole stretches of the outline that are apart are passed over at once."""
    levels: list[list[Box]] = [[_around(edge) for edge in edges]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(
            [_both(below[at], below[min(at + 1, len(below) - 1)]) for at in range(0, len(below), 2)]
        )
    waiting, compared = [(len(levels) - 1, 0, 0)] if edges else [], 0
    while waiting:
        level, one, other = waiting.pop()
        boxes = levels[level]
        if one != other:
            compared += 1
            if compared > MOST_COMPARED:
                raise TooIntricate
            a, b = boxes[one], boxes[other]
            if a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]:
                continue
        if level:
            last = len(levels[level - 1])
            waiting += [
                (level - 1, left, right)
                for left in range(2 * one, min(2 * one + 2, last))
                for right in range(2 * other, min(2 * other + 2, last))
                if left <= right
            ]
        elif one != other:
            yield one, other


def _around(edge: Edge) -> Box:
    (x1, y1), (x2, y2) = edge
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _both(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _cross(one: Edge, other: Edge) -> bool:
    """Whether each of the edges goes from one side of the other to the other side."""
    return (
        _side(*one, other[0]) * _side(*one, other[1]) < 0
        and _side(*other, one[0]) * _side(*other, one[1]) < 0
    )


def _passes(through: Edge, edge: Edge, onward: Point) -> bool:
    """Whether the outline comes to a point on an edge, and goes on at its other side."""
    start, corner = edge
    return (
        corner not in through
        and _side(*through, corner) == 0
        and _within(_around(through), corner)
        and _side(*through, start) * _side(*through, onward) < 0
    )


def _within(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _side(start: Point, end: Point, point: Point) -> int:
    """On which side of the line a point lies: 1 left, -1 right, 0 exactly on it."""
    if point in (start, end):
        return 0
    (x1, y1), (x2, y2), (x, y) = start, end, point
    left, right = (x2 - x1) * (y - y1), (y2 - y1) * (x - x1)
    if abs(left - right) > _CERTAIN * (abs(left) + abs(right)):
        return 1 if left > right else -1
    fx1, fy1 = Fraction(x1), Fraction(y1)
    exact = (Fraction(x2) - fx1) * (Fraction(y) - fy1) - (Fraction(y2) - fy1) * (Fraction(x) - fx1)
    return (exact > 0) - (exact < 0)


def _about(one: Edge, other: Edge) -> Point:
    """Near where the edges meet: the middle of what their boxes share."""
    a, b = _around(one), _around(other)
    return (max(a[0], b[0]) + min(a[2], b[2])) / 2, (max(a[1], b[1]) + min(a[3], b[3])) / 2
