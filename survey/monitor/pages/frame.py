"""What every page of the monitor shares: its menu, and how times and names are written."""

from typing import Any

from flask import current_app, render_template, request
from flask_babel import format_date, format_percent, format_time
from flask_babel import gettext as _

from survey.monitor.clock import LOCAL, aware
from survey.monitor.labels import in_language
from survey.security import may_do
from survey.studies.tables import Study


def show(template: str, study: Study, **shown: Any) -> str:
    """A page of the monitor."""
    return render_template(
        template,
        study=study,
        here=request.endpoint,
        may_open=may_open,
        set_up=_at("/onderzoek/<slug>/veldwerk/inrichten"),
        own_devices=_at("/veldwerk/apparaten"),
        lasting=lasting,
        clock=clock,
        day=day,
        percent=percent,
        in_language=in_language,
        **shown,
    )


def may_open(endpoint: str) -> bool:
    """Whether this page exists and who looks may open it: only links that work are shown."""
    view = current_app.view_functions.get(endpoint)
    return view is not None and may_do(getattr(view, "action", ""))


def _at(rule: str) -> str | None:
    """The endpoint at this address, when there is one that who looks may open."""
    found = next(
        (
            one.endpoint
            for one in current_app.url_map.iter_rules()
            if one.rule == rule and "GET" in (one.methods or ())
        ),
        None,
    )
    return found if found and may_open(found) else None


def lasting(seconds: float | None) -> str:
    """A duration in words: minutes and seconds, or hours and minutes."""
    if seconds is None:
        return "–"
    whole = round(abs(seconds))
    if whole < 60:  # noqa: PLR2004 (a minute)
        return str(_("%(seconds)s s", seconds=whole))
    if whole < 3600:  # noqa: PLR2004 (an hour)
        return str(_("%(minutes)s min %(seconds)s s", minutes=whole // 60, seconds=whole % 60))
    if whole < 2 * 86400:
        return str(_("%(hours)s uur %(minutes)s min", hours=whole // 3600, minutes=whole % 3600 // 60))
    return str(_("%(days)s dagen", days=whole // 86400))


def clock(moment: Any) -> str:
    """The hour in the Netherlands, with seconds."""
    return str(format_time(aware(moment).astimezone(LOCAL), "HH:mm:ss", rebase=False))


def day(date: Any) -> str:
    """A day, short enough for a table."""
    return str(format_date(date, "EEE d MMM y"))


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return str(format_percent(share, "#,##0%"))
