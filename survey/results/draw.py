"""From the specification of a chart to a picture. Altair and vl-convert are loaded with the first chart."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

INK, SOFT, LINE, PETROL = "#14242b", "#445861", "#c5d3d8", "#0b4a5c"
# The letters of the server that measures and of the browser that shows must be equally wide, or labels are cut off.
FONT = "Arial, 'Liberation Sans', Helvetica, 'Noto Sans Arabic', sans-serif"

_CONFIG = {
    "font": FONT,
    "background": "#ffffff",
    "padding": {"left": 16, "right": 24, "top": 8, "bottom": 8},
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
        "labelLimit": 260,
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


def specification(chart: Any) -> dict[str, Any]:
    """The Vega-Lite document of an Altair chart, in the look of the product."""
    document: dict[str, Any] = chart.to_dict()
    return document | {"config": _CONFIG}


def svg(document: Mapping[str, Any]) -> str:
    """The picture of a Vega-Lite document; the same document is drawn once."""
    return _drawn(json.dumps(document, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=256)
def _drawn(document: str) -> str:
    import vl_convert

    # Nothing is fetched: the values stand in the document.
    drawn: str = vl_convert.vegalite_to_svg(document, allowed_base_urls=[])
    return drawn
