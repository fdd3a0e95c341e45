"""From the specification of a chart to a picture. Altair and vl-convert are loaded with the first chart."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import fill
from typing import Any

from flask_babel import get_locale

INK, SOFT, LINE, PETROL = "#14242b", "#445861", "#c5d3d8", "#0b4a5c"
# The letters of the server that measures and of the browser that shows must be equally wide, or labels are cut off.
FONT = "Arial, 'Liberation Sans', Helvetica, 'Noto Sans Arabic', sans-serif"

# Each origin has its own colour and its own shape, so that a print without colour still tells them apart.
LOOKS = {
    "street": ("#9a4a00", "circle"),
    "panel": (PETROL, "square"),
    "open_link": ("#6b3d8f", "diamond"),
    "random_sample": ("#17603a", "triangle-up"),
    "all": (INK, "cross"),
}

_LABEL, _LINE, _LETTERS = 15, 18, 34
# A browser without these letters takes wider ones: at most a sixth of the width of a text is added to it.
_WIDER = 0.09

_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 15,
        "titleFontSize": 14,
        "labelColor": INK,
        "titleColor": SOFT,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": SOFT,
        "tickColor": SOFT,
        "labelLimit": 0,
    },
    "header": {"labelFontSize": 15, "labelFontWeight": "bold", "labelColor": INK, "titleFontSize": 0},
    "legend": {
        "labelFontSize": 14,
        "labelColor": INK,
        "titleFontSize": 13,
        "titleColor": SOFT,
        "symbolSize": 120,
    },
    "title": {"fontSize": 15, "color": INK, "anchor": "start", "fontWeight": "bold"},
    "text": {"font": FONT},
}


@dataclass(frozen=True, slots=True)
class Room:
    """Pixels to keep free beside a chart for texts that a browser writes wider than they were measured."""

    left: int = 16
    right: int = 24


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a chart: the channels that place a mark in its row, and how high one row is."""

    channels: dict[str, Any]
    height: Any


def specification(chart: Any, room: Room = Room()) -> dict[str, Any]:
    """The Vega-Lite document of an Altair chart, in the look of the product and the numbers of the language."""
    document: dict[str, Any] = chart.to_dict()
    numbers = get_locale().number_symbols["latn"]
    locale = {
        "decimal": numbers["decimal"],
        "thousands": numbers["group"],
        "grouping": [3],
        "currency": ["", ""],
    }
    padding = {"left": room.left, "right": room.right, "top": 8, "bottom": 8}
    return document | {"config": _CONFIG | {"padding": padding, "locale": {"number": locale}}}


def room_for(left: Iterable[str], right: Iterable[str]) -> Room:
    """The room that labels at the left and texts at the right may need beyond their measured width."""
    lines = [line for label in left for line in label.splitlines()]
    return Room(16 + _spare(lines), 24 + _spare(right))


def _spare(texts: Iterable[str]) -> int:
    return round(_WIDER * _LABEL * max(map(len, texts), default=0))


def wrapped(label: str) -> str:
    """A long label on several lines, as the rows of a chart show it."""
    return fill(label, _LETTERS, break_long_words=False)


def rows_of(name: str, labels: Sequence[str], origins: Sequence[str]) -> Rows:
    """One row per (wrapped) label in the field `name`, high enough for its lines, and in it a place per origin."""
    import altair as alt

    high = max([36, *(_LINE * (label.count("\n") + 1) + 10 for label in labels)])
    axis = alt.Axis(
        ticks=False,
        domain=False,
        labelPadding=8,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=_LINE,
    )
    channels: dict[str, Any] = {"y": alt.Y(f"{name}:N", sort=list(labels), title=None, axis=axis)}
    if len(origins) == 1:
        return Rows(channels, alt.Step(high))
    channels["yOffset"] = alt.YOffset("origin:N", sort=list(origins))
    return Rows(channels, alt.Step(max(21, high / len(origins)), **{"for": "offset"}))


def svg(document: Mapping[str, Any]) -> str:
    """The picture of a Vega-Lite document; the same document is drawn once."""
    return _drawn(json.dumps(document, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=256)
def _drawn(document: str) -> str:
    import vl_convert

    # Nothing is fetched: the values stand in the document.
    drawn: str = vl_convert.vegalite_to_svg(document, allowed_base_urls=[])
    return drawn
