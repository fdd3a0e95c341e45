"""Outlines of areas out of a GeoJSON file: checked, known by the areas of the study, and made simple enough for a tablet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from survey.fieldwork.crossing import TooIntricate, crossing
from survey.studies.refusals import SetupRefused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
Ring = list[Point]
Polygons = list[list[Ring]]

MOST_BYTES = 5 * 1024 * 1024
MOST_POINTS, MOST_GIVEN = 20_000, 100_000
"""Of all outlines together: when they are simple (a tablet carries them in its bundle), and as they come."""
_TOLERANCE = 0.0001  # degrees: in the Netherlands about 7 metres to the east, 11 to the north
_DECIMALS = 5  # about a metre
_CLOSED = 4
_MOST_TOLD = 12
_NAMES = {"name", "naam", "statnaam", "wijknaam", "buurtnaam", "gebied"}
# Where a file in the Netherlands has its points when longitude and latitude changed places.
_SWAPPED = ((50.0, 54.0), (3.0, 7.5))


def outlines(content: bytes, areas: Mapping[str, str]) -> dict[str, Polygons]:
    """The outline of each area in a file, as GeoJSON has the coordinates of a MultiPolygon.

    An area may be made of several features, such as buurten. The property that names the area is found by what is in it:
    the codes or the names of the areas of the study.

    Args:
        content: the file.
        areas: code -> name.

    Raises:
        SetupRefused: it is no such file, an area in it is not of this study, or an outline is not whole or crosses itself.
    """
    features = _features(content)
    found: dict[str, Polygons] = {}
    faults: list[str] = []
    names: list[tuple[str, list[Ring]]] = []
    for feature, (area, name) in zip(features, _areas(features, areas), strict=True):
        if area is None:
            faults.append(_("'%(name)s' is geen gebied van dit onderzoek.", name=name))
            continue
        try:
            polygons = _polygons(feature.get("geometry"))
            found.setdefault(area, []).extend(polygons)
            names += [(name, polygon) for polygon in polygons]
        except _NotWhole as error:
            faults.append(f"{name}: {error}")
    _refuse(faults)
    _few_enough(found, MOST_GIVEN)
    simple = {
        area: [[simplified(ring) for ring in rings] for rings in polygons] for area, polygons in found.items()
    }
    _few_enough(simple, MOST_POINTS)
    # What came is looked at, not what was made of it: within some metres that may cross, and does no harm.
    _refuse([fault for name, polygon in names for fault in _crossed(name, polygon)])
    return simple


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = len(faults) - _MOST_TOLD
        raise SetupRefused(
            *faults[:_MOST_TOLD], *([_("… en nog %(count)s.", count=more)] if more > 0 else [])
        )


def _crossed(name: str, polygon: list[Ring]) -> Iterator[str]:
    """What is to be done about an outline that crosses itself."""
    try:
        at = crossing(polygon)
    except TooIntricate:
        yield f"{name}: " + _("deze grens is te fijn om na te kijken. Gebruik grovere grenzen.")
        return
    if at is not None:
        yield f"{name}: " + _(
            "de grens kruist zichzelf bij lengte %(longitude)s, breedte %(latitude)s. Herstel de grens, bijvoorbeeld in "
            "QGIS met “Geometrieën repareren”, en lees het bestand opnieuw in.",
            longitude=f"{at[0]:.5f}",
            latitude=f"{at[1]:.5f}",
        )


def _few_enough(found: Mapping[str, Polygons], most: int) -> None:
    count = points(found)
    if count > most:
        raise SetupRefused(
            _(
                "De grenzen hebben samen %(count)s punten; het mogen er %(most)s zijn. Gebruik grovere grenzen.",
                count=count,
                most=most,
            )
        )


def points(found: Mapping[str, Polygons]) -> int:
    """How many points these outlines have together."""
    return sum(len(ring) for polygons in found.values() for rings in polygons for ring in rings)


def simplified(ring: Ring) -> Ring:
    """The ring without the points that hardly bend it (Douglas and Peucker 1973); it stays closed and has an inside."""
    import numpy as np

    places = np.array(ring)
    kept = {0, len(ring) - 1, _farthest(places, 0, len(ring) - 1)[1]}
    waiting = list(pairwise(sorted(kept)))
    while waiting:
        first, last = waiting.pop()
        distance, at = _farthest(places, first, last)
        if distance > _TOLERANCE:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    if len(kept) < _CLOSED:
        return [_rounded(point) for point in ring]
    return [_rounded(ring[at]) for at in sorted(kept)]


def _farthest(places: "NDArray[np.float64]", first: int, last: int) -> tuple[float, int]:
    """How far the points between two lie from the line through them at most, and which one."""
    import numpy as np

    if last - first < 2:  # noqa: PLR2004 (nothing lies between neighbours)
        return 0.0, first
    from_first = places[first + 1 : last] - places[first]
    along = places[last] - places[first]
    length = float(np.hypot(*along))
    if length:
        distances = np.abs(along[0] * from_first[:, 1] - along[1] * from_first[:, 0]) / length
    else:
        distances = np.hypot(from_first[:, 0], from_first[:, 1])
    at = int(np.argmax(distances))
    return float(distances[at]), first + 1 + at


def _rounded(point: Point) -> Point:
    return round(point[0], _DECIMALS), round(point[1], _DECIMALS)


class _NotWhole(ValueError):  # noqa: N818 (it says what is wrong)
    """The geometry of a feature can not be used."""


def _features(content: bytes) -> list[dict[str, Any]]:
    if len(content) > MOST_BYTES:
        raise SetupRefused(
            _("Dit bestand is te groot; het mag %(most)s MB zijn.", most=MOST_BYTES // 1024 // 1024)
        )
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise SetupRefused(
            _(
                "Dit is geen GeoJSON-bestand met gebieden. Verwacht: een FeatureCollection, zoals die van het CBS "
                "of uit QGIS (Exporteren, GeoJSON)."
            )
        )
    return features


def _areas(features: Sequence[dict[str, Any]], areas: Mapping[str, str]) -> Iterator[tuple[str | None, str]]:
    """The area of each feature (None: none of the study), and what the file calls it."""
    known = {name.casefold(): code for code, name in areas.items()} | {
        code.casefold(): code for code in areas
    }
    properties = [each["properties"] if isinstance(each.get("properties"), dict) else {} for each in features]
    names = dict.fromkeys(
        name for each in properties for name, value in each.items() if isinstance(value, str)
    )
    # The one with most areas of the study in it; when none has any, the one that looks like a name is told.
    best = max(
        names,
        key=lambda name: (
            sum(str(each.get(name)).casefold() in known for each in properties),
            name.casefold() in _NAMES,
        ),
        default="",
    )
    for each in properties:
        told = str(each.get(best) or each.get("name") or _("zonder naam"))
        yield known.get(told.casefold()), told[:60]


def _polygons(geometry: Any) -> Polygons:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _NotWhole(_("verwacht een vlak (Polygon of MultiPolygon)."))
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise _NotWhole(_("de grens is leeg."))
    return [_rings(polygon) for polygon in polygons]


def _rings(polygon: Any) -> list[Ring]:
    if not isinstance(polygon, list) or not polygon:
        raise _NotWhole(_("de grens is leeg."))
    return [_ring(ring) for ring in polygon]


def _ring(given: Any) -> Ring:
    if not isinstance(given, list) or len(given) < _CLOSED:
        raise _NotWhole(_("een grens heeft ten minste vier punten."))
    ring = [_point(each) for each in given]
    if ring[0] != ring[-1]:
        raise _NotWhole(_("een grens is niet gesloten: het laatste punt is niet het eerste."))
    if len(set(ring)) < _CLOSED - 1:
        raise _NotWhole(_("een grens heeft geen oppervlak."))
    return ring


def _point(given: Any) -> Point:
    if (
        not isinstance(given, list)
        or len(given) < 2  # noqa: PLR2004 (longitude and latitude; a height may follow)
        or any(isinstance(each, bool) or not isinstance(each, int | float) for each in given[:2])
    ):
        raise _NotWhole(_("een punt bestaat uit twee getallen."))
    longitude, latitude = float(given[0]), float(given[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # noqa: PLR2004 (the globe)
        raise _NotWhole(
            _(
                "de punten zijn geen graden. Bewaar het bestand in WGS 84 (EPSG:4326), niet in het rijksdriehoeksstelsel."
            )
        )
    if _SWAPPED[0][0] <= longitude <= _SWAPPED[0][1] and _SWAPPED[1][0] <= latitude <= _SWAPPED[1][1]:
        raise _NotWhole(
            _("lengte en breedte zijn verwisseld. GeoJSON heeft eerst de lengte, dan de breedte.")
        )
    return longitude, latitude
