"""An outline that crosses itself is found, exactly; one that only touches itself is left alone."""

import math
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.fieldwork import crossing as module
from survey.fieldwork.crossing import TooIntricate, crossing

_SMALL = st.tuples(st.integers(0, 6), st.integers(0, 6))
_ANYWHERE = st.tuples(st.floats(3.5, 7.0), st.floats(50.8, 53.5))


def _closed(points):
    return [*points, points[0]]


def _side(a, b, c):
    (ax, ay), (bx, by), (cx, cy) = (tuple(map(Fraction, each)) for each in (a, b, c))
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


def _cross_by_hand(ring):
    """All pairs, in fractions: edges that go through each other, also exactly at a corner of one of them."""
    edges = [edge for edge in pairwise(ring) if edge[0] != edge[1]]
    for (i, one), (j, other) in combinations(enumerate(edges), 2):
        sides = [_side(*one, point) for point in other], [_side(*other, point) for point in one]
        if all(first * second < 0 for first, second in sides):
            return True
        for through, at in ((one, j), (other, i)):
            start, corner = edges[at]
            onward = edges[(at + 1) % len(edges)][1]
            (x1, y1), (x2, y2) = through
            inside = min(x1, x2) <= corner[0] <= max(x1, x2) and min(y1, y2) <= corner[1] <= max(y1, y2)
            on_it = _side(*through, corner) == 0 and inside and corner not in through
            if on_it and _side(*through, start) * _side(*through, onward) < 0:
                return True
    return False


@given(st.lists(_SMALL, min_size=3, max_size=14))
def test_on_a_small_grid_where_everything_touches_it_finds_what_all_pairs_find(points):
    ring = _closed(points)
    assert (crossing([ring]) is not None) == _cross_by_hand(ring)


@given(st.lists(_ANYWHERE, min_size=3, max_size=25, unique=True))
def test_anywhere_on_the_map_it_finds_what_all_pairs_find(points):
    ring = _closed(points)
    assert (crossing([ring]) is not None) == _cross_by_hand(ring)


@given(st.lists(st.floats(0.1, 1.0), min_size=4, max_size=60), st.data())
def test_an_outline_around_a_point_never_crosses_itself_and_with_two_corners_exchanged_it_does(radii, data):
    count = len(radii)
    points = [
        (6 + r * math.cos(2 * math.pi * at / count), 52 + r * math.sin(2 * math.pi * at / count))
        for at, r in enumerate(radii)
    ]
    assert crossing([_closed(points)]) is None
    turned = data.draw(st.integers(0, count - 1))
    points = [*points[turned:], *points[:turned]]
    equal = [
        (6 + math.cos(2 * math.pi * at / count), 52 + math.sin(2 * math.pi * at / count))
        for at in range(count)
    ]
    equal[0], equal[1] = equal[1], equal[0]
    assert crossing([_closed(equal)]) is not None
    assert crossing([_closed(points)]) is None  # it does not matter where an outline begins


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1)],  # two parts that meet in a corner
        [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)],  # a corner that touches an edge
        [(0, 0), (4, 0), (4, 2), (6, 2), (4, 2), (4, 4), (0, 4)],  # a spike without breadth
        [(0, 0), (0, 0), (4, 0), (4, 4), (4, 4)],  # points twice
    ],
)
def test_what_only_touches_is_left_alone(points):
    assert crossing([_closed(points)]) is None


def test_a_crossing_is_told_by_where_it_is():
    assert crossing([_closed([(0, 0), (2, 2), (2, 0), (0, 2)])]) == (1, 1)


def test_a_hole_that_sticks_out_crosses_too_and_one_inside_does_not():
    square = _closed([(0, 0), (9, 0), (9, 9), (0, 9)])
    assert crossing([square, _closed([(3, 3), (6, 3), (6, 6)])]) is None
    assert crossing([square, _closed([(3, 3), (12, 4), (3, 6)])]) is not None


def test_a_crossing_smaller_than_rounding_is_found():
    tiny = 2.0**-50
    assert crossing([_closed([(1, 1), (2, 2), (2, 2 - tiny), (1, 1 + tiny)])]) is not None
    assert crossing([_closed([(1, 1), (2, 2 - tiny), (2, 2), (1, 1 + tiny)])]) is None


def test_an_outline_of_many_points_is_compared_without_comparing_all_pairs(monkeypatch):
    monkeypatch.setattr(module, "MOST_COMPARED", 200_000)
    count = 5_000
    circle = [
        (6 + math.cos(2 * math.pi * at / count), 52 + math.sin(2 * math.pi * at / count))
        for at in range(count)
    ]
    assert crossing([_closed(circle)]) is None
    comb = [(at / 1000 + 10 * (at % 2), at / 1000 - 10 * (at % 2)) for at in range(count - 1)]
    with pytest.raises(TooIntricate):
        crossing([_closed(comb)])


def test_nothing_does_not_cross():
    assert crossing([]) is None
    assert crossing([[(1, 1), (1, 1)]]) is None
