"""Outlines of areas: read from GeoJSON as it comes, simplified without losing an area, refused with a reason."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.fieldwork import outline
from survey.studies.refusals import SetupRefused

AREAS = {"noord": "Noord", "zuid": "Zuid"}
SQUARE = [[6.1, 52.2], [6.2, 52.2], [6.2, 52.3], [6.1, 52.3], [6.1, 52.2]]

CROSSED = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]


def _file(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def _feature(name, coordinates, kind="Polygon", key="naam"):
    return {
        "type": "Feature", "properties": {"gemeente": "GM9", key: name},
        "geometry": {"type": kind, "coordinates": coordinates},
    }  # fmt: skip


def test_areas_are_known_by_their_name_or_their_code_in_whatever_property():
    found = outline.outlines(_file(_feature("NOORD", [SQUARE]), _feature("zuid", [SQUARE])), AREAS)
    assert found.keys() == {"noord", "zuid"}
    assert found["noord"] == [[[tuple(point) for point in SQUARE]]]
    assert outline.outlines(_file(_feature("Noord", [SQUARE], key="statnaam")), AREAS).keys() == {"noord"}


def test_several_features_make_one_area_and_holes_stay():
    hole = [[6.12, 52.22], [6.14, 52.22], [6.14, 52.24], [6.12, 52.22]]
    found = outline.outlines(
        _file(_feature("Noord", [SQUARE, hole]), _feature("Noord", [[SQUARE], [SQUARE]], "MultiPolygon")),
        AREAS,
    )
    assert [len(rings) for rings in found["noord"]] == [2, 1, 1]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "geen GeoJSON"),
        (b"[" * 100_000, "geen GeoJSON"),
        (b"\xff\xfe", "geen GeoJSON"),
        (_file(), "geen GeoJSON"),
        (_file(_feature("Oost", [SQUARE])), "'Oost' is geen gebied van dit onderzoek."),
        (_file(_feature("Noord", [SQUARE[:4]])), "Noord: een grens is niet gesloten"),
        (_file(_feature("Noord", [SQUARE[:2]])), "ten minste vier punten"),
        (_file(_feature("Noord", [[[6.1, 52.2]] * 4])), "geen oppervlak"),
        (
            _file(_feature("Noord", [CROSSED])),
            "Noord: de grens kruist zichzelf bij lengte 6.15000, breedte 52.25000.",
        ),
        (_file(_feature("Zuid", [[SQUARE, CROSSED]], "MultiPolygon")), "“Geometrieën repareren”"),
        (_file(_feature("Noord", [[[207000, 474000]] * 4])), "EPSG:4326"),
        (_file(_feature("Noord", [[[52.2, 6.1]] * 4])), "verwisseld"),
        (_file(_feature("Noord", [[["6.1", 52.2]] * 4])), "twee getallen"),
        (_file(_feature("Noord", [6.1, 52.2], "Point")), "verwacht een vlak"),
        (_file({"type": "Feature", "properties": None, "geometry": None}), "'zonder naam' is geen gebied"),
        (b" " * (outline.MOST_BYTES + 1), "te groot"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_name_and_reason(content, fault):
    with pytest.raises(SetupRefused) as refused:
        outline.outlines(content, AREAS)
    assert fault in " ".join(map(str, refused.value.faults))


def test_outlines_that_a_tablet_can_not_carry_are_refused():
    circle = [[6 + math.cos(n / 3000) * (1 + n % 2 / 10), 52 + math.sin(n / 3000)] for n in range(18_849)]
    with pytest.raises(SetupRefused, match="grovere grenzen"):
        outline.outlines(
            _file(_feature("Noord", [[*circle, circle[0]]]), _feature("Zuid", [[*circle, circle[0]]])), AREAS
        )


_POINT = st.tuples(st.floats(3.5, 7.0), st.floats(50.8, 53.5))


@given(st.lists(_POINT, min_size=3, max_size=40, unique=True))
def test_a_simple_outline_stays_closed_and_near_the_one_it_came_from(points):
    ring = [*points, points[0]]
    simple = outline.simplified(ring)
    assert simple[0] == simple[-1]
    assert 4 <= len(simple) <= len(ring)
    # Every point that was left out lies within the tolerance (and the rounding) of the line that replaced it.
    for point in points:
        assert min(_distance(point, a, b) for a, b in pairwise(simple)) < 0.00012


def _distance(point, a, b):
    (x, y), (x1, y1), (x2, y2) = point, a, b
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))
