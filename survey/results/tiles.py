"""The tile map: one tile per area, in five classes with a letter each; areas with too few interviews are hatched."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from survey.results.draw import INK, LINE, SOFT, specification
from survey.results.figures import Row
from survey.results.present import count, figure
from survey.results.subject import Subject
from survey.results.wording import ORIGINS, SMALL
from survey.studies.tables import Area

# The same classes in every map, so that maps of teams, waves and origins can be laid side by side.
CLASSES = (
    ("A", 0.0, 0.2, "#e3f0f3", INK),
    ("B", 0.2, 0.4, "#b3d6df", INK),
    ("C", 0.4, 0.6, "#7ab4c4", INK),
    ("D", 0.6, 0.8, "#226a80", "#ffffff"),
    ("E", 0.8, 1.0, "#07323f", "#ffffff"),
)
_PIXELS, _GAP, _LONGEST, _STRIPES = 118, 0.04, 15, 6


@dataclass(frozen=True, slots=True)
class Tile:
    """One area with its figure: the letter of its class, None when there are too few interviews to colour it."""

    area: Area
    row: Row | None
    letter: str | None

    @property
    def n(self) -> int:
        """The answers in its base."""
        return int(self.row["n"]) if self.row else 0


def tiles(subject: Subject, rows: list[Row], origin: str) -> list[Tile]:
    """The tiles of one indicator by area, for one origin; every area of the study has one."""
    by_area = {
        row["by"]["area"]: row for row in rows if row["origin"] == origin and list(row["by"]) == ["area"]
    }
    return [_tile(area, by_area.get(area.code)) for area in subject.areas]


def has_map(subject: Subject) -> bool:
    """Whether the areas have places of their own: without them every tile would lie on the first."""
    places = {(area.row, area.col) for area in subject.areas}
    return len(subject.areas) > 1 and len(places) == len(subject.areas)


def tile_map(subject: Subject, rows: list[Row]) -> dict[str, Any]:
    """The Vega-Lite document with one map per origin that has rows."""
    import altair as alt

    origins = list(dict.fromkeys(row["origin"] for row in rows))
    maps = [_map(subject, tiles(subject, rows, origin), str(ORIGINS[origin])) for origin in origins]
    return specification(alt.vconcat(*maps) if len(maps) != 1 else maps[0])


def letter_of(share: float) -> str:
    """The class of a share between 0 and 1; a share on a border belongs to the higher class."""
    return next((one[0] for one in reversed(CLASSES) if share >= one[1]), CLASSES[0][0])


def _tile(area: Area, row: Row | None) -> Tile:
    if row is None or row["estimate"] is None or row["small"] or row["kind"] != "proportion":
        return Tile(area, row, None)
    return Tile(area, row, letter_of(row["estimate"]))


def _map(subject: Subject, drawn: list[Tile], title: str) -> Any:
    import altair as alt

    columns = max(area.col for area in subject.areas) + 1
    lines = max(area.row for area in subject.areas) + 1
    x = alt.Scale(domain=[0, columns], nice=False)
    y = alt.Scale(domain=[lines, 0], nice=False)
    boxes = alt.Chart(alt.InlineData(values=[_box(tile) for tile in drawn])).encode(
        x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None)
    )
    hatches = [line for tile in drawn if tile.letter is None for line in _hatch(tile)]
    layers: list[Any] = [
        boxes.mark_rect(strokeWidth=1.5, cornerRadius=6).encode(
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("edge:N", scale=None, legend=None),
        ),
        alt.Chart(alt.InlineData(values=hatches))
        .mark_rule(color=LINE, strokeWidth=1.5)
        .encode(x=alt.X("x:Q", scale=x), y=alt.Y("y:Q", scale=y), x2="x2:Q", y2="y2:Q"),
        _words(boxes, "name", -34, 13, weight="bold"),
        _words(boxes, "share", 2, 21, weight="bold"),
        _words(boxes, "count", 30, 12),
    ]
    return alt.layer(*layers).properties(width=columns * _PIXELS, height=lines * _PIXELS, title=title)


def _words(boxes: Any, name: str, down: int, size: int, weight: str = "normal") -> Any:
    import altair as alt

    return boxes.mark_text(fontSize=size, fontWeight=weight, dy=down, baseline="middle").encode(
        x="middle:Q", y="centre:Q", text=f"{name}:N", color=alt.Color("ink:N", scale=None, legend=None)
    )


def _box(tile: Tile) -> dict[str, Any]:
    fill, ink = next(((one[3], one[4]) for one in CLASSES if one[0] == tile.letter), ("#ffffff", SOFT))
    left, top = tile.area.col + _GAP, tile.area.row + _GAP
    return {
        "x": left,
        "y": top,
        "x2": left + 1 - 2 * _GAP,
        "y2": top + 1 - 2 * _GAP,
        "middle": tile.area.col + 0.5,
        "centre": tile.area.row + 0.5,
        "name": _shortened(tile.area.name),
        "share": f"{tile.letter}  {figure(tile.row, tile.row['estimate'])}"
        if tile.letter and tile.row
        else "",
        "count": _count(tile),
        "fill": fill,
        "edge": SOFT if tile.letter is None else fill,
        "ink": ink,
    }


def _count(tile: Tile) -> str:
    if tile.letter is not None:
        return f"n = {count(tile.n)}"
    if tile.n == 0:
        return str(gettext("geen interviews"))
    return f"n = {tile.n} (< {SMALL})"


def _hatch(tile: Tile) -> list[dict[str, float]]:
    """Diagonals from the left and the lower edge of a tile to its upper and its right edge."""
    left, top, side = tile.area.col + _GAP, tile.area.row + _GAP, 1 - 2 * _GAP
    lines = []
    for stripe in range(1, 2 * _STRIPES):
        at = stripe / _STRIPES
        start, end = max(0.0, at - 1), min(1.0, at)
        lines.append(
            {
                "x": left + start * side,
                "y": top + (at - start) * side,
                "x2": left + end * side,
                "y2": top + (at - end) * side,
            }
        )
    return lines


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
