"""The charts of counts and steps: the ladders of one team as bars with intervals, and the interviews per day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext

from survey.results.draw import INK, LOOKS, PETROL, SOFT, room_for, rows_of, specification, wrapped
from survey.results.ladder import Climb, Rung
from survey.results.present import count, day, entity_name, figure, interval
from survey.results.response import Response
from survey.results.subject import Subject
from survey.results.wording import IN_CHART, ORIGINS

_WIDTH, _DAYS_WIDTH, _NARROWEST = 420, 640, 220
_SHORT, _FEW = 8, 6  # days: a label each; dates along a longer stretch


def ladder_chart(subject: Subject, climbs: Sequence[Climb]) -> dict[str, Any]:
    """The Vega-Lite document of the ladders of one team: per step and origin the share of all, and what guessing gives."""
    import altair as alt

    values = [
        _bar(climb.origin, rung, IN_CHART.get(rung.measure, rung.measure))
        for climb in climbs
        for rung in climb.rungs
    ]
    # What guessing gives is a bar of its own, last, so that it needs no explaining line through the others.
    values += [
        _bar(climb.origin, rung, gettext("Ter vergelijking: kent ‘%(name)s’, dat niet bestaat", name=name))
        for climb in climbs
        for rung in climb.guessing
        for name in [entity_name(subject, rung.of_all["entity"])]
    ]
    order = [*map(wrapped, map(str, IN_CHART.values())), *(value["step"] for value in values)]
    steps = sorted({str(value["step"]) for value in values}, key=order.index)
    origins = [str(ORIGINS[climb.origin]) for climb in climbs]
    y = rows_of("step", steps, origins)
    x = alt.X(
        "estimate:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            format="%", title=gettext("Aandeel van wie het gevraagd is"), values=[0, 0.25, 0.5, 0.75, 1]
        ),
    )
    colour = alt.Color(
        "origin:N",
        scale=alt.Scale(domain=origins, range=[LOOKS[climb.origin][0] for climb in climbs]),
        legend=alt.Legend(title=None, orient="top") if len(climbs) > 1 else None,
    )
    faded = {"condition": {"test": "datum.small", "value": 0.35}, "value": 0.85}
    bars = alt.Chart(alt.InlineData(values=values))
    layered = alt.layer(
        bars.mark_bar(height=14).encode(x=x, color=colour, opacity=faded, **y.channels),
        bars.mark_rule(color=INK, strokeWidth=2).encode(x="low:Q", x2="high:Q", **y.channels),
        bars.mark_text(align="left", baseline="middle", fontSize=14.5, color=SOFT).encode(
            x=alt.value(_WIDTH + 12), text="told:N", **y.channels
        ),
    )
    room = room_for(left=steps, right=[str(value["told"]) for value in values])
    return specification(layered.properties(width=_WIDTH, height=y.height), room)


def _bar(origin: str, rung: Rung, name: object) -> dict[str, Any]:
    row = rung.of_all
    return {
        "step": wrapped(str(name)),
        "origin": str(ORIGINS[origin]),
        "estimate": row["estimate"],
        "low": row["low"],
        "high": row["high"],
        "small": row["small"],
        "told": f"{figure(row, row['estimate'])}  ({interval(row)})  n = {count(row['n'])}",
    }


def day_chart(response: Response) -> dict[str, Any]:
    """The Vega-Lite document of the interviews per day: a column per stretch of fieldwork, a row per origin."""
    import altair as alt

    stretches = response.stretches
    width = max(_NARROWEST, _DAYS_WIDTH // len(stretches))
    longest = max((days[-1] - days[0]).days + 1 for days in stretches)
    thick = max(1, min(32, round(0.8 * width / longest)))
    y = alt.Y(
        "count:Q",
        title=gettext("Interviews"),
        scale=alt.Scale(domain=[0, max(response.by_day.values())], nice=True),
        axis=alt.Axis(tickMinStep=1, tickCount=4, format="d"),
    )
    rows = []
    for origin in response.origins:
        columns = []
        for held in stretches:
            days = [held[0] + timedelta(days=at) for at in range((held[-1] - held[0]).days + 1)]
            values = [
                {"day": one.isoformat(), "label": f"{one:%d-%m}", "count": response.by_day[one, origin]}
                for one in days
            ]
            title = f"{ORIGINS[origin]}, {day(days[0])}" + (f" – {day(days[-1])}" if days[1:] else "")
            bars = alt.Chart(alt.InlineData(values=values)).mark_bar(color=PETROL, width=thick)
            columns.append(bars.encode(x=_along(days), y=y).properties(width=width, height=110, title=title))
        rows.append(alt.hconcat(*columns))
    return specification(alt.vconcat(*rows))


def _along(days: Sequence[date]) -> Any:
    """Where the days lie: in a short stretch each has its name, in a long one some dates stand below."""
    import altair as alt

    if len(days) <= _SHORT:
        return alt.X("label:O", sort=None, title=None, axis=alt.Axis(labelAngle=0))
    # A day is a band: the last one ends where the next begins.
    ends = (days[0], days[-1] + timedelta(days=1))
    return alt.X(
        "yearmonthdate(day):T",
        title=None,
        scale=alt.Scale(domain=[{"year": one.year, "month": one.month, "date": one.day} for one in ends]),
        axis=alt.Axis(format="%d-%m", labelOverlap=True, tickCount=_FEW),
    )
