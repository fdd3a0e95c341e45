"""The dot-plot: one dot per figure with its interval, its number of interviews in words beside it."""

from typing import Any

from flask_babel import gettext

from survey.results.draw import LOOKS, SOFT, room_for, rows_of, specification, wrapped
from survey.results.figures import Row
from survey.results.present import count, entity_name, figure, groups_name, indicator_name, interval, level
from survey.results.subject import Subject
from survey.results.wording import ORIGINS

_WIDTH = 250


def dots(subject: Subject, rows: list[Row]) -> dict[str, Any]:
    """The Vega-Lite document for these figures; they are all proportions, or all means."""
    import altair as alt

    values = _values(subject, rows)
    origins = list(dict.fromkeys(str(value["origin"]) for value in values))
    looks = [LOOKS[code] for code in dict.fromkeys(row["origin"] for row in rows)]
    proportion = all(row["kind"] == "proportion" for row in rows)
    scale = alt.Scale(domain=[0, 1]) if proportion else alt.Scale(zero=False, nice=True)
    ticks: dict[str, Any] = {"values": [0, 0.25, 0.5, 0.75, 1]} if proportion else {"tickCount": 5}
    axis = alt.Axis(format="%" if proportion else ".1f", title=_axis_title(rows), **ticks)
    labels = list(dict.fromkeys(str(value["label"]) for value in values))
    row = rows_of("label", labels, origins)
    room = room_for(left=labels, right=[str(value["told"]) for value in values])
    colour = alt.Color(
        "origin:N",
        scale=alt.Scale(domain=origins, range=[look[0] for look in looks]),
        legend=alt.Legend(title=None, orient="top") if len(origins) > 1 else None,
    )
    shape = alt.Shape(
        "origin:N", scale=alt.Scale(domain=origins, range=[look[1] for look in looks]), legend=None
    )
    faded = {"condition": {"test": "datum.small", "value": 0.45}, "value": 1}
    dashed = {"condition": {"test": "datum.small", "value": [4, 3]}, "value": [1, 0]}
    plain = alt.Chart()
    lines = plain.mark_rule(strokeWidth=3).encode(
        x=alt.X("low:Q", scale=scale, axis=axis),
        x2="high:Q",
        color=colour,
        opacity=faded,
        strokeDash=dashed,
        **row.channels,
    )
    points = plain.mark_point(size=110, strokeWidth=2, opacity=1).encode(
        x="estimate:Q",
        color=colour,
        shape=shape,
        fill=alt.Fill("fill:N", scale=None, legend=None),
        **row.channels,
    )
    told = plain.mark_text(align="left", baseline="middle", fontSize=14.5, color=SOFT).encode(
        x=alt.value(_WIDTH + 12), text="told:N", **row.channels
    )
    layered = alt.layer(lines, points, told).properties(width=_WIDTH, height=row.height)
    data = alt.InlineData(values=values)
    abouts = list(dict.fromkeys(str(value["about"]) for value in values))
    if len(abouts) > 1:
        chart: Any = layered.facet(row=alt.Row("about:N", sort=abouts, title=None, header=_HEADER), data=data)
        return specification(chart.resolve_scale(y="independent"), room)
    return specification(layered.properties(data=data), room)


_HEADER = {"labelOrient": "top", "labelAnchor": "start", "labelAngle": 0}


def _values(subject: Subject, rows: list[Row]) -> list[dict[str, Any]]:
    several = len({(row["measure"], row["entity"]) for row in rows}) > 1
    one_measure = several and len({row["measure"] for row in rows}) == 1
    split = any(row["by"] for row in rows)
    values = []
    for row in rows:
        # The measure stands above the chart: with one measure the rows are called after their subject alone.
        short = entity_name(subject, row["entity"]) if one_measure else ""
        name = short or indicator_name(subject, row["measure"], row["entity"])
        values.append(
            {
                "about": name if several and split else "",
                "label": wrapped(groups_name(subject, row) if split else name),
                "origin": str(ORIGINS[row["origin"]]),
                "estimate": row["estimate"],
                "low": row["low"],
                "high": row["high"],
                "small": row["small"],
                "fill": "#ffffff" if row["small"] else LOOKS[row["origin"]][0],
                "told": f"{figure(row, row['estimate'])}  ({interval(row)})  n = {count(row['n'])}",
            }
        )
    return values


def _axis_title(rows: list[Row]) -> str:
    if rows and rows[0]["kind"] == "mean":
        return str(gettext("Gemiddelde, met %(level)s-interval", level=level(rows)))
    return str(gettext("Aandeel, met %(level)s-interval", level=level(rows)))
