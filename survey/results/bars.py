"""The charts of counts and steps: the ladder of one team as bars with intervals, and the interviews per day."""

from typing import Any

from flask_babel import gettext

from survey.results.draw import INK, PETROL, SOFT, specification
from survey.results.ladder import Climb
from survey.results.present import count, figure, interval
from survey.results.response import Response
from survey.results.wording import ORIGINS, STEPS

_WIDTH = 250


def ladder_chart(climb: Climb) -> dict[str, Any]:
    """The Vega-Lite document of one ladder: per step the share of everybody, and what guessing alone would give."""
    import altair as alt

    values = [
        {
            "step": str(STEPS.get(rung.measure, rung.measure)),
            "estimate": rung.of_all["estimate"],
            "low": rung.of_all["low"],
            "high": rung.of_all["high"],
            "small": rung.of_all["small"],
            "told": f"{figure(rung.of_all, rung.of_all['estimate'])}  ({interval(rung.of_all)})"
            f"  n = {count(rung.of_all['n'])}",
        }
        for rung in climb.rungs
    ]
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("step:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    x = alt.X(
        "estimate:Q",
        scale=scale,
        axis=alt.Axis(format="%", title=gettext("Aandeel van iedereen"), values=[0, 0.25, 0.5, 0.75, 1]),
    )
    steps = alt.Chart(alt.InlineData(values=values))
    faded = {"condition": {"test": "datum.small", "value": 0.35}, "value": 0.85}
    layers: list[Any] = [
        steps.mark_bar(color=PETROL, height=16).encode(x=x, y=y, opacity=faded),
        steps.mark_rule(color=INK, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y),
        steps.mark_text(align="left", baseline="middle", fontSize=14.5, color=SOFT).encode(
            x=alt.value(_WIDTH + 12), y=y, text="told:N"
        ),
    ]
    guesses = [
        {"guess": rung.of_all["estimate"]} for rung in climb.guessing if rung.of_all["estimate"] is not None
    ]
    if guesses:
        guess = alt.Chart(alt.InlineData(values=guesses))
        layers.append(
            guess.mark_rule(color="#9a4a00", strokeDash=[5, 4], strokeWidth=2).encode(
                x=alt.X("guess:Q", scale=scale)
            )
        )
    return specification(alt.layer(*layers).properties(width=_WIDTH, height=alt.Step(32)))


def day_chart(response: Response) -> dict[str, Any]:
    """The Vega-Lite document of the interviews per day, one row of bars per origin."""
    import altair as alt

    values = [
        {"day": day.isoformat(), "origin": str(ORIGINS[origin]), "count": count}
        for (day, origin), count in sorted(response.by_day.items())
    ]
    days = alt.X(
        "yearmonthdate(day):T", title=None, axis=alt.Axis(format="%d-%m-%Y", labelOverlap=True, tickCount=6)
    )
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(color=PETROL, width=3)
        .encode(
            x=days, y=alt.Y("count:Q", title=gettext("Interviews"), axis=alt.Axis(tickMinStep=1, tickCount=4))
        )
        .properties(width=560, height=110)
        .facet(
            row=alt.Row(
                "origin:N",
                title=None,
                header=alt.Header(labelOrient="top", labelAnchor="start", labelAngle=0),
            )
        )
    )
    return specification(chart)
